/**
 * What a manifest leaves out: ways to sign and to download, and nothing else. What people entered is evidence, whatever
 * the fields are called.
 */
import type { IBinaryData, IDataObject } from 'n8n-workflow';

import { binaryData } from '../harness/engine.cts';
import { useBench } from '../engine/bench.cts';
import type { Bench } from '../engine/node.cts';
import { both, byReference, dataFile, inDays } from '../engine/samples.cts';

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

/** Has the service tell this of each signer, and this of the document. */
const saysOfSigners = (signer: IDataObject, document: IDataObject = {}) =>
	says('getDocumentStatus', (was) => ({
		...was,
		...document,
		Signers: (was.Signers as IDataObject[]).map((one) => ({ ...one, ...signer })),
	}));
const logOf = (Action: string) => ({
	Logs: [{ Name: 'Secured Signing', Action, Date: '2026-11-28T10:00:00Z' }],
});

/** What is left of a text with an address in it. */
const ADDRESSES: Array<[what: string, told: string, expected: string]> = [
	['plain', 'Invited, link https://a.com/s?key=SECRET', 'Invited, link https://a.com/***'],
	['in a sentence', 'See https://a.com/SECRET, then sign', 'See https://a.com/***, then sign'],
	['with a port', 'wss://a.com:8443/SECRET', 'wss://a.com:8443/***'],
	['of IPv6', 'http://[2001:db8::1]/SECRET', 'http://[2001:db8::1]/***'],
	[
		'in HTML',
		'<a href="https://a.com/s?d=1&amp;key=SECRET">sign</a> it',
		'<a href="https://a.com/***> it',
	],
	['with a matrix', 'https://a.com/s;key=SECRET', 'https://a.com/***'],
	['without a path', 'https://a.com;key=SECRET', 'https://a.com/***'],
	['with an apostrophe', "https://a.com/o'neil.pdf?token=SECRET", 'https://a.com/***'],
	['with angles', 'https://a.com/d?x=<4711>&token=SECRET', 'https://a.com/***'],
	['with a blank', 'https://a.com/My Lease.pdf?token=SECRET', 'https://a.com/*** Lease.pdf?***'],
	['in a word', 'Linkhttps://a.com/d?token=SECRET', 'Linkhttps://a.com/***'],
	['with escaped slashes', 'https:\\/\\/a.com\\/SECRET', 'https:\\/\\/a.com/***'],
	['with escaped signs', 'https%3A%2F%2Fa.com%2FSECRET', 'https%3A%2F%2Fa.com/***'],
	['escaped twice', 'u=https%253A%252F%252Fa.com%252FSECRET', 'u=https%253A%252F%252Fa.com/***'],
	['with entities', 'https&#58;&#x2F;&#47;a.com&#47;SECRET', 'https&#58;&#x2F;&#47;a.com/***'],
	['with JSON escapes', 'https:\\u002f\\u002fa.com/SECRET', 'https:\\u002f\\u002fa.com/***'],
	['with a password', 'https://user:SECRET@a.com/x', 'https://a.com/***'],
	['with an escaped password', 'https%3A%2F%2FSECRET%40a.com', 'https%3A%2F%2F***'],
	['without a scheme', 'Opened www.a.com/SECRET', 'Opened www.a.com/***'],
	['of no host', 'Opened /d?token=SECRET', 'Opened /d?***'],
	['a parameter first', 'Opened ?token=SECRET&u=https://a.com', 'Opened ?***'],
	['nothing behind the host', 'Opened https://a.com.', 'Opened https://a.com.'],
];

describe.each<
	[where: string, say: (told: string) => void, find: (manifest: IDataObject) => unknown]
>([
	['log', (told) => saysOfSigners({}, logOf(told)), ({ log }) => (log as IDataObject[])[0].action],
	[
		'result of an identity check',
		(told) => saysOfSigners({ IDVerificationResult: { photo: [told] } }),
		({ signers }) =>
			((signers as IDataObject[])[0].identity as { verificationResult: { photo: string[] } })
				.verificationResult.photo[0],
	],
	[
		'reason of somebody who declined',
		(told) => saysOfSigners({ DeclinedReason: told }),
		({ signers }) => (signers as IDataObject[])[0].declinedReason,
	],
])('an address in the %s ends after the host', (_, say, find) => {
	test.each(ADDRESSES)('%s', async (_what, told, expected) => {
		say(told);
		const { written } = await finished();
		expect(find(JSON.parse(written) as IDataObject)).toBe(expected);
		expect(written).not.toContain('SECRET');
	});
});

test.each([
	'Signed by Ana Lopez and/or Ben Wu (ana@example.com/ben@example.com) from 203.0.113.7',
	'Version 1.2/3 of "Lease.pdf" at 10:30; why? Because 1 + 1 = 2 & more',
	'Read 28/11/2026 // checked',
])('what is no address stays in it: %s', async (told) => {
	saysOfSigners({ DeclinedReason: told }, logOf(told));
	const manifest = JSON.parse((await finished()).written) as IDataObject;
	expect(manifest).toMatchObject({
		log: [{ action: told }],
		signers: [{ declinedReason: told }, { declinedReason: told }],
	});
});

test.each<[what: string, key: IDataObject[string], told: string, expected: string]>([
	['as it is', 'key-of-ana-4711', 'with key-of-ana-4711', 'with ***'],
	['with blanks around', ' key-of-ana-4711 ', 'with key-of-ana-4711', 'with ***'],
	['in a list', ['key-of-ana-4711'], 'with key-of-ana-4711', 'with ***'],
	['escaped', 'SEC+RET/1==', 'key SEC%2BRET%2f1%3D%3D, SEC&#43;RET\\/1==', 'key ***, ***'],
	['that any text may hold', '1', 'Completed on day 11', 'Completed on day 11'],
])('a signing key %s is not in it', async (_, SigningKey, told, expected) => {
	saysOfSigners({ SigningKey, DeclinedReason: told, IDVerificationResult: told }, logOf(told));
	const { written } = await finished();
	const signer = { declinedReason: expected, identity: { verificationResult: expected } };
	expect(JSON.parse(written)).toMatchObject({
		log: [{ action: expected, date: '2026-11-28T10:00:00.000Z' }],
		signers: [signer, signer],
	});
});

test.each(['\\', '&amp;', '%25', '//a', ';'])('a text of %j alone takes no time', async (unit) => {
	saysOfSigners({ SigningKey: 'SEC+RET/1==' }, logOf(unit.repeat(300_000)));
	expect((await finished()).json.missing).toEqual([]);
});

/** A text within so many objects. */
const nested = (depth: number): IDataObject => ({
	result: depth > 1 ? nested(depth - 1) : 'Passed',
});

test.each([10, 31, 90])('what is nested %d deep costs nothing but its depth', async (depth) => {
	saysOfSigners({ IDVerificationResult: nested(depth) }, { Logs: [{ Action: nested(depth) }] });
	const { json, written } = await finished();
	expect(json.missing).toEqual([]);
	expect(written.includes('Passed')).toBe(depth === 10);
	expect(written.includes('(nested too deep)')).toBe(depth !== 10);
	expect(JSON.parse(written)).toMatchObject({
		signers: [{ name: 'Ana Lopez', email: 'ana@example.com', signed: true }, { name: 'Ben Wu' }],
	});
});

test.each<[what: string, document: IDataObject, counts: IDataObject, signers: IDataObject[]]>([
	['no signers', { Signers: null }, {}, []],
	[
		'not who signed',
		{ Signers: [{ FirstName: 'Ana' }, { FirstName: 'Ben', HasSigned: true }] },
		{ signerCount: 2 },
		[
			{ name: 'Ana', status: 'unknown' },
			{ name: 'Ben', status: 'signed', signed: true },
		],
	],
])(
	'where the service tells %s, it does not say that nobody signed',
	async (_, own, counts, signers) => {
		says('getDocumentStatus', (was) => ({ ...was, ...own }));
		const manifest = JSON.parse((await finished()).written) as IDataObject;
		const { signedCount, signerCount } = manifest.document as IDataObject;
		expect(JSON.parse(JSON.stringify({ signedCount, signerCount }))).toEqual(counts);
		expect(manifest.signers).toEqual(signers);
	},
);

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
