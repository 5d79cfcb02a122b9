/**
 * What a manifest leaves out: ways to sign and to download, and nothing else. What people entered is evidence, whatever
 * the fields are called.
 */
import type { IBinaryData, IDataObject } from 'n8n-workflow';

import { binaryData } from '../harness/engine.cts';
import { useBench } from './bench.cts';
import type { Bench } from './node.cts';
import { both, byReference, dataFile, inDays } from './samples.cts';

let bench: Bench;
useBench((own) => ({ bench } = own));
beforeEach(() => (bench.records = false));

async function signed(): Promise<string> {
	const { items } = await bench.run(
		{ resource: 'smartTag', operation: 'send', signers: both, dueDate: inDays(9) },
		{ items: [await bench.file(dataFile('confidentiality-agreement.pdf'), 'Lease.pdf')] },
	);
	const reference = String(items[0].json.documentReference);
	for (let signer = 0; signer < 2; signer++) await bench.simulator.sign(reference);
	return reference;
}

async function finished(): Promise<{ json: IDataObject; file: IBinaryData; written: string }> {
	const { items, error } = await bench.run({
		...{ resource: 'document', operation: 'getFinished', document: byReference(await signed()) },
		include: ['certificateFiles', 'certificates', 'fieldValues', 'log', 'manifest', 'signedFile'],
	});
	expect(error).toBeUndefined();
	const [{ json, binary }] = items;
	const content = await (await binaryData()).getAsBuffer(binary!.manifest);
	return { json, file: binary!.manifest, written: String(content) };
}

/** Has the service answer so, whatever the document is. */
const says = (operation: string, change: (was: IDataObject) => unknown) =>
	bench.simulator.faults.spoil((was, { operationId }) =>
		operationId === operation ? change(was as IDataObject) : was,
	);
const saysFields = (values: Record<string, string>) =>
	says('getFieldData', () =>
		Object.entries(values).map(([ClientField, Value], at) => ({
			...{ ID: String(at), ClientField, Label: ClientField, Value },
		})),
	);

test.each<[what: string, values: Record<string, string>]>([
	[
		'fields with usual names',
		{
			'Access key handed over': 'yes, 2 keys',
			'Assigned key number': '4711',
			'Website design link': 'none',
			'Signature of key holder': 'Ana',
		},
	],
	[
		'fields that are called like keys, with what stands elsewhere',
		{ 'Access key': 'Completed', 'Access key 2': 'Ana Lopez', 'Access key 3': 'Lease.pdf' },
	],
	['addresses with a key', { Source: `https://example.com/?key=${'a'.repeat(43)}` }],
	['an address of many parts', { 'Access link': `https://a/${'abcdefghijkl/'.repeat(150_000)}` }],
])('what people entered is in it as it is in the output: %s', async (_, values) => {
	saysFields(values);
	const { json, written } = await finished();
	const manifest = JSON.parse(written) as IDataObject;
	expect(json.fieldValues).toEqual(values);
	expect(manifest.fieldValues).toEqual(values);
	expect(manifest.missing).toEqual([]);
	expect(manifest.document).toMatchObject({ name: 'Lease.pdf' });
	expect(manifest.signers).toMatchObject([{ name: 'Ana Lopez' }, { name: 'Ben Wu' }]);
	expect(manifest.log).toEqual(json.log);
});

test('an address to download from, to which the service redirects, is not in it', async () => {
	bench.simulator.faults.choose(({ operationId }) =>
		operationId === 'downloadSigningCompletionCertificate'
			? { kind: 'redirect', location: 'https://storage.example.com/TOKEN/lease.pdf?Signature=abc' }
			: undefined,
	);
	const { written } = await finished();
	expect(JSON.parse(written)).toMatchObject({
		missing: [
			{
				part: 'certificateFiles',
				reason: expect.stringContaining('redirected to https://storage.example.com/***; '),
			},
		],
	});
	expect(written).not.toContain('TOKEN');
});

test('the links of signers are not in it, and nothing else is lost by that', async () => {
	const link = (email: unknown) => `https://www.example.com/sign/4711?signer=${String(email)}`;
	says('getDocumentStatus', (was) => ({
		...was,
		Signers: (was.Signers as IDataObject[]).map((signer) => ({
			...signer,
			SigningKey: link(signer.Email),
		})),
	}));
	const { written } = await finished();
	const manifest = JSON.parse(written) as IDataObject;
	expect(written).not.toContain('sign/4711');
	expect(manifest.signers).toMatchObject([
		{ email: 'ana@example.com' },
		{ email: 'ben@example.com' },
	]);
});

test.each<[what: string, action: string, expected: string, key?: string]>([
	[
		'a link',
		'Invited, link https://example.com/s?key=abc123',
		'Invited, link https://example.com/***',
	],
	['a key', 'Invited with key-of-ana-4711', 'Invited with ***', 'key-of-ana-4711'],
])('%s that the log tells is not in it', async (_, Action, expected, SigningKey = '') => {
	says('getDocumentStatus', (was) => ({
		...was,
		Signers: (was.Signers as IDataObject[]).map((signer) => ({ ...signer, SigningKey })),
		Logs: [{ Name: 'Secured Signing', Action, Date: '2026-11-28T10:00:00Z' }],
	}));
	const { written } = await finished();
	expect(JSON.parse(written)).toMatchObject({ log: [{ action: expected }] });
});

test.each([
	...['a/../../b.pdf', '..', '.pdf', 'CON.pdf', '\u202efdp.esaeL.pdf', 'Lease v1.2'],
	...['x'.repeat(300) + '.pdf', 'é'.repeat(150)],
])('its file has a name that every system takes: of %j', async (Name) => {
	says('getDocumentStatus', (was) => ({ ...was, Name }));
	const { fileName = '' } = (await finished()).file;
	expect(fileName).toMatch(/ manifest\.json$/);
	expect(fileName).not.toMatch(/[/\\\u202e]/);
	expect(Buffer.byteLength(fileName)).toBeLessThanOrEqual(200);
});
