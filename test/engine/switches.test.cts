/**
 * Switches whose value comes from an expression: n8n hands on what it gives, and forms, tables and webhooks give
 * texts. What is no switch's value is refused; the words for it count.
 */
import { startBench, type Bench } from './node.cts';
import { ana, ben, dataFile, inDays } from './samples.cts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.simulator.requests.length = 0;
});

const sends = () =>
	bench.simulator.requests.filter(({ operationId }) => operationId?.startsWith('sendSmartTag'));

const send = async (parameters: object) =>
	await bench.run(
		{ resource: 'smartTag', operation: 'send', dueDate: inDays(10), ...parameters },
		{ items: [await bench.file(dataFile('confidentiality-agreement.pdf'), 'agreement.pdf')] },
	);

test.each(['={{ "true" }}', '={{ "TRUE" }}', '={{ " true " }}', '={{ true }}', true])(
	'Send Once per Reference is on with %j',
	async (oncePerClientReference) => {
		const clientReference = `once-${String(oncePerClientReference).length}-${Math.random()}`;
		const options = { clientReference, oncePerClientReference };
		const first = await send({ signers: { signer: [ana, ben] }, options });
		expect(first.error).toBeUndefined();
		const second = await send({ signers: { signer: [ana, ben] }, options });
		expect(second.items[0].json.recovered).toBe(true);
		expect(sends()).toHaveLength(1);
	},
);

test.each([1, 'yes', '={{ "on" }}', '={{ 0 }}', '={{ ["true"] }}', '={{ {} }}'])(
	'%j is refused by the name of the switch',
	async (value) => {
		const of = (options: object, signer = {}) => ({
			signers: { signer: [{ ...ana, details: signer }, ben] },
			options,
		});
		for (const [parameters, name] of [
			[of({ oncePerClientReference: value, clientReference: 'r' }), 'Send Once per Reference'],
			[of({ checkFirst: value }), 'Check Smart Tags First'],
			[of({}, { embedded: value }), 'Embedded Signing of Signer 1'],
		] as const) {
			const { error } = await send(parameters);
			expect(error?.message).toBe(`'${name}' is neither true nor false`);
			expect(error?.description).toMatch(/Nothing was sent\.$/);
		}
		expect(bench.simulator.requests).toEqual([]);
	},
);

test('an empty value is the switch as it comes', async () => {
	const { items } = await bench.run({
		resource: 'account',
		operation: 'get',
		simplify: '={{ $json.none }}',
	});
	expect(items[0].json).toHaveProperty('documentsLeft');
});
