import type { IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { FileContext } from '../api';
import { simplifyDocument } from '../api/answers/document';
import { doubtOf } from '../api/answers/toldByItem';
import { evidence, missingBecause, type Evidenced } from '../evidence';
import { freeName, underOwnNames } from '../evidence/files';
import { RAW, SIMPLIFIED } from '../evidence/gather';
import { AT_THE_LIMIT } from '../evidence/parts';
import { withSignedFileName } from '../fields/signedFileName';
import { picked, text } from '../shared/values';
import type { WaitChoices } from './choices';
import { fetchUntil, type Ended, type Times } from './completed';
import { endingMessage, hasEnded, isAbsent, unsigned, type Awaited } from './ending';
import { IDENTITY, type Waiting } from './state';

/** What is known of an item when its wait ends. */
interface Ending extends Partial<Waiting> {
	/** Gives a document that ended before, with what was fetched of it; what is fetched now is kept there. */
	ended?: (reference: string) => Ended | undefined;
	/** Whether the wait goes on if a part of the evidence may still come. */
	looksAgain?: boolean;
	/** When the wait has to end. */
	times?: Times;
}

const ENDLESS: Times = { since: 0, until: 0 };

/** Fields that are not known for a document that no longer exists. */
const UNKNOWN_BY_NOW = ['inDoubtSince', 'signedCount', 'signerCount', 'signers', 'summary'];

/** What is said of the evidence in an item, simplified and raw: a later try adds to it, and the manifest has it. */
const FETCHED = ['files', 'missing', ...SIMPLIFIED, ...RAW];

const STILL_OPEN =
	"The wait ended before this was signed, to keep the results of the others. 'status' is the current one. To keep waiting, use Document > Await Signature.";

/**
 * The item at the end of a wait: the document with its evidence, or several documents in `documents`. There
 * is one item for each input item, because n8n links the items after a wait to the input by position.
 *
 * @returns the item, and whether a missing part may come later
 */
export async function endedItem(
	context: FileContext,
	found: Awaited[],
	{ wants, simplify, unsignedIsError }: WaitChoices,
	{ ended, looksAgain, times = ENDLESS, recovered, ...awaiting }: Ending = {},
): Promise<Evidenced> {
	const evidenceOf = async ({ document }: Awaited) => {
		const one = ended?.(text(document.Reference));
		const found = await evidence(context, document, wants, simplify, {
			kept: one?.kept,
			looksAgain,
			until: fetchUntil(times),
		});
		if (one?.status === 'completed') one.kept = found;
		return found;
	};
	const ending = unsigned(found);
	if (ending && unsignedIsError) {
		const all = await Promise.all(
			found.map(async (own): Promise<Evidenced> => {
				const { document, status } = own;
				const json: IDataObject = { ...simplifyDocument(document), status };
				if (status !== 'completed') return { item: { json }, mayCome: false };
				// Its files may not be there any more when somebody looks at the error.
				const { item, mayCome } = await evidenceOf(own);
				return { item: { ...item, json: { ...json, ...picked(item.json, FETCHED) } }, mayCome };
			}),
		);
		const items = all.map(({ item }) => item);
		const isWithFiles = items.some(({ binary }) => binary && Object.keys(binary).length > 0);
		const { json, binary } = isWithFiles
			? withSignedFileName(together(items, found), awaiting.signedFileName)
			: { json: { documents: items.map((item) => item.json) }, binary: undefined };
		const shown = json.documents as IDataObject[];
		// With other keys, n8n 1 would put the item on the first output (actions/failures.ts).
		const told = {
			error: endingMessage(ending),
			message: shown.length === 1 ? shown[0] : shown,
		};
		return {
			item: { json: told, ...(binary && { binary }) },
			mayCome: all.some(({ mayCome }) => mayCome),
		};
	}
	const all = await Promise.all(
		found.map(async (own) => {
			const one = await evidenceOf(own);
			if (isAbsent(own)) {
				for (const key of UNKNOWN_BY_NOW) delete one.item.json[key];
				const missing = missingBecause('The document is not in the account any more', wants);
				Object.assign(one.item.json, { status: own.status, missing });
			}
			return one;
		}),
	);
	const items = all.map(({ item }) => item);
	const { json, binary } = withSignedFileName(
		items.length === 1 ? items[0] : together(items, found),
		awaiting.signedFileName,
	);
	const open = found
		.filter((own) => !hasEnded([own]))
		.map(({ document }) => text(document.Reference));
	const isOpen = !hasEnded(found);
	return {
		item: {
			json: {
				...json,
				...(recovered && { recovered }),
				...(isOpen && { awaiting: { ...awaiting, documents: open, note: STILL_OPEN } }),
			},
			binary,
		},
		mayCome: all.some(({ mayCome }) => mayCome),
	};
}

/** Several documents that were sent together, as one item. */
function together(items: INodeExecutionData[], found: Awaited[]): INodeExecutionData {
	const binary: IBinaryKeyData = {};
	// Files of the same document already have different names.
	const files = underOwnNames(items.flatMap(({ binary: own = {} }) => Object.values(own)));
	const documents = items.map(({ json, binary: own = {} }) => ({
		...json,
		files: Object.keys(own).map((name) => {
			const field = freeName(name, binary);
			binary[field] = files.shift() ?? own[name];
			return field;
		}),
	}));
	const status =
		unsigned(found)?.status ??
		found.find((own) => own.status !== 'completed')?.status ??
		'completed';
	return {
		json: { status, finished: status === 'completed', documents, files: Object.keys(binary) },
		binary,
	};
}

/**
 * The item during the wait. At the time limit, n8n outputs it without running any code of a node. So its
 * `status` is only 'waiting', and `atStart` contains the documents as they were at the beginning.
 */
export function waitingItem(
	found: Awaited[],
	{ wants, simplify }: WaitChoices,
	awaiting: Waiting,
): IDataObject {
	const documents = found.map(({ document }) => {
		const atStart: IDataObject = simplify ? simplifyDocument(document) : document;
		return {
			...picked(atStart, IDENTITY.flat()),
			status: 'waiting',
			finished: false,
			...doubtOf(document),
			missing: missingBecause(AT_THE_LIMIT, wants),
			files: [],
			atStart,
		};
	});
	return {
		...(documents.length === 1
			? documents[0]
			: { status: 'waiting', finished: false, documents, files: [] }),
		...(awaiting.recovered && { recovered: true }),
		awaiting: { ...awaiting },
	};
}
