/** With limits on people, an address or a name that can be taken for another one is refused. */
import type { INodeParameters } from 'n8n-workflow';

import { domains, limited, stranger, useLimits } from './limits.cts';
import type { Bench } from './node.cts';
import { ana, ben, both, byReference } from './samples.cts';
import { referenceOf } from './sends.cts';

let bench: Bench;
const { send, expectRefused } = useLimits((own) => ({ bench } = own));

describe('addresses under limits', () => {
	const to = async (email: string, allowedDomains: string) =>
		await send({ signers: { signer: [{ ...ana, email }, ben] }, ...limited({ allowedDomains }) });

	// Node's own url.domainToASCII('bücher.example') is 'xn--bcher-kva.example'.
	test.each([
		['ana@bücher.example', 'xn--bcher-kva.example, example.com'],
		['ana@xn--bcher-kva.example', 'BÜCHER.example, example.com'],
		['ana@bu\u0308cher.example', 'bücher.example, example.com'],
	])('%s is at %s', async (email, allowed) => {
		expect((await to(email, allowed)).error).toBeUndefined();
	});

	// A Dot-string of RFC 5321, section 4.1.2, as people have them.
	test.each(["maeve.o'brien@example.com", 'ana+lease@example.com', 'a_b-c.9@example.com'])(
		'%s is taken',
		async (email) => {
			expect((await to(email, 'example.com')).error).toBeUndefined();
		},
	);

	test.each<[string, RegExp]>([
		['ana@exаmple.com', /can be taken for another one \(xn--/],
		['ana@аррӏе.example', /does not allow sending this to ana@аррӏе\.example \(xn--/],
		['ana%evil.example@example.com', /can be taken for another one/],
		['evil.example!ana@example.com', /can be taken for another one/],
		// RFC 2047: an encoded word, which some mail programs decode; then UTF-7 and other signs.
		['x=?utf-8?q?cleo=40evil.example=3e=00?=ana@example.com', /can be taken for another one/],
		['=?utf-8?b?Y2xlb0BldmlsLmV4YW1wbGU=?=@example.com', /can be taken for another one/],
		['cleo=40evil.example@example.com', /can be taken for another one/],
		['&AGM-@example.com', /can be taken for another one/],
		['evil.example|cleo@example.com', /can be taken for another one/],
		['cleo#evil.example@example.com', /can be taken for another one/],
		['cleo/evil.example@example.com', /can be taken for another one/],
		// The low byte of ŀ (U+0140) is the @.
		['cleoŀevil.example@example.com', /can be taken for another one/],
		['ana@straße.example', /can be taken for another one/],
		['ana＠example.com', /has no @: “＠” is U\+FF20 FULLWIDTH COMMERCIAL AT/],
		['ana@ｅxample.com', /is not valid/],
		['ana@evil.example,ben@example.com', /is not valid/],
	])('%s is refused', async (email, message) => {
		expectRefused(await to(email, 'example.com'), message, /./);
	});

	test.each(['exаmple.com', '*.example.com', 'example', ',', '{{ $json.domains }}'])(
		'“%s” is no list of domains',
		async (allowed) => {
			expectRefused(await to(ana.email, allowed), /^'Allowed Email Domains' is not a list such as/);
		},
	);
});

describe.each<[string, INodeParameters]>([
	['domains', domains],
	['signers', { maxSigners: 2 }],
])('names with a limit on %s', (_on, limits) => {
	const named = async (firstName: string) =>
		await send({ signers: { signer: [{ ...ana, firstName }, ben] }, ...limited(limits) });

	// A phrase with an address behind it, a link, and an encoded word: RFC 5322 3.4, RFC 2047 5.
	test.each([
		'Ana <cleo@evil.example>,',
		'cleo@evil.example',
		'cleo＠evil.example',
		'[!Sign.3.F, Cleo, Ng, cleo@evil.example]',
		'Ana],[!Sign.3.F,Cleo,Ng,',
		'［!Sign.3.F, Cleo, Ng, ,',
		'Ana https://evil.example/sign',
		'www.evil.example',
		'Ana =?utf-8?q?cleo=40evil.example?=',
		'A'.repeat(5000),
		// What mail programs make links of by themselves: hosts without a scheme, paths, telephone numbers.
		'bit.ly/xyz',
		'evil.example',
		'Click evil-example.com now',
		'EVIL．EXAMPLE',
		't.co',
		'//evil.example/x',
		'http:evil.example',
		'https:/\\evil.example',
		'cleo(at)evil.example',
		'Call +44 1234 567890 now',
		'Call 0 1-2 3 (4)',
		'٠١٢٣٤',
	])('%s is refused', async (name) => {
		expectRefused(await named(name), /^This does not look like a name: /);
	});

	test.each([
		...["Máire-Áine O'Brien", 'J.R. (Bob)', 'Ravi s/o Kumar', '李小龍', 'Nguyễn, Jr.'],
		...['J.R. Smith', 'St. John', 'John Paul Jr.', 'Ana Ph.D.', 'Unit 4711'],
	])('%s is a name', async (name) => {
		expect((await named(name)).error).toBeUndefined();
	});

	test('a telephone number in first and last name together is none', async () => {
		const person = { ...ana, firstName: 'Call 0800', lastName: '1234' };
		const result = await send({ signers: { signer: [person, ben] }, ...limited(limits) });
		expectRefused(result, /^This does not look like a name: “Call 0800 1234”$/);
	});

	test('of those who see the document, too', async () => {
		const shareUsers = { user: [{ ...ben, lastName: '[!Sign.3.F' }] } as INodeParameters;
		expectRefused(await send(limited(limits, { shareUsers })), /^This does not look like a name/);
	});

	test.each<[string, INodeParameters]>([
		['as it stands', { clientField: 'a', item: stranger }],
		['with a blank inside', { clientField: 'a', item: stranger.replace('!', ' !') }],
		['with a line feed inside', { clientField: 'a', item: stranger.replace('!', '\n!') }],
		['with what nobody sees inside', { clientField: 'a', item: stranger.replace('!', '\u2060!') }],
		['without its opening', { clientField: 'a', item: stranger.slice(2) }],
		['as its value', { clientField: 'a', item: 'b', value: stranger }],
		['as its field', { clientField: stranger, item: 'b' }],
	])('no choice of a drop-down makes a Smart Tag: %s', async (_how, choice) => {
		const listItems = { item: [choice] } as INodeParameters;
		const result = await send(limited(limits, { listItems }));
		expectRefused(
			result,
			/^The value of "Drop-Down Choices" contains a Smart Tag, or a part of one$/,
		);
	});

	test('no field of a template makes a Smart Tag', async () => {
		const template = byReference(await referenceOf(bench, 'template', 'Tenancy Agreement'));
		const { items: own } = await bench.run({
			resource: 'template',
			operation: 'get',
			simplify: false,
			template,
		});
		const fields = own[0].json.Fields as Array<{ ID: string; Label: string; FieldType: string }>;
		const { ID, Label } = fields.find(({ FieldType }) => FieldType === 'Text')!;
		bench.simulator.requests.length = 0;
		const result = await bench.run({
			resource: 'template',
			operation: 'send',
			template,
			signers: both,
			fields: { mappingMode: 'defineBelow', value: { [ID]: stranger } },
			...limited(limits),
		});
		expectRefused(
			result,
			new RegExp(`^The value of "${Label}" contains a Smart Tag, or a part of one$`),
		);
	});
});

describe('a signer of a document that is out', () => {
	test('is not replaced by somebody outside of the domains', async () => {
		const { items } = await send({});
		const [{ json }] = items as Array<{
			json: { documentReference: string; signers: [{ signerReference: string }] };
		}>;
		bench.simulator.requests.length = 0;
		const update = async (updateFields: INodeParameters) =>
			await bench.run({
				resource: 'signer',
				operation: 'update',
				document: byReference(json.documentReference),
				signer: byReference(json.signers[0].signerReference),
				updateFields,
				...limited(domains),
			});
		const { error } = await update({ email: 'ana@evil.example' });
		expect(error?.message).toBe("'Sending Limits' does not allow sending this to ana@evil.example");
		expect(bench.simulator.requests).toEqual([]);
		const named = await update({ lastName: 'https://evil.example/sign' });
		expect(named.error?.message).toMatch(/^This does not look like a name/);
		expect(bench.simulator.requests).toEqual([]);
		expect((await update({ email: 'ana.lopez@example.com' })).error).toBeUndefined();
	});
});
