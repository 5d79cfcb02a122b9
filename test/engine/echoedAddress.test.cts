/**
 * docs/agents.md: "The key that the node adds to the address of a callback trigger, or of a wait, is in no result
 * and no error either, if the service repeats the address". n8n's own token is the other half of the address.
 */
import { SecuredSigning } from '../../nodes/SecuredSigning/SecuredSigning.node.ts';
import { sendAndAwait, startAwaiting, type Awaiting } from './awaiting.cts';
import { startBetween, type Between } from './between.cts';
import { nodeWith, workflowOf } from './node.cts';

let stage: Awaiting;
let between: Between;
beforeAll(async () => {
	stage = await startAwaiting();
	between = await startBetween(stage.bench);
	const { engine } = stage.bench;
	engine.credentials.securedSigningApi = between.bench.simulator.credential;
	engine.nodeTypes.securedSigningTool = new SecuredSigning();
});
afterAll(async () => {
	between.close();
	await stage.close();
});

const WAYS: Array<[string, (address: URL) => string]> = [
	['the whole address', ({ href }) => href],
	['the key', ({ searchParams }) => searchParams.get('key') ?? ''],
	["n8n's token", ({ searchParams }) => searchParams.get('signature') ?? ''],
];

describe.each(['securedSigning', 'securedSigningTool'])('a wait of %s', (type) => {
	test.each(WAYS)('does not tell %s that later answers repeat', async (_what, write) => {
		let address: URL | undefined;
		between.rule = async ({ route, body }, pass) => {
			const told = await pass();
			if (/SmartTag\/Send/.test(route)) {
				address = new URL((JSON.parse(body) as { NotifyUrl: string }).NotifyUrl);
			}
			if (!address || !/Document\/Status/.test(route)) return told;
			const document = JSON.parse(told.body ?? '{}') as object;
			const name = `Lease for ${write(address)}.pdf`;
			return { ...told, body: JSON.stringify({ ...document, Name: name }) };
		};
		const id = await stage.n8n.start(
			workflowOf(nodeWith({ ...sendAndAwait, include: [] }, { type })),
			await stage.contracts('Lease.pdf'),
		);
		const keys = ['key', 'signature'].map((name) => address?.searchParams.get(name) ?? '');
		expect(keys.every((key) => key.length > 40)).toBe(true);
		const told = () => {
			// n8n's own, beside what the node put out.
			const { resumeToken: _own, ...run } = stage.n8n.run(id);
			const text = JSON.stringify(run);
			expect(text).toMatch(/Lease for [^"]*\*\*\*/);
			return keys.filter((key) => text.includes(key));
		};
		expect(stage.n8n.status(id)).toBe('waiting');
		expect(told()).toEqual([]);
		for (const [reference] of stage.references(id)) {
			await stage.bench.simulator.sign(reference);
			await stage.bench.simulator.sign(reference);
		}
		await stage.settle();
		expect(stage.n8n.status(id)).toBe('success');
		expect(told()).toEqual([]);
	});
});

test('what an answer to something else repeats of it is hidden, and no key of others', async () => {
	let address = '';
	between.rule = async ({ route, body }, pass) => {
		if (/SmartTag\/Send/.test(route)) {
			address = (JSON.parse(body) as { NotifyUrl: string }).NotifyUrl;
		}
		return await pass();
	};
	await stage.begin({ ...sendAndAwait, include: [] }, await stage.contracts('Lease.pdf'));
	const other = `https://www.example.com/?key=${'Ab_-'.repeat(10)}xyz`;
	// As .NET writes JSON.
	const escaped = address.replaceAll('&', '\\u0026');
	between.rule = async () =>
		await Promise.resolve({
			status: 200,
			body: `{"Name":"Ana","Email":"ana@example.com","One":"${address}","Two":"${escaped}","Three":"${other}"}`,
		});
	const { items } = await between.bench.run(
		{ resource: 'account', operation: 'get', simplify: false },
		{ credential: between.bench.simulator.credential },
	);
	const key = new URL(address).searchParams.get('key') ?? '-';
	expect(items[0].json).toMatchObject({ One: address.replace(key, '***'), Three: other });
	expect(items[0].json.Two).toBe(address.replace(key, '***'));
});
