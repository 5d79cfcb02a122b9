import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { emailOf } from '../api/answers/people';
import type { InputFile } from '../api';
import { oncePerRun } from '../shared/oncePerRun';
import { asSent, hash } from './hash';

/** What an item sends, as far as it can be read without asking the service. */
export interface Contract {
	/** Whom it names; nobody where the documents do. */
	people: object[];
	/** The form, the template, the stored documents, by the names of their fields. */
	subject: Record<string, unknown>;
	files?: InputFile[];
	/** What else people sign on, by the names of the fields. */
	values: Record<string, unknown>;
	dueDate: unknown;
}

/** The same as it is remembered: what it was can be compared, and not be read. */
export interface Terms {
	people: string;
	hasPeople: boolean;
	/** With another one it is another contract; files by their names and sizes. */
	subject: Record<string, string>;
	values: Record<string, string>;
	/** Other ones where the same files were made anew. */
	files: string;
	/** Other one where "in ten days" is read at another moment. */
	dueDate: string;
	/** What the builder entered, expressions as their text. */
	setup: string;
}

/** The name under which the files of a contract stand among its subject. */
export const FILES = 'Files';

export function termsOf(
	context: IExecuteFunctions,
	{ people, subject, files = [], values, dueDate }: Contract,
): Terms {
	const emails = people.map((person) => emailOf(person as IDataObject));
	const named = files.length > 0 && {
		[FILES]: files.map(({ fileName, size }) => [fileName, size]),
	};
	return {
		people: hash(emails.sort()),
		hasPeople: emails.length > 0,
		subject: hashes({ ...subject, ...named }),
		values: hashes(values),
		files: hash(files.map(({ id }) => id)),
		dueDate: hashOf(dueDate),
		setup: setupOf(context),
	};
}

const setupOf = oncePerRun((context) => hashOf(context.getNode().parameters));

const hashes = (values: Record<string, unknown>): Record<string, string> =>
	Object.fromEntries(Object.entries(values).map(([name, value]) => [name, hashOf(value)]));

// Through JSON, as which a date is the same moment wherever it comes from.
const hashOf = (value: unknown): string =>
	hash([asSent(JSON.parse(JSON.stringify(value ?? null)) as unknown)]);

/** Where two contracts differ, by the names of the fields: in their subject, and altogether. */
export function differences(one: Terms, other: Terms): { subject: string[]; names: string[] } {
	const subject = namesOfDifferent(one.subject, other.subject);
	const isAnew = one.files !== other.files && !subject.includes(FILES);
	const isLater = one.setup !== other.setup && one.dueDate !== other.dueDate;
	return {
		subject,
		names: [
			...subject,
			...namesOfDifferent(one.values, other.values),
			...(isAnew ? [FILES] : []),
			...(isLater ? ['Due Date'] : []),
		],
	};
}

const namesOfDifferent = (one: Record<string, string>, other: Record<string, string>): string[] =>
	Object.keys({ ...one, ...other }).filter((name) => one[name] !== other[name]);
