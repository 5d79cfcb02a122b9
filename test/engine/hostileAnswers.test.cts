/** The smallest answers that `npm run fuzz` brought the node down with. */
import type { INodeParameters } from 'n8n-workflow';

import { toldOn } from '../harness/told.cts';
import { GOOD, type Answer } from '../fuzz/answers.cts';
import { startStandIn, type StandIn } from '../fuzz/standIn.cts';
import { startBench, storedText, type Bench } from './node.cts';
import { both, byReference, inDays } from './samples.cts';

let bench: Bench;
let service: StandIn;

beforeAll(async () => {
	[bench, service] = await Promise.all([startBench(), startStandIn()]);
});
afterAll(async () => await Promise.all([bench.close(), service.close()]));
afterEach(() => service.forget());

const chosen = byReference('1');
const run = async ({ requestOptions, ...parameters }: INodeParameters, ...answers: Answer[]) => {
	service.answers = answers;
	return await bench.run(
		{
			document: chosen,
			form: chosen,
			template: chosen,
			dueDate: inDays(5),
			...parameters,
			requestOptions: { retries: 0, ...(requestOptions as object) },
		},
		{ credential: service.credential, onError: 'stopWorkflow' },
	);
};
const json = (value: unknown): Answer => ({ ...GOOD, body: { json: value } });

test.each<[string, INodeParameters, unknown]>([
	['a list', { resource: 'form', operation: 'getAll', simplify: false }, {}],
	['a list', { resource: 'document', operation: 'getLog' }, { Logs: [] }],
	['an object', { resource: 'account', operation: 'get', simplify: false }, []],
	['an object', { resource: 'document', operation: 'get' }, 'text'],
	[
		'fewer levels',
		{ resource: 'document', operation: 'get', simplify: false },
		JSON.parse(`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`),
	],
])('where %s is expected from %j, anything else cannot be read', async (_what, job, answer) => {
	const { error } = await run(job, json(answer));
	expect(error?.message).toBe(toldOn('unreadable'));
});

test.each<[string, INodeParameters, unknown, object]>([
	[
		'signers that are no list',
		{ resource: 'document', operation: 'get' },
		{ Reference: '1', Signers: {} },
		{ documentReference: '1', signerCount: 0 },
	],
	[
		'a signer that is nobody',
		{ resource: 'document', operation: 'get' },
		{ Reference: '1', Signers: [null, { FirstName: { toString: 1 }, LastName: 'Wu' }] },
		{ signerCount: 1, signers: [{ name: 'Wu' }] },
	],
	[
		'documents that are no list',
		{ resource: 'package', operation: 'get', package: chosen },
		{ PackageReference: '1', Documents: 'none' },
		{ packageReference: '1', documentCount: 0 },
	],
	[
		'a certificate without a reference',
		{
			resource: 'document',
			operation: 'getFinished',
			include: ['certificates', 'certificateFiles'],
		},
		{ Reference: '1', Status: 'Complete' },
		{ finished: true, files: [] },
	],
])('%s: the rest is told all the same', async (_what, job, answer, expected) => {
	const { items, error } = await run(job, json(answer), json([{ Status: 'Complete' }]));
	expect(error).toBeUndefined();
	expect(items[0].json).toMatchObject(expected);
});

test('places of a form that are no list', async () => {
	const { error } = await run(
		{ resource: 'form', operation: 'send', signers: both },
		json({ Reference: '1', Signers: { length: 2 } }),
	);
	expect(error?.message).toMatch(/has no role for Signer 1/);
	expect(service.requests).toHaveLength(1);
});

test('a field of a template whose label is no text', async () => {
	const { error } = await run(
		{
			...{ resource: 'template', operation: 'send', signers: both },
			fields: { mappingMode: 'defineBelow', value: { Rent: '5' }, schema: [] },
		},
		json({
			Reference: '1',
			Signers: [{ SignerReference: '1' }, { SignerReference: '2' }],
			Fields: [{ ID: 1, Label: {} }],
		}),
	);
	expect(error?.message).toMatch(/has no field "Rent"/);
});

test('what was sent does not come back in an error', async () => {
	const echo = '@KEY@ @SIGNATURE@';
	const refusals: Answer[] = [
		{ status: 302, headers: [['location', '@ELSEWHERE@/@KEY@/@SIGNATURE@']], text: '' },
		{ status: 429, headers: [['retry-after', '@KEY@']], text: '' },
		// Cut after so many characters, no key and no signature was known by its shape any more.
		{ status: 400, headers: [], text: `${'x'.repeat(590)}${echo}` },
		{ status: 400, headers: [], text: `${'x'.repeat(280)}${echo}` },
	].map(({ text, ...answer }) => ({
		...answer,
		...{ reason: 'No', body: { text } },
		headers: answer.headers as Answer['headers'],
	}));
	for (const refusal of refusals) {
		const { error, run: stored } = await run({ resource: 'account', operation: 'get' }, refusal);
		expect(error?.httpCode).toBe(String(refusal.status));
		expect(storedText(stored)).not.toMatch(/fuzzed-api|[A-Za-z0-9+/]{20}=/);
		expect(storedText(stored)).not.toContain(service.signatures.at(-1)?.slice(0, 10));
	}
	expect(service.elsewhere).toEqual([]);
});

describe('a download', () => {
	const download = { resource: 'document', operation: 'download' };
	const pdf: Answer = {
		...GOOD,
		headers: [['content-type', 'application/pdf']],
		body: { text: '%PDF-' },
	};

	test('that stalls is given up, also where it is a refusal', async () => {
		const stalls = { length: '1000', stays: true };
		const { error } = await run(
			{ ...download, requestOptions: { timeout: 1 } },
			{ ...pdf, ...stalls },
		);
		expect(error?.message).toBe(toldOn('ETIMEDOUT'));
		const refused = await run(
			{ ...download, requestOptions: { timeout: 4 } },
			{ ...pdf, ...stalls, status: 404 },
		);
		expect(refused.error?.message).toMatch(toldOn(404));
	});

	test('that is refused in a body that cannot be unpacked', async () => {
		const answer: Answer = { ...pdf, status: 404, headers: [['content-encoding', 'gzip']] };
		expect((await run(download, answer)).error?.message).toMatch(toldOn(404));
	});
});
