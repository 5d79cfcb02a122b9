/** docs/scale.md: items of one run that search the folders at the same time search them together. */
import { startBench, type Bench } from './node.cts';
import { both, dataFile, inDays } from './samples.cts';

const FILE = 'confidentiality-agreement.pdf';

let bench: Bench;
beforeAll(async () => (bench = await startBench()));
afterAll(async () => await bench.close());

const send = async () => {
	const items = await Promise.all(
		Array.from({ length: 10 }, async (_, n) => ({
			...(await bench.file(dataFile(FILE), `contract-${n}.pdf`)),
			json: { order: `order-${n}` },
		})),
	);
	bench.simulator.requests.length = 0;
	bench.simulator.faults.add({
		kind: 'delay',
		seconds: 0.1,
		times: 30,
		operation: 'getActiveDocuments',
	});
	const { items: sent, error } = await bench.run(
		{
			resource: 'smartTag',
			operation: 'send',
			signers: both,
			dueDate: inDays(10),
			options: { clientReference: '={{ $json.order }}', oncePerClientReference: true },
		},
		{ items },
	);
	bench.simulator.faults.clear();
	expect(error).toBeUndefined();
	return sent;
};
const lists = () =>
	bench.simulator.requests.filter(({ path }) => path.includes('/GetActiveDocuments/')).length;

test('ten sends read the three lists less often than each for itself, and nothing is sent twice', async () => {
	const first = await send();
	expect(lists()).toBeLessThanOrEqual(20);
	const again = await send();
	expect(lists()).toBeLessThanOrEqual(20);
	expect(again.map(({ json }) => [json.documentReference, json.recovered])).toEqual(
		first.map(({ json }) => [json.documentReference, true]),
	);
	expect(bench.simulator.documents()).toHaveLength(10);
});
