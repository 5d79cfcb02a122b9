/** Values, addresses of the web and shapes of limits that would get around the limits are refused. */
import type { INodeParameters } from 'n8n-workflow';

import { domains, limited, stranger, useLimits } from './limits.cts';
import type { Bench } from './node.cts';
import { ana, ben, both, byReference, inDays } from './samples.cts';
import { referenceOf } from './sends.cts';

let bench: Bench;
const { send, expectRefused } = useLimits((own) => ({ bench } = own));

describe('values of a form', () => {
	const sendForm = async (options: INodeParameters, limits?: INodeParameters) => {
		const form = byReference(await referenceOf(bench, 'form', 'Employment Agreement'));
		bench.simulator.requests.length = 0;
		return await bench.run({
			...{ resource: 'form', operation: 'send', form, signers: both, dueDate: inDays(10) },
			...(limits ? limited(limits, options) : { options }),
		});
	};
	const rest = 'Sign.3.F, Cleo, Ng, cleo@evil.example]';

	// What a reader of XML gives: XML 1.0, sections 2.5 to 2.7, 3.1 and 4.1.
	test.each([
		`<a>[!${rest}</a>`,
		`<a>&#91;!${rest}</a>`,
		`<a>&#x5b;!${rest}</a>`,
		`<a>&#0000000091;&#x0000000021;&#83;ign.3</a>`,
		`<a>［&#33;${rest}</a>`,
		`<a>[<!---->!${rest}</a>`,
		`<a>[<?x?>!${rest}</a>`,
		`<a>[<b c=">"/>!${rest}</a>`,
		`<a>[<![CDATA[!]]>${rest}</a>`,
		`<a><![CDATA[<!--]]>&#91;<!---->!&#83;ign<![CDATA[-->]]></a>`,
		`<a b="&#91;!&#83;ign"/>`,
		`<a>[ !${rest}</a>`,
		`<a>[\u200b!${rest}</a>`,
		`<a>[\n!${rest}</a>`,
		`<a>[&#x200B;!${rest}</a>`,
		`<a>\u202e]elpmaxe.live@oelc ,gN ,oelC ,F.3.ngiS![</a>`,
		`<a>[</a><b>!</b><c>${rest}</c>`,
	])('%s makes no Smart Tag', async (xmlData) => {
		const result = await sendForm({ xmlData }, { ...domains, maxSigners: 2 });
		expectRefused(
			result,
			/^The value of "Prefill \(XML\)" contains a Smart Tag, or a part of one$/,
		);
	});

	test('no choice of a drop-down makes a Smart Tag', async () => {
		const listItems = { item: [{ clientField: 'a', item: stranger }] } as INodeParameters;
		const result = await sendForm({ listItems }, domains);
		expectRefused(
			result,
			/^The value of "Drop-Down Choices" contains a Smart Tag, or a part of one$/,
		);
	});

	test.each([undefined, domains])('a document type is refused with limits %j', async (limits) => {
		const xmlData = `<!DOCTYPE a [<!ENTITY x '['>]><a>&x;!${rest}</a>`;
		const { error } = await sendForm({ xmlData }, limits);
		expect(error?.message).toBe("'Prefill (XML)' declares a document type");
		expect(bench.simulator.requests).toEqual([]);
	});

	test.each([
		'<?xml version="1.0"?><!-- [1] --><a note="see [1]!">Design.3 &amp; co. [Please sign. 3 copies]</a>',
		'<a>x &lt; y ! &#8364; 5</a>',
	])('%s is sent', async (xmlData) => {
		const { error } = await sendForm({ xmlData }, { ...domains, maxSigners: 2 });
		expect(error).toBeUndefined();
	});
});

describe('hosts under limits', () => {
	const notify = 'https://n8n.example.com/webhook/a';
	const evil = 'https://evil.example/webhook/a';
	test.each<[string, INodeParameters, INodeParameters, boolean]>([
		['that are allowed', { allowedHosts: 'n8n.example.com' }, { notifyUrl: notify }, true],
		['with a port', { allowedHosts: 'n8n.example.com:5678' }, { notifyUrl: notify }, true],
		[
			'given as an address',
			{ allowedHosts: 'https://n8n.example.com/' },
			{ notifyUrl: notify },
			true,
		],
		['below an allowed domain', domains, { returnUrl: 'https://www.example.com/' }, true],
		['with no limit on hosts', { maxSigners: 2 }, { returnUrl: 'https://evil.example/' }, true],
		['elsewhere', { allowedHosts: 'n8n.example.com' }, { notifyUrl: evil }, false],
		['of a return', { allowedHosts: 'n8n.example.com' }, { returnUrl: evil }, false],
		['outside of the domains', domains, { notifyUrl: evil }, false],
		['that only end alike', domains, { returnUrl: 'https://evilexample.com/' }, false],
		[
			'besides the allowed ones',
			{ ...domains, allowedHosts: 'a.example' },
			{ notifyUrl: notify },
			false,
		],
		['behind a name', domains, { returnUrl: 'https://example.com@evil.example/' }, false],
		['behind a backslash', domains, { returnUrl: 'https://example.com\\@evil.example/' }, false],
		['as numbers', domains, { returnUrl: 'https://2130706433/' }, false],
	])('%s', async (_which, limits, options, isAllowed) => {
		const result = await send(limited(limits, options));
		if (isAllowed) expect(result.error).toBeUndefined();
		else
			expectRefused(
				result,
				/^'Sending Limits' does not allow this '(Notify|Return) URL': /,
				/Allowed hosts: /,
			);
	});

	test('of a signer count, too', async () => {
		const details = { returnUrl: 'https://evil.example/' };
		const signers = { signer: [{ ...ana, details }, ben] } as INodeParameters;
		expectRefused(
			await send({ signers, ...limited(domains) }),
			/ does not allow this 'Return URL': evil/,
		);
	});
});

test('a lone $fromAI, which n8n lets through, lifts no limit', async () => {
	const allowedDomains = "={{ $fromAI('domains', '', 'string', 'example.com') }}";
	expectRefused(
		await send(limited({ allowedDomains })),
		/^'Sending Limits' contains an expression$/,
		/could lift its own limits/,
	);
});

test('the documents of a mail merge count, one for each row', async () => {
	const merge = { resource: 'mailMerge', operation: 'send', dueDate: inDays(10) };
	const items = [{ json: { Email: 'ana@example.com' } }, { json: { Email: 'ben@example.com' } }];
	const { error } = await bench.run(
		{ ...merge, document: byReference('1'), ...limited({ maxDocuments: 1 }) },
		{ items },
	);
	expect(error?.message).toMatch(/^This would send 2 documents/);
	const file = await bench.file(Buffer.from('Email\nana@example.com\n'), 'list.csv', 'text/csv');
	const other = await bench.run(
		{ ...merge, listFrom: 'file', document: byReference('1'), ...limited({ maxDocuments: 1 }) },
		{ items: [file] },
	);
	expect(other.error?.message).toMatch(/^The rows of a file are not counted/);
	expect(bench.simulator.requests).toEqual([]);
});

// n8n drops a stored value that has no field: with another limit beside it, the list would be sent as if there were none.
test.each<[string, INodeParameters]>([
	['domains', { allowedDomains: 'example.com' }],
	['the number of signers', { maxSigners: 1 }],
])('a limit on %s refuses a mail merge, whatever stands beside it', async (_limit, own) => {
	const { error } = await bench.run(
		{
			...{ resource: 'mailMerge', operation: 'send', dueDate: inDays(10) },
			document: byReference('1'),
			...limited({
				...own,
				...{ allowedHosts: 'example.com', allowStoredDocuments: true, maxDocuments: 5 },
			}),
		},
		{ items: [{ json: { Email: 'ana@example.com' } }] },
	);
	expect(error?.message).toMatch(/^The node does not name the signers/);
	expect(bench.simulator.requests).toEqual([]);
});

// docs/agents.md: limits take no expression. What n8n makes of these values is no limit at all.
test.each<[string, unknown]>([
	['an expression', '={{ ({ limits: { allowedDomains: "example.com" } }) }}'],
	['an expression inside', { limits: '={{ ({ allowedDomains: "example.com" }) }}' }],
	['a list', { limits: [domains] }],
	['a list of all', [{ limits: domains }]],
	['limits without their group', domains],
	['another group', { limit: domains }],
	['another name', { limits: { allowedDomain: 'example.com' } }],
	['a text', 'example.com'],
	['nothing', {}],
	['an exception alone', { limits: { allowStoredDocuments: true } }],
])('limits in the shape of %s are refused', async (_shape, sendingLimits) => {
	const options = { sendingLimits } as INodeParameters;
	expectRefused(await send({ options }), /^'Sending Limits' contains no limit$/, /Enter/);
	const change = { resource: 'signer', operation: 'update', document: byReference('1') };
	const { error } = await bench.run({
		...change,
		signer: byReference('1'),
		updateFields: { email: 'ana@evil.example' },
		options,
	});
	expect(error?.message).toBe("'Sending Limits' contains no limit");
	expect(bench.simulator.requests).toEqual([]);
});
