/**
 * What this version keeps in n8n's database where things go wrong: documents that are missed, unread or in doubt, sends
 * and changes whose answers were lost, evidence that has yet to come. Played in n8n's engine; the n8n of the other
 * fixtures is in the middle of work that goes well.
 */
import type { IDataObject, INode, INodeExecutionData, IRunExecutionData } from 'n8n-workflow';

import type { Simulator, SimulatorDocument } from '../../simulator/index.cts';
import { Client } from '../../simulator/testing/client.cts';
import { ana, ben, docxWith } from '../../simulator/testing/files.cts';
import { passTime, realTime } from '../harness/clock.cts';
import { keepTimers } from '../harness/timers.cts';
import { sendAndAwait, startAwaiting } from '../engine/awaiting.cts';
import { execute } from '../engine/executions.cts';
import { startBench } from '../engine/node.cts';
import { byReference, inDays } from '../engine/samples.cts';
import { sending, storedDocument } from '../engine/sends.cts';
import { startScene, type Scene } from '../engine/watch.cts';
import { listen } from '../engine/webhook.cts';
import { withoutPaths } from './documents.cts';

const HOUR = 60 * 60_000;

/** What a scene has left behind, as JSON. */
export interface Left<Kept = unknown> {
	/** When that was, in milliseconds. */
	at: number;
	/** The address of the service. */
	service: string;
	/** What n8n has stored. */
	kept: Kept;
	documents: SimulatorDocument[];
}

/** An execution that failed: what a retry goes on from. */
export interface Failed {
	node: INode;
	data: IRunExecutionData;
}

/** A document of each kind, by what became of it. */
export type Named = Record<string, string>;

const leave = <Kept,>({ credential, documents }: Simulator, kept: Kept): Left<Kept> =>
	JSON.parse(
		JSON.stringify({
			at: Date.now(),
			service: credential.baseUrl,
			kept,
			documents: withoutPaths(documents()),
		}),
	) as Left<Kept>;

const OPEN = { HasSigned: false, SignedStatus: 'Initialized', SignedDate: undefined };

/** Says something else of documents, by their references. */
const say = (
	{ simulator }: Scene,
	others: Record<string, (document: IDataObject) => IDataObject>,
) =>
	simulator.faults.spoil(function spoiled(answer): unknown {
		if (Array.isArray(answer)) return answer.map(spoiled);
		const document = answer as IDataObject;
		return { ...document, ...others[document.Reference as string]?.(document) };
	});

/** One of the signers has not signed, though the document is complete. */
const doubtful = ({ Signers = [] }: { Signers?: IDataObject[] }): IDataObject => ({
	Signers: [...Signers.slice(0, -1), { ...Signers.at(-1), ...OPEN }],
});

/** Everybody has signed, and the status is no word that anybody knows. */
const unknown = (): IDataObject => ({ Status: 'Archived' });

/** The polling trigger, and documents in each state that it can remember. */
const polled = async (): Promise<Left<{ state: IDataObject; named: Named }>> => {
	const scene = await startScene();
	const { simulator } = scene;
	const signAll = async (reference: string) => {
		for (let signer = 0; signer < 2; signer++) await simulator.sign(reference);
	};
	try {
		const [completed, history] = await scene.send(2);
		for (const reference of [completed, history]) await signAll(reference);
		say(scene, { [history]: unknown });
		// What was signed shortly before may be told.
		passTime(HOUR);
		const trigger = scene.trigger();
		await trigger.activate();
		const [open, declined, expired, gone, missed, unread, doubted] = await scene.send(7);
		await trigger.poll();
		await simulator.sign(open);
		await simulator.decline(declined);
		await simulator.expire(expired);
		await scene.remove(gone);
		await trigger.poll();
		simulator.readings.endedDocuments = 'unlisted';
		passTime(6 * 60_000);
		await trigger.poll();
		await scene.remove(missed);
		await signAll(unread);
		simulator.faults.choose(({ operationId, path }) =>
			operationId === 'getDocumentStatus' && path.includes(unread)
				? { kind: 'serverErrorHtml' }
				: undefined,
		);
		await signAll(doubted);
		say(scene, { [history]: unknown, [doubted]: doubtful });
		await trigger.poll();
		// Something has to be told: n8n stores nothing else.
		const [last] = await scene.send();
		await trigger.poll();
		return leave(simulator, {
			state: JSON.parse(trigger.state) as IDataObject,
			named: { completed, history, open, declined, expired, gone, missed, unread, doubted, last },
		});
	} finally {
		realTime();
		await simulator.close();
	}
};

/** The same trigger with a filter by what the lists leave out. */
const filtered = async (): Promise<Left<{ state: IDataObject }>> => {
	const scene = await startScene();
	const { simulator } = scene;
	try {
		const trigger = scene.trigger({ options: { clientReference: 'order-7' } });
		await trigger.activate();
		simulator.faults.spoil((answer, { operationId }) => {
			const isList = operationId === 'getActiveDocuments';
			const said = { ClientReference: isList ? undefined : 'another' };
			const of = (document: IDataObject) => ({ ...document, ...said });
			return isList ? (answer as IDataObject[]).map(of) : of(answer as IDataObject);
		});
		await scene.send();
		await trigger.poll();
		return leave(simulator, { state: JSON.parse(trigger.state) as IDataObject });
	} finally {
		await simulator.close();
	}
};

/** The callback trigger, called about a document that is open, one that is in doubt, and one that is missed. */
const called = async (): Promise<Left<{ state: IDataObject; named: Named }>> => {
	const scene = await startScene();
	const { simulator } = scene;
	const endTimers = keepTimers();
	const trigger = await listen(simulator);
	try {
		const [open, doubted, missed] = await scene.send(3);
		const call = async (DocumentReference: string) =>
			await fetch(trigger.url, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ DocumentReference }),
			});
		for (const reference of [open, doubted, missed]) {
			await simulator.sign(reference);
			await call(reference);
		}
		await simulator.sign(doubted);
		say(scene, { [doubted]: doubtful });
		await call(doubted);
		await scene.remove(missed);
		await call(missed);
		return leave(simulator, {
			state: JSON.parse(trigger.state) as IDataObject,
			named: { open, doubted, missed },
		});
	} finally {
		endTimers();
		await trigger.close();
		await simulator.close();
	}
};

const noRetries = { requestOptions: { retries: 0 } };

/** A send whose answer is lost, and which cannot be looked up then. */
const lost = (kind: 'file' | 'stored') => async (): Promise<Left<Failed>> => {
	const bench = await startBench();
	try {
		const { parameters, item } = await sending(bench, kind);
		const items = [await item('s1')];
		let isSent = false;
		bench.simulator.faults.choose(({ operationId = '' }) => {
			if (isSent) return { kind: 'gateway', status: 503 };
			isSent = /^send/.test(operationId);
			return isSent ? { kind: 'cutAfter' } : undefined;
		});
		const { run, node } = await execute(bench, { ...parameters, ...noRetries }, { items });
		return leave(bench.simulator, { node, data: run.data });
	} finally {
		await bench.close();
	}
};

/** A mail merge whose answer is lost. */
const merged = async (): Promise<Left<Failed>> => {
	const bench = await startBench();
	try {
		const parameters = {
			resource: 'mailMerge',
			operation: 'send',
			document: byReference(
				await new Client(bench.simulator).upload('NDA.docx', docxWith(ana, ben)),
			),
			dueDate: inDays(10),
			...noRetries,
		};
		bench.simulator.faults.choose(({ path }) =>
			path.endsWith('/MailMerge') ? { kind: 'cutAfter' } : undefined,
		);
		const items = [{ json: { FirstName: 'Ana', LastName: 'Lopez', Email: 'ana@example.com' } }];
		const { run, node } = await execute(bench, parameters, { items });
		return leave(bench.simulator, { node, data: run.data });
	} finally {
		await bench.close();
	}
};

/** Two deletions, one of which is done and the other refused. */
const changed = async (): Promise<Left<Failed>> => {
	const bench = await startBench();
	try {
		const documents = [
			await storedDocument(bench, 'One.pdf'),
			await storedDocument(bench, 'Two.pdf'),
		];
		const parameters = {
			resource: 'document',
			operation: 'delete',
			document: byReference('={{ $json.document }}'),
			...noRetries,
		};
		bench.simulator.faults.choose(({ path }) =>
			path.endsWith(documents[1]) ? { kind: 'serverErrorHtml' } : undefined,
		);
		const items = documents.map((document) => ({ json: { document } }));
		const { run, node } = await execute(bench, parameters, { items });
		return leave(bench.simulator, { node, data: run.data });
	} finally {
		await bench.close();
	}
};

/** A wait for nothing but a certificate. */
const evidence = async (): Promise<Left<{ items: INodeExecutionData[] }>> => {
	const { bench, begin, contracts, settle, references, stored, close } = await startAwaiting();
	const { simulator } = bench;
	try {
		const first = await begin({ ...sendAndAwait, include: [] }, await contracts('Lease.pdf'));
		const [[reference]] = references(first);
		simulator.readings.callback = 'never';
		for (let signer = 0; signer < 2; signer++) await simulator.sign(reference);
		simulator.faults.choose(({ operationId }) =>
			operationId === 'downloadSigningCompletionCertificate' ? { kind: 'notFound' } : undefined,
		);
		const id = await begin(
			{
				resource: 'document',
				operation: 'await',
				document: byReference(reference),
				include: ['signedFile', 'certificateFiles'],
			},
			[{ json: {} }],
		);
		await settle();
		return leave(simulator, { items: stored(id).items });
	} finally {
		await close();
	}
};

export const scenes = {
	polled,
	filtered,
	called,
	lostFile: lost('file'),
	lostStored: lost('stored'),
	merged,
	changed,
	evidence,
};

export type Scenes = { [Name in keyof typeof scenes]: Awaited<ReturnType<(typeof scenes)[Name]>> };
