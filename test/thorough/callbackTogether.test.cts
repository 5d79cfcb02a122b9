/**
 * Many documents at once, and several in one call. docs/waiting-in-detail.md, “Secured Signing Callback Trigger”: “n8n
 * checks again”, and what can be reported of a call is reported immediately.
 */
import type { FaultKind, Simulator } from '../../simulator/index.cts';
import type { Client } from '../../simulator/testing/client.cts';
import { ana, docxWith } from '../../simulator/testing/files.cts';
import { useFreshCallbacks } from '../engine/callbacks.cts';
import { inDays } from '../engine/samples.cts';
import type { Listening } from '../engine/webhook.cts';

let simulator: Simulator;
let client: Client;
let trigger: Listening;
const { call, again, ...stage } = useFreshCallbacks((own) => {
	({ simulator, client, trigger } = own);
	simulator.account.DocumentLeft = 1_000_000;
});
const started = () => stage.started().map(({ documentReference }) => documentReference);

/** Documents that were sent by one mail merge, and signed. */
async function signed(count: number): Promise<string[]> {
	const known = new Set(simulator.documents().map(({ reference }) => reference));
	const DocumentReference = await client.upload('Lease.docx', docxWith(ana));
	const rows = Array.from({ length: count }, (_, row) => `Ana,Lopez,ana${row}@example.com`);
	const list = Buffer.from(['FirstName,LastName,Email', ...rows].join('\n')).toString('base64');
	const json = {
		...{ DocumentReference, MailMergeListFileType: 'csv', MailMergeListFileData: list },
		DueDate: inDays(9),
	};
	await client.json('POST', '/SmartTag/MailMerge', { json });
	const references = simulator
		.documents()
		.filter(({ reference, state }) => !known.has(reference) && state === 'InProgress')
		.map(({ reference }) => reference);
	for (const reference of references) await simulator.sign(reference);
	return references;
}

test('a call that names 150 documents starts the workflow for each of them, once', async () => {
	const references = await signed(150);
	expect(await call({ DocumentReferences: references })).toBe(200);
	for (let round = 0; round < 3; round++) await again();
	expect(started().sort()).toEqual([...references].sort());
});

test.each<FaultKind>(['serverErrorHtml', 'tooManyRequests', 'unauthorized', 'paymentRequired'])(
	'of two documents one is answered with %s: the other one starts the workflow, and it when that is over',
	async (kind) => {
		const [broken, well] = await signed(2);
		simulator.faults.choose(({ path }) => (path.includes(broken) ? { kind } : undefined));
		expect(await call({ DocumentReferences: [broken, well] })).toBe(200);
		expect(started()).toEqual([well]);
		await again();
		expect(started()).toEqual([well]);
		simulator.faults.clear();
		await again();
		expect(started()).toEqual([well, broken]);
	},
);

test.each<[number, FaultKind | 'null']>([
	[7, 'unauthorized'],
	[7, 'serverErrorHtml'],
	[100, 'null'],
])(
	'%i documents at the head of a call are answered with %s: the others follow',
	async (count, kind) => {
		const references = await signed(count + 2);
		const broken = references.slice(0, count);
		const isBroken = ({ path }: { path: string }) =>
			broken.some((reference) => path.includes(reference));
		if (kind === 'null') {
			simulator.faults.spoil((answer, request) => (isBroken(request) ? null : answer));
		} else simulator.faults.choose((request) => (isBroken(request) ? { kind } : undefined));
		await call({ DocumentReferences: references });
		await again();
		expect(started().sort()).toEqual(references.slice(count).sort());
	},
);

test('of a refusal of all documents of a call n8n shows a failed execution', async () => {
	const references = await signed(2);
	simulator.faults.choose(() => ({ kind: 'unauthorized' }));
	expect(await call({ DocumentReferences: references })).toBe(500);
	expect(trigger.failed).toHaveLength(1);
	simulator.faults.clear();
	await again();
	expect(started().sort()).toEqual([...references].sort());
});

test('1,010 documents that cannot be read when they are called about all start the workflow later', async () => {
	const references = await signed(1_010);
	let isBroken = true;
	simulator.faults.spoil((answer, { operationId }) =>
		isBroken && operationId === 'getDocumentStatus' ? null : answer,
	);
	for (const DocumentReference of references) expect(await call({ DocumentReference })).toBe(503);
	isBroken = false;
	await again();
	expect(started().sort()).toEqual([...references].sort());
});
