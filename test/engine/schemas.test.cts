/** The `__schema__` files: n8n finds them, the editor can read them, and answers are as they say. */
import { loadOutputSchema } from 'n8n-core';
import type { INode } from 'n8n-workflow';
import { join } from 'node:path';

import { resources } from '../../nodes/SecuredSigning/actions';
import { differences, schemaOf, type OutputSchema } from '../coverage/outputSchemas.cts';
import { startBench, type Bench } from './node.cts';
import { ana, both, byReference, dataFile, inDays } from './samples.cts';

const nodeDir = join(__dirname, '../../nodes/SecuredSigning');
const operations = resources.flatMap(({ value, operations: list }) =>
	list.map((operation) => [value, operation.value] as const),
);

const schemaFor = (resource: string, operation: string): OutputSchema =>
	(loadOutputSchema({ nodeDir, version: 1, resource, operation }) ?? {}) as OutputSchema;

// Missing ones are made by `npm run coverage:api -- --write`, out of what the engine tests show.
test.each(operations)('n8n finds the schema of %s:%s', (resource, operation) => {
	const schema = schemaFor(resource, operation);
	expect(schema).toMatchObject({ type: 'object', version: 1 });
	expect(Object.keys(schema.properties ?? {}).length).toBeGreaterThan(0);
	for (const inner of nested(schema)) {
		// The editor goes into objects and lists only where the type says nothing else.
		if (inner.properties) expect(inner.type).toBe('object');
		if (inner.items) expect(inner.type).toBe('array');
	}
});

function* nested(schema: OutputSchema): Generator<OutputSchema> {
	yield schema;
	for (const inner of Object.values(schema.properties ?? {})) yield* nested(inner);
	if (schema.items) yield* nested(schema.items);
}

describe('answers are as the schema says', () => {
	let bench: Bench;
	let parameters: INode['parameters'];
	beforeAll(async () => {
		bench = await startBench();
		const file = await bench.file(dataFile('confidentiality-agreement.pdf'), 'Lease.pdf');
		const upload = { resource: 'attachment', operation: 'upload' };
		const attachment = await bench.run(upload, { items: [file] });
		const sent = await bench.run(
			{ resource: 'smartTag', operation: 'send', signers: both, dueDate: inDays(5) },
			{ items: [file] },
		);
		const forms = await bench.run({ resource: 'form', operation: 'getAll' });
		const invoices = await bench.run({ resource: 'invoice', operation: 'getAll' });
		parameters = {
			signerBy: 'details',
			...ana,
			folder: 'Progress',
			attachment: byReference(attachment.items[0].json.attachmentReference),
			document: byReference(sent.items[0].json.documentReference),
			form: byReference(forms.items[0].json.formReference),
			invoice: byReference(invoices.items[0].json.invoiceReference),
		};
	});
	afterAll(async () => await bench.close());

	test.each([
		['account', 'get'],
		['account', 'saveSender'],
		['attachment', 'getAll'],
		['attachment', 'download'],
		['attachment', 'delete'],
		['document', 'get'],
		['document', 'getAll'],
		['document', 'download'],
		['emailTemplate', 'getAll'],
		['form', 'get'],
		['form', 'getAll'],
		['invoice', 'get'],
		['invoice', 'getAll'],
		['invoice', 'download'],
		['recipient', 'getAll'],
		['signer', 'getSigningLink'],
	])('%s:%s', async (resource, operation) => {
		const { items, error } = await bench.run({ ...parameters, resource, operation });
		expect(error).toBeUndefined();
		expect(items.length).toBeGreaterThan(0);
		const schema = schemaFor(resource, operation);
		expect(items.flatMap(({ json }) => differences(schema, json))).toEqual([]);
	});
});

test('a schema is made of all that was seen, and knows what it has not seen', () => {
	const schema = schemaOf([
		{ name: 'a', left: 1, signers: [], values: { Position: 'Cook' }, rows: [{ A: '1' }] },
		{ name: null, left: '1', signers: [{ email: 'x' }, { signed: true }] },
	]);
	expect(schema).toEqual({
		type: 'object',
		properties: {
			name: { type: 'string' },
			left: { type: ['number', 'string'] },
			signers: {
				type: 'array',
				items: {
					type: 'object',
					properties: { email: { type: 'string' }, signed: { type: 'boolean' } },
				},
			},
			values: { type: 'object' },
			rows: { type: 'array', items: { type: 'object' } },
		},
		version: 1,
	});
	expect(differences(schema, { left: 2, signers: [{ email: null }] })).toEqual([]);
	expect(differences(schema, { left: true, signers: [{ phone: '1' }] })).toEqual([
		'/left must be number,string',
		'/signers/0 must NOT have additional properties phone',
	]);
});
