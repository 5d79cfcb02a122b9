/** What 'Simplify' gives is the node's own words everywhere, and says what the service said. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startBench, type Bench } from './node.cts';
import { ana, both, byReference, dataFile, inDays } from './samples.cts';

let bench: Bench;
let references: Record<string, string>;

beforeAll(async () => {
	bench = await startBench();
	const first = async (resource: string, reference: string) => {
		const { items } = await bench.run({ resource, operation: 'getAll' });
		return String(items[0].json[reference]);
	};
	const file = await bench.file(dataFile('confidentiality-agreement.pdf'), 'Lease.pdf');
	const sent = await bench.run(
		{ resource: 'smartTag', operation: 'send', signers: both, dueDate: inDays(5) },
		{ items: [file] },
	);
	await bench.run({ resource: 'attachment', operation: 'upload' }, { items: [file] });
	references = {
		form: await first('form', 'formReference'),
		template: await first('template', 'templateReference'),
		invoice: await first('invoice', 'invoiceReference'),
		document: String(sent.items[0].json.documentReference),
	};
});
afterAll(async () => await bench.close());

/** Every name in it, however deep. */
const namesIn = (value: unknown): string[] => {
	if (Array.isArray(value)) return value.flatMap(namesIn);
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, inner]) => [name, ...namesIn(inner)]);
};
/** Every text and number in it. */
const valuesIn = (value: unknown): unknown[] => {
	if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(valuesIn);
	return ['string', 'number'].includes(typeof value) ? [value] : [];
};

/** The last name, which is its reference, where it has one. */
const OPERATIONS: Array<[resource: string, operation: string, last: string, more: object]> = [
	['attachment', 'upload', 'attachmentReference', {}],
	['attachment', 'getAll', 'attachmentReference', {}],
	['emailTemplate', 'getAll', 'emailTemplateReference', {}],
	['form', 'getAll', 'formReference', {}],
	['form', 'get', 'formReference', {}],
	['form', 'getFields', '', {}],
	['form', 'getEmployers', '', {}],
	['invoice', 'getAll', 'invoiceReference', {}],
	['invoice', 'get', 'invoiceReference', {}],
	['recipient', 'getAll', 'recipientReference', {}],
	['signer', 'getSigningLink', 'documentReference', { signerBy: 'details', ...ana }],
	['smartTag', 'getWorkflows', 'workflowReference', {}],
	['template', 'getAll', 'templateReference', {}],
	['template', 'get', 'templateReference', {}],
];

test.each(OPERATIONS)('%s:%s', async (resource, operation, last, more) => {
	const parameters = {
		resource,
		operation,
		...Object.fromEntries(
			Object.entries(references).map(([name, reference]) => [name, byReference(reference)]),
		),
		...more,
	} as INodeParameters;
	const items = [await bench.file(dataFile('confidentiality-agreement.pdf'), 'Lease.pdf')];
	const simple = await bench.run(parameters, { items });
	const raw = await bench.run({ ...parameters, simplify: false }, { items });
	expect(simple.error?.message).toBeUndefined();
	expect(simple.items).not.toHaveLength(0);
	expect(simple.items).toHaveLength(raw.items.length);
	const [one, other] = [simple, raw].map((result) =>
		result.items.map(({ json }): IDataObject => json),
	);
	expect(namesIn(one).filter((name) => !/^[a-z][a-zA-Z\d]*$/.test(name))).toEqual([]);
	// The other one has the names of docs/api/API.md, section 6.
	expect(namesIn(other).some((name) => /^[A-Z]/.test(name))).toBe(true);
	if (last !== '') {
		for (const json of one) expect(Object.keys(json).at(-1)).toBe(last);
	}
	// Nothing is there that the service did not say, and the references of a list tell which of them it is.
	const said = new Set(valuesIn(other).map(String));
	const made = ['signed', 'status', 'kind', 'documentReference'];
	for (const [index, json] of one.entries()) {
		for (const [name, value] of Object.entries(json)) {
			if (made.includes(name) || /Date$|Reference$|^name$/.test(name)) continue;
			if (['string', 'number'].includes(typeof value)) expect(said).toContain(String(value));
		}
		if (last !== '' && operation === 'getAll') {
			expect(valuesIn(other[index])).toContain(json[last]);
		}
	}
});
