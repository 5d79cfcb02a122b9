/** What is played with three items: operations whose items each have people, files and documents of their own. */
import type { INode, INodeExecutionData } from 'n8n-workflow';

import { byReference, dataFile, documentList, DOCX, inDays } from '../../engine/samples.cts';
import type { Kind } from '../flows.cts';
import { stored } from '../play.cts';
import { sent, signed, DUE } from '../seeds.cts';
import { FORM, TEMPLATE } from '../service/sends.cts';
import type { Call, Doc, World } from '../service/world.cts';

/** Each item is known by its word: in the emails of its people, in the name of its file or document. */
export const WORDS = ['one', 'two', 'three'] as const;
export type Word = (typeof WORDS)[number];

export interface SeveralFlow {
	kind: Kind;
	parameters: INode['parameters'];
	/** Puts into the service what an item needs. */
	seed?(world: World, word: Word): Doc;
	/** The file of an item. */
	file?: true;
	/** For a change: whether the service has carried it out. */
	isDone?(world: World, doc: Doc): boolean;
	/** What an item has when all went well. */
	item?: INodeExecutionData['json'];
}

const host = (word: Word) => `@${word}.example.com`;
/** Whom an item wants invited. */
export const askedBy = (word: Word) => [`ana${host(word)}`, `ben${host(word)}`];

const signers = {
	signer: [
		{ firstName: 'Ana', lastName: 'Lopez', email: '=ana@{{ $json.word }}.example.com' },
		{ firstName: 'Ben', lastName: 'Wu', email: '=ben@{{ $json.word }}.example.com' },
	],
};
const document = byReference('={{ $json.reference }}');
const smartTag = { resource: 'smartTag', operation: 'send', dueDate: inDays(10), signers };
/** A document by that name, with the item's own people. */
const own = (doc: Doc, word: Word): Doc => {
	doc.name = `${word}.pdf`;
	for (const [at, signer] of doc.signers.entries()) signer.Email = askedBy(word)[at];
	return doc;
};
const out = (world: World, word: Word) => own(sent(world), word);

export const severalFlows = {
	sendFiles: { kind: 'send', file: true, parameters: smartTag },
	sendStoredOnes: {
		kind: 'send',
		seed: (world, word) => world.add(`${word}.pdf`, { content: dataFile('no-tags.pdf') }),
		parameters: {
			...smartTag,
			documentsFrom: 'documents',
			documents: documentList('={{ $json.reference }}'),
			options: { checkIfSent: false },
		},
	},
	sendForms: {
		kind: 'send',
		parameters: { resource: 'form', operation: 'send', form: byReference(FORM), signers },
	},
	sendTemplates: {
		kind: 'send',
		parameters: {
			resource: 'template',
			operation: 'send',
			template: byReference(TEMPLATE),
			signers,
		},
	},
	getThem: {
		kind: 'read',
		seed: out,
		parameters: { resource: 'document', operation: 'get', document },
		item: { status: 'inProgress', signedCount: 1 },
	},
	getFinishedOnes: {
		kind: 'read',
		seed: (world, word) => own(signed(world), word),
		parameters: { resource: 'document', operation: 'getFinished', document },
		item: { status: 'completed', finished: true },
	},
	remindThem: {
		kind: 'change',
		seed: out,
		parameters: { resource: 'signer', operation: 'sendReminder', document },
		isDone: ({ reminders }, { signers: [, second] }) => reminders.includes(second.Email),
		item: { remindedCount: 1 },
	},
	deleteThem: {
		kind: 'change',
		seed: out,
		parameters: { resource: 'document', operation: 'delete', document },
		isDone: (_world, { deleted }) => deleted,
		item: { deleted: true },
	},
	extendThem: {
		kind: 'change',
		seed: out,
		parameters: {
			resource: 'document',
			operation: 'extend',
			document,
			dueDate: '2030-03-01T10:00:00Z',
		},
		isDone: (_world, { due }) => due !== DUE,
	},
} satisfies Record<string, SeveralFlow>;

export type SeveralFlowName = keyof typeof severalFlows;

/** Whose document it is. */
export const wordOf = ({ name, signers: people }: Doc): Word | undefined => {
	const text = JSON.stringify([name, people.map(({ Email }) => Email)]);
	return WORDS.find((word) => text.includes(host(word)) || text.includes(`"${word}.`));
};

/** Whether a request is for that item; lists are for all of them. */
export const isFor =
	(word: Word) =>
	({ place, path, values, file }: Call, world: World): boolean => {
		if (place === 'folder') return true;
		const text = JSON.stringify([path, values, file?.name]);
		const docs = [...world.documents.values()].filter((doc) => text.includes(doc.reference));
		return (
			docs.some((doc) => wordOf(doc) === word) ||
			text.includes(host(word)) ||
			text.includes(`"${word}.`)
		);
	};

export async function itemOf(
	flow: SeveralFlow,
	world: World,
	word: Word,
): Promise<INodeExecutionData> {
	const reference = flow.seed?.(world, word).reference;
	const content = dataFile('employment-agreement.docx');
	return {
		json: { word, ...(reference && { reference }) },
		...(flow.file && {
			binary: { data: await stored({ content, name: `${word}.docx`, type: DOCX }) },
		}),
	};
}
