/**
 * A service that repeats names and addresses as they stand in a web page: `o&#39;neil@example.com`. They are the people
 * that were sent (XML 1.0, sections 4.1 and 4.6), so nobody is missing and nobody is strange; whoever else is named
 * there still is.
 */
import type { INodeParameters } from 'n8n-workflow';

import { startBench, type Bench } from './node.cts';
import { ben, byReference, dataFile, inDays } from './samples.cts';
import { referenceOf } from './sends.cts';

const sean = { firstName: 'Seán', lastName: "O'Neil & Co", email: "o'neil@example.com" };
const [NAMED, DECIMAL, HEXADECIMAL]: Array<(character: string) => string> = [
	(character) => ({ "'": '&apos;', '&': '&amp;' })[character] ?? character,
	(character) => `&#${character.codePointAt(0)};`,
	(character) => `&#x${character.codePointAt(0)!.toString(16)};`,
];

let bench: Bench;
const things: Record<string, INodeParameters> = {};
beforeAll(async () => {
	bench = await startBench();
	for (const [resource, name] of [
		['form', 'Employment Agreement'],
		['template', 'Tenancy Agreement'],
	] as const) {
		things[resource] = { [resource]: byReference(await referenceOf(bench, resource, name)) };
	}
});
afterAll(async () => await bench.close());
afterEach(() => bench.simulator.faults.clear());

const send = async (resource: string) =>
	await bench.run(
		{
			...{ resource, operation: 'send', dueDate: inDays(9) },
			signers: { signer: [sean, ben] },
			...things[resource],
		},
		{ items: [await bench.file(dataFile('confidentiality-agreement.pdf'), 'agreement.pdf')] },
	);

const echoed = (written: (text: string) => string) =>
	bench.simulator.faults.spoil((answer) =>
		JSON.parse(JSON.stringify(answer), (name, value: unknown) =>
			['FirstName', 'LastName', 'Email'].includes(name) && typeof value === 'string'
				? written(value)
				: value,
		),
	);

describe.each(['smartTag', 'form', 'template'])('%s', (resource) => {
	test.each([
		['names of characters', NAMED],
		['numbers', DECIMAL],
		['hexadecimal numbers', HEXADECIMAL],
	])('written with %s, they are the same people', async (_how, written) => {
		echoed((text) => text.replace(/['&á]/g, written));
		const { error, items } = await send(resource);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
	});

	test('another one is another one', async () => {
		echoed((text) => text.replace(/^o'neil/, 'o&#34;neil'));
		const { error } = await send(resource);
		expect(error?.message).toMatch(/^This was sent, but not to Seán O'Neil & Co/);
	});
});
