/** The documents of a send. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { extensionOf, sha256OfEach, type UploadFile } from '../../api';
import type { Planned } from '../../send';
import { documentsOf } from '../../send/find';
import { objectsIn, text } from '../../shared/values';
import { readTags } from '../../smartTags/read';
import type { Row } from './render';

/** A document of a send, before it is sent. */
export interface PreviewedDocument extends IDataObject {
	from: 'file' | 'stored' | 'form' | 'template';
	name: string;
	/** Of a PDF, where it is certain. */
	pages?: number;
}

/** The files with their hashes, then what Secured Signing has, by name. */
export async function documentsIn(
	context: IExecuteFunctions,
	{ request, files = [], stored = [] }: Planned,
): Promise<PreviewedDocument[]> {
	const stop = context.getExecutionCancelSignal();
	const hashes = await sha256OfEach(files, stop);
	const pages = await pagesOfEach(files, stop);
	const found = stored.length > 0 ? await documentsOf(context, stored) : [];
	const { Forms, Templates } = request;
	return [
		...files.map(
			({ fileName, size }, at): PreviewedDocument => ({
				from: 'file',
				name: fileName,
				size,
				...(pages[at] !== undefined && { pages: pages[at] }),
				sha256: hashes[at],
			}),
		),
		...stored.map(
			(documentReference, at): PreviewedDocument => ({
				from: 'stored',
				name: text(found[at].Name),
				documentReference,
			}),
		),
		...objectsIn(Forms).map(
			({ Name, Reference }): PreviewedDocument => ({
				from: 'form',
				name: text(Name),
				formReference: text(Reference),
			}),
		),
		...objectsIn(Templates).map(
			({ Name, Reference }): PreviewedDocument => ({
				from: 'template',
				name: text(Name),
				templateReference: text(Reference),
			}),
		),
	];
}

/**
 * The number of pages of each PDF, if it is certain. Word files contain a number that may be wrong, so it is
 * not used. Files whose Smart Tags were checked are not read again.
 */
async function pagesOfEach(
	files: UploadFile[],
	stop?: AbortSignal,
): Promise<Array<number | undefined>> {
	const pages: Array<number | undefined> = [];
	for (const file of files) {
		const isPdf = extensionOf(file.fileName) === 'pdf';
		pages.push(isPdf ? (await readTags(file, stop)).pages : undefined);
	}
	return pages;
}

/** The name of one, with its number where another one has the same name. */
export function titleOf(documents: PreviewedDocument[], at: number): string {
	const { name } = documents[at];
	const isAlone = documents.every((other, place) => place === at || other.name !== name);
	return isAlone ? name : `${name} (document ${at + 1})`;
}

/** What people are shown of one. */
export const documentRow = ({ name, from, ...more }: PreviewedDocument): Row => [
	name,
	...(from === 'file'
		? [
				[`${String(more.size)} bytes`, ...pagesInWords(more.pages)].join(', '),
				`SHA-256 ${String(more.sha256)}`,
			]
		: [
				from === 'stored'
					? `stored in Secured Signing (${String(more.documentReference)}), contents not read`
					: `${from} in Secured Signing (${text(more.formReference) || text(more.templateReference)})`,
			]),
];

const pagesInWords = (pages?: number): string[] =>
	pages === undefined ? [] : [pages === 1 ? '1 page' : `${pages} pages`];
