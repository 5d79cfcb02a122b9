import type { IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';

import { AFTER_SIGNING, withEvidence } from '../finished';
import { simplifyDocument } from '../outputs/document';
import type { FileContext } from '../transport';
import type { Choices } from './choices';
import { endingWords, unsigned, type Awaited } from './ending';

/** What an item waits for; kept in the item itself, which is all that n8n keeps over a wait. */
export interface Waiting {
	/** References of the documents. */
	documents: string[];
	/** When the wait ends at the latest, ISO 8601. */
	until: string;
	recovered?: true;
}

/**
 * The item that comes out at the end: the document with its evidence, or several of them in
 * `documents`. One item for each that came in, since n8n links the items that come out of a wait to
 * those that went in by their places.
 */
export async function endedItem(
	context: FileContext,
	found: Awaited[],
	{ wants, simplify, unsignedIsError }: Choices,
	recovered = false,
): Promise<INodeExecutionData> {
	const ending = unsigned(found);
	if (ending && unsignedIsError) {
		const details = found.map(({ document, status }) => ({
			...simplifyDocument(document),
			status,
		}));
		// With keys beside these, n8n would leave the item on the first output.
		return {
			json: { error: endingWords(ending), details: details.length === 1 ? details[0] : details },
		};
	}
	const items = await Promise.all(
		found.map(async ({ document, status }) => {
			const item = await withEvidence(context, document, wants, simplify);
			if (simplify && status === 'deleted') item.json.status = status;
			return item;
		}),
	);
	const { json, binary } = items.length === 1 ? items[0] : together(items, ending);
	return { json: { ...json, ...(recovered && { recovered }) }, binary };
}

/** Several documents that went out together, as one item. */
function together(items: INodeExecutionData[], ending: Awaited | undefined): INodeExecutionData {
	const binary: IBinaryKeyData = {};
	const documents = items.map(({ json, binary: own = {} }) => ({
		...json,
		files: Object.keys(own).map((name) => {
			const field = freeName(name, binary);
			binary[field] = own[name];
			return field;
		}),
	}));
	const status = ending?.status ?? 'completed';
	return {
		json: { status, finished: !ending, documents, files: Object.keys(binary) },
		binary,
	};
}

/** `data`, `data2`, `data3`, … */
function freeName(name: string, taken: IBinaryKeyData): string {
	const base = name.replace(/\d+$/, '');
	for (let count = 1; ; count++) {
		const field = `${base}${count === 1 ? '' : count}`;
		if (!(field in taken)) return field;
	}
}

/**
 * The item while it waits. It is also what comes out on the time limit, when no code of a node runs:
 * so it says which documents these are, and how they were when the wait began.
 */
export function waitingItem(
	found: Awaited[],
	{ wants, simplify }: Choices,
	awaiting: Waiting,
): IDataObject {
	const documents = found.map(({ document }) => ({
		...(simplify ? simplifyDocument(document) : document),
		finished: false,
		missing: AFTER_SIGNING.filter(wants),
		files: [],
	}));
	return {
		...(documents.length === 1
			? documents[0]
			: { status: 'inProgress', finished: false, documents, files: [] }),
		...(awaiting.recovered && { recovered: true }),
		awaiting: { ...awaiting },
	};
}
