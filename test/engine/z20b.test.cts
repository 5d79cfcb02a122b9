import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { execute, retry, retryFromStart, type Execution } from './executions.cts';
import type { Bench } from './node.cts';
import { useRetrying, withOptions, type Retrying } from './retrying.cts';
import { dataFile, documentList, inDays } from './samples.cts';
import { documentsOf, type Plan, sending, storedDocument, outOf } from './sends.cts';
let bench: Bench; let plan: Plan; let nextId: Retrying['nextId']; let anew: Retrying['anew']; let sentTimes: Retrying['sentTimes']; let showOnly: Retrying['showOnly'];
useRetrying(62_000, (own) => ({ bench, plan, nextId, anew, sentTimes, showOnly } = own));
const say = (...x: unknown[]) => process.stderr.write('Z20 ' + x.map((y) => typeof y === 'string' ? y : JSON.stringify(y)).join(' ') + '\n');
const told = (e: Execution) => [e.error?.message, e.error?.description?.slice(0, 500), e.items.map(({ json }) => [json.recovered, json.warning]), e.errorItems.map(({ json }) => [json.error, String(json.details).slice(0, 500)])];
const kinds = ['file', 'files', 'form', 'template'] as const;
const ref = '={{ $json.id }}-of-an-order-of-ours-that-is-rather-long';
const cutTo = (length: number, statusFault: unknown) => {
	bench.simulator.faults.spoil((answer, { operationId }) =>
		operationId === 'getActiveDocuments'
			? (answer as IDataObject[]).map((own) => ({ ...own, ClientReference: String(own.ClientReference ?? '').slice(0, length) }))
			: answer);
	bench.simulator.faults.choose(({ operationId }) => operationId === 'getDocumentStatus' ? statusFault as never : undefined);
};
const FAULTS: Record<string, unknown> = { '503': { kind: 'gateway', status: 503 }, '500': { kind: 'serverErrorHtml' }, '404': { kind: 'notFound' }, '429': { kind: 'tooManyRequests' }, cut: { kind: 'cutBefore' }, wrong: { kind: 'wrongBody' } };
describe.each(kinds)('%s', (kind) => {
	test.each(Object.keys(FAULTS))('E3 once, other process, lists cut, status %s', async (fault) => {
		const id = nextId();
		const { parameters, item } = await sending(bench, kind);
		const own = withOptions(parameters, { clientReference: ref, oncePerClientReference: true });
		const first = await execute(bench, own, { items: [await item(id)] });
		cutTo(20, FAULTS[fault]);
		const again = await execute(anew(), own, { items: [await item(id)] });
		bench.simulator.faults.clear();
		say('E3once', kind, fault, '->', sentTimes(id), told(again), first.error?.message ?? '');
	});
	test('E3 retried twice, constant own reference, lists cut, status 503', async () => {
		const ids = [nextId(), nextId()];
		const { parameters, item } = await sending(bench, kind);
		plan.add('send', ids[0], { kind: 'planExhausted' });
		const items = await Promise.all(ids.map(item));
		const failed = await execute(bench, withOptions(parameters, { clientReference: ref }), { items });
		await retry(bench, failed);
		const before = sentTimes(...ids);
		cutTo(20, FAULTS['503']);
		const again = await retry(anew(), failed);
		bench.simulator.faults.clear();
		say('E3twice', kind, before, '->', sentTimes(...ids), told(again));
	});
	test('E3 control: retried twice, cut, status well', async () => {
		const ids = [nextId(), nextId()];
		const { parameters, item } = await sending(bench, kind);
		plan.add('send', ids[0], { kind: 'planExhausted' });
		const items = await Promise.all(ids.map(item));
		const failed = await execute(bench, withOptions(parameters, { clientReference: ref }), { items });
		await retry(bench, failed);
		const before = sentTimes(...ids);
		cutTo(20, undefined);
		const again = await retry(anew(), failed);
		bench.simulator.faults.clear();
		say('E3control', kind, before, '->', sentTimes(...ids), told(again));
	});
});
test('E4 Send Once, files, list lags: shows only the first', async () => {
	const id = nextId();
	const { parameters, item } = await sending(bench, 'files');
	const own = withOptions(parameters, { clientReference: ref, oncePerClientReference: true });
	const first = await execute(bench, own, { items: [await item(id)] });
	const hidden = first.items[1].json.documentReference;
	bench.simulator.faults.spoil((answer, { operationId }) => operationId === 'getActiveDocuments' ? (answer as IDataObject[]).filter((d) => d.Reference !== hidden) : answer);
	for (const b of [bench, anew()]) {
		const again = await execute(b, own, { items: [await item(id)] });
		say('E4', sentTimes(id), told(again));
	}
	bench.simulator.faults.clear();
	await bench.simulator.decline(String(hidden));
	say('E4 declined', told(await execute(anew(), own, { items: [await item(id)] })), sentTimes(id));
});
test.each([{}, { clientReference: '={{ $json.id }}-o' }])('E5 uploaded, then sent; killed; uploaded anew %j', async (options) => {
	const { parameters, item } = await sending(bench, 'stored');
	for (const checkIfSent of [true, false]) {
		const id = nextId();
		const own = withOptions(parameters, { ...options, checkIfSent });
		const first = await execute(bench, own, { items: [await item(id)] });
		const again = await retryFromStart(anew(), first, [await item(id)]);
		say('E5', options, checkIfSent, first.error?.message ?? '', sentTimes(id), told(again));
		const same = await retryFromStart(bench, first, [await item(id)]);
		say('E5 same process', sentTimes(id), told(same));
	}
});
test.each(['form', 'file'] as const)('E7 %s: killed, retried, lists out of a cache', async (kind) => {
	const id = nextId();
	const { parameters, item } = await sending(bench, kind);
	bench.simulator.faults.clear();
	const first = await execute(bench, withOptions(parameters, {}), { items: [await item(id)] });
	say('E7', kind, Object.keys(bench.simulator.faults), Object.getOwnPropertyNames(Object.getPrototypeOf(bench.simulator.faults)));
	void first;
});
