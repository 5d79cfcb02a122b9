/** The ways to send, for tests of what becomes of a send; and who of the simulator's documents is whose. */
import type { INode, INodeExecutionData } from 'n8n-workflow';

import type {
	Fault,
	OperationId,
	RecordedRequest,
	SimulatorDocument,
} from '../../simulator/index.cts';
import { docxWith, tagFor } from '../../simulator/testing/files.cts';
import type { Bench } from './node.cts';
import { ana, ben, both, byReference, dataFile, documentList, DOCX, inDays } from './samples.cts';

export const sendKinds = ['stored', 'file', 'files', 'form', 'template'] as const;
/** Those that send one document for each item. */
export const singleKinds = ['form', 'template', 'file', 'stored'] as const;
export type SendKind = (typeof sendKinds)[number];

/** How many documents a send of that kind brings out. */
export const documentsOf = (kind: SendKind) => (kind === 'files' ? 2 : 1);

/** Items of the same kind can go through one node: what differs is in the item. */
export interface Sending {
	parameters: INode['parameters'];
	/** A send of its own, known by its id in emails and names of files, such as `s12`. */
	item(id: string): Promise<INodeExecutionData>;
}

const content = dataFile('confidentiality-agreement.pdf');

/** One of the ways to send, ready for n8n. */
export async function sending(bench: Bench, kind: SendKind): Promise<Sending> {
	const file = async (id: string, n: number) => await bench.file(content, `${id}-${n}.pdf`);
	const json = (id: string) => ({ id });
	if (kind === 'form' || kind === 'template') {
		return {
			parameters: {
				resource: kind,
				operation: 'send',
				[kind]: byReference(await referenceOf(bench, kind, TWO_SIGN[kind])),
				signers: people,
			},
			item: async (id) => await Promise.resolve({ json: json(id) }),
		};
	}
	const smartTag = {
		resource: 'smartTag',
		operation: 'send',
		signers: people,
		dueDate: inDays(10),
	};
	if (kind === 'file') {
		return {
			parameters: smartTag,
			item: async (id) => ({ ...(await file(id, 1)), json: json(id) }),
		};
	}
	if (kind === 'files') {
		return {
			parameters: { ...smartTag, binaryPropertyName: 'data,more' },
			item: async (id) => {
				const [first, second] = await Promise.all([file(id, 1), file(id, 2)]);
				const binary = { data: first.binary!.data, more: second.binary!.data };
				return { json: json(id), binary };
			},
		};
	}
	return {
		parameters: {
			...smartTag,
			documentsFrom: 'documents',
			documents: documentList('={{ $json.document }}'),
			// storedDocuments.test.cts has the look-up before such a send.
			options: { checkIfSent: false },
		},
		item: async (id) => ({ json: { id, document: await storedDocument(bench, `${id}-1.pdf`) } }),
	};
}

/** Signers with the item's id in their addresses. */
const people = {
	signer: [
		{ ...ana, email: '={{ $json.id }}@example.com' },
		{ ...ben, email: '={{ $json.id }}@example.org' },
	],
};

/** A document that lies in the InBox. */
export const storedDocument = async (
	bench: Bench,
	name: string,
	options: Record<string, string> = {},
): Promise<string> => await stored(bench, await bench.file(content, name), options);

/** A Word document with a Smart Tag for one signer, that lies in the InBox. */
export const storedWord = async (bench: Bench, name: string): Promise<string> =>
	await stored(bench, await bench.file(docxWith(tagFor(1)), name, DOCX));

async function stored(
	bench: Bench,
	file: INodeExecutionData,
	options: Record<string, string> = {},
): Promise<string> {
	const { items, error } = await bench.run(
		{ resource: 'document', operation: 'upload', options },
		{ items: [file] },
	);
	if (error) throw new Error(error.message);
	return items[0].json.documentReference as string;
}

/** A form and a template that two people sign. */
const TWO_SIGN = { form: 'Employment Agreement', template: 'Letter of Offer' };

/** What the simulator's account has to send. */
export type Stored = 'form' | 'template';

/** The references of the forms, the templates or both of the simulator's account, by their names. */
export async function referencesOf(
	bench: Bench,
	...resources: Stored[]
): Promise<Record<string, string>> {
	const references: Record<string, string> = {};
	for (const resource of resources) {
		const { items, error } = await bench.run({ resource, operation: 'getAll', returnAll: true });
		if (error) throw new Error(`${error.message}: ${error.description ?? ''}`);
		for (const { json } of items) {
			references[json.name as string] = json[`${resource}Reference`] as string;
		}
	}
	return references;
}

/** The reference of a form or template of the simulator's account, by its name. */
export const referenceOf = async (bench: Bench, resource: Stored, name: string): Promise<string> =>
	(await referencesOf(bench, resource))[name];

/** A document that is out to two people, who sign in no order. */
export async function sentTemplate(bench: Bench): Promise<string> {
	const { items } = await bench.run({
		resource: 'template',
		operation: 'send',
		template: byReference(await referenceOf(bench, 'template', 'Tenancy Agreement')),
		signers: both,
	});
	return items[0].json.documentReference as string;
}

/** The id of the send that a text is about: a name of a file, an address, a request. */
export const idIn = (text: string) => /\b(s\d+)[-@]/.exec(text)?.[1];

/** The documents of one send that are out. */
export const outOf = ({ simulator }: Bench, id: string): SimulatorDocument[] =>
	simulator
		.documents()
		.filter(({ state, signers }) => state !== 'NotStart' && idIn(signers[0].email) === id);

export type Step = 'upload' | 'send' | 'look';

const STEPS: Partial<Record<OperationId, Step>> = {
	uploadDocument: 'upload',
	sendSmartTag: 'send',
	sendSmartTag2: 'send',
	sendForms: 'send',
	sendForms2: 'send',
	sendFormFillerTemplates: 'send',
	getDocumentStatus: 'look',
	getActiveDocuments: 'look',
};

/** What a request of a send is for; undefined for what comes before. */
export const stepOf = ({ operationId }: RecordedRequest): Step | undefined =>
	operationId && STEPS[operationId];

/** The requests of one send for one purpose. */
export const requestsOf = ({ simulator }: Bench, id: string, step: Step): RecordedRequest[] =>
	simulator.requests.filter(
		(request) => stepOf(request) === step && idIn(JSON.stringify(request.body ?? '')) === id,
	);

/** Faults for the requests of each send, whatever the order in which they arrive. */
export class Plan {
	private readonly faults = new Map<string, Fault[]>();

	constructor({ simulator }: Bench) {
		simulator.faults.choose((request) => {
			const id = idIn(JSON.stringify(request.body ?? '')) ?? '';
			return this.faults.get(`${stepOf(request)} ${id}`)?.shift();
		});
	}

	/** The first fault is for the send's first request of that kind, and so on. Look-ups have no id. */
	add(step: Step, id: string, ...faults: Fault[]) {
		const key = `${step} ${step === 'look' ? '' : id}`;
		this.faults.set(key, [...(this.faults.get(key) ?? []), ...faults]);
	}
}

/** Does the work for all, so many at a time: waiting is most of it, and a busy machine looks like a slow service. */
export async function atATime<T>(
	count: number,
	things: T[],
	work: (thing: T) => Promise<void>,
): Promise<void> {
	const left = [...things];
	const worker = async () => {
		for (let thing = left.shift(); thing !== undefined; thing = left.shift()) await work(thing);
	};
	await Promise.all(Array.from({ length: count }, worker));
}

/** How the document, or the package, of two signers ends. */
export const ENDINGS: Array<
	[status: string, end: (bench: Bench, reference: string) => Promise<void>]
> = [
	[
		'completed',
		async ({ simulator }, reference) => {
			await simulator.sign(reference);
			await simulator.sign(reference);
		},
	],
	['declined', async ({ simulator }, reference) => await simulator.decline(reference)],
	['expired', async ({ simulator }, reference) => await simulator.expire(reference)],
];
