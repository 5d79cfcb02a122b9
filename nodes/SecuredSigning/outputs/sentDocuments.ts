import type { IDataObject } from 'n8n-workflow';

import { records } from '../values';

/**
 * The documents of an answer to a send. The sources disagree on which route answers with a list and
 * which with a package, and on whether a package wraps each document once more (docs/api/API.md
 * sections 5.5, 6 and 10), so all of these are taken. What the package itself says goes to each.
 */
export function sentDocuments(answer: unknown): IDataObject[] {
	if (Array.isArray(answer)) return records(answer).flatMap(unwrapped);
	const { Documents, ...shared } = answer as IDataObject;
	return records(Documents)
		.flatMap(unwrapped)
		.map((document) => ({ ...shared, ...document }));
}

function unwrapped(entry: IDataObject): IDataObject[] {
	return Array.isArray(entry.Documents) ? records(entry.Documents) : [entry];
}
