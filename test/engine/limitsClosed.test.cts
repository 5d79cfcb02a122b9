/** With a limit on people, what nobody has read or could judge is refused; without one, nothing is stricter. */
import { PDFDocument } from '@cantoo/pdf-lib';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { pdfWithTwoContents } from '../harness/pdfTwoContents.cts';
import { paragraph, wordFile, wordFileOf } from '../harness/wordFile.cts';
import { startBench, type Bench } from './node.cts';
import { ana, ben, both, byReference, dataFile, documentList, DOCX, inDays } from './samples.cts';
import { storedDocument } from './sends.cts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.simulator.requests.length = 0;
});

const contract = dataFile('confidentiality-agreement.pdf');
const pdf = async () => await bench.file(contract, 'confidentiality-agreement.pdf');
const domains = { allowedDomains: 'example.com' };
const limited = (limits: INodeParameters, options: INodeParameters = {}): INodeParameters => ({
	// Off, since the check has something to say of the same files before the limits do.
	options: { checkFirst: false, ...options, sendingLimits: { limits } },
});
const send = async (parameters: INodeParameters, items?: INodeExecutionData[]) =>
	await bench.run(
		{ resource: 'smartTag', operation: 'send', signers: both, dueDate: inDays(10), ...parameters },
		{ items: items ?? [await pdf()] },
	);

type Result = Awaited<ReturnType<typeof send>>;
const expectRefused = ({ error }: Result, message: RegExp, description = /Sending Limits/) => {
	expect(error?.message).toMatch(message);
	expect(error?.description).toMatch(description);
	expect(error?.description).toMatch(/(Nothing was|This item was not) sent\.$/);
	expect(bench.simulator.requests.filter(({ method }) => method === 'POST')).toEqual([]);
};

const tags = ['[!Sign.1.F, , ,]', '[!Sign.2.F, , ,]'];
const stranger = '[!Sign.3.F, Cleo, Ng, cleo@evil.example]';
const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const body = (...texts: string[]) => texts.map((text) => paragraph(text)).join('');
/** Word's markup of a paragraph under another prefix. */
const under = (prefix: string, text: string) =>
	paragraph(text).replaceAll(/(<\/?)w:/g, `$1${prefix}:`);
const document = (before: string, attributes: string, content: string) =>
	`<?xml version="1.0" encoding="UTF-8"?>${before}<w:document xmlns:w="${W}"${attributes}><w:body>${content}</w:body></w:document>`;

interface Case {
	name: string;
	content: () => Promise<Buffer>;
}
const encrypted = async () => {
	const made = await PDFDocument.load(contract);
	made.encrypt({ userPassword: 'open sesame' });
	return Buffer.from(await made.save());
};
/** Text in a font that says nothing of its letters, beside text that can be read. */
const unknownFont = () => {
	const text = pdfWithTwoContents(tags, tags).toString('latin1');
	return Buffer.from(
		text.replace(
			'/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding',
			'/Type0/BaseFont/Secret/Encoding/Own ',
		),
		'latin1',
	);
};
const bytes = (text: string) => async () => await Promise.resolve(Buffer.from(text));

// What the reader itself says it has not read whole.
const unread: Record<string, Case> = {
	'a Word file of old': { name: 'contract.doc', content: bytes('\u00d0\u00cf\u0011\u00e0 text') },
	'rich text': { name: 'contract.rtf', content: bytes(`{\\rtf1 ${stranger}}`) },
	'a spreadsheet': { name: 'contract.xlsx', content: bytes('PK\u0003\u0004') },
	'an old spreadsheet': { name: 'contract.xls', content: bytes('text') },
	'an open document': { name: 'contract.odt', content: bytes('PK\u0003\u0004') },
	'an encrypted PDF': { name: 'contract.pdf', content: encrypted },
	'a PDF with a font of its own': {
		name: 'contract.pdf',
		content: async () => await Promise.resolve(unknownFont()),
	},
	'no Word file at all': { name: 'contract.docx', content: bytes('hello') },
};

// Each has a stranger's tag inside, and passed once.
const hiding: Record<string, Case> = {
	'a document type in front': {
		name: 'contract.docx',
		content: async () =>
			await wordFile({
				document: document('<!DOCTYPE w:document []>', '', body(...tags, stranger)),
			}),
	},
	'two prefixes': {
		name: 'contract.docx',
		content: async () =>
			await wordFile({
				document: document('', ` xmlns:x="${W}"`, body(...tags) + under('x', stranger)),
			}),
	},
	'a prefix declared anew': {
		name: 'contract.docx',
		content: async () =>
			await wordFile({
				document: document(
					'',
					' xmlns:x="urn:other"',
					`${body(...tags)}<w:p xmlns:x="${W}"><x:r><x:t>${stranger}</x:t></x:r></w:p>`,
				),
			}),
	},
	// XML 1.0, section 4.1: a character reference may have any number of zeros.
	...Object.fromEntries(
		[12, 150, 5000].map((zeros): [string, Case] => [
			`an opening as a number with ${zeros} zeros`,
			{
				name: 'contract.docx',
				content: async () =>
					await wordFile({
						document: document('', '', body(...tags, stranger)).replace(
							'[!Sign.3',
							`&#${'0'.repeat(zeros)}91;!&#x${'0'.repeat(zeros)}53;ign.3`,
						),
					}),
			},
		]),
	),
	'a table that names the other object': {
		name: 'contract.pdf',
		content: async () => await Promise.resolve(pdfWithTwoContents([...tags, stranger], tags)),
	},
	'2,001 tags': {
		name: 'contract.docx',
		content: async () => await wordFileOf(...Array.from({ length: 2000 }, () => tags[0]), stranger),
	},
	'a plain tag': {
		name: 'contract.docx',
		content: async () => await wordFileOf(...tags, stranger),
	},
	'a broken tag': {
		name: 'contract.docx',
		content: async () => await wordFileOf(...tags, '[!Sign.3 .F, Cleo, Ng, cleo@evil.example]'),
	},
	'a tag of another kind with an address': {
		name: 'contract.docx',
		content: async () => await wordFileOf(...tags, '[!Other.1, cleo@evil.example]'),
	},
	// SMART-TAGS.md, section 3: such tags exist, and how they are written is unknown.
	...Object.fromEntries(
		[
			'[!Sign.1.W, Cleo, Ng, cleo@evil.example]',
			'[!Sign.2.Witness, , ,]',
			'[!Sign.1.W1.F, , ,]',
			'[!Sign.1.CC, , , cleo@evil.example]',
			'[!Sign.1.F.W, , , cleo@evil.example]',
			'[!Workflow.12]',
			'[!Witness.1, Cleo, Ng]',
			// docs/api/SMART-TAGS.md: what a repeated order does is unknown.
			'[!Sign.1.F, Cleo, Ng, cleo@evil.example]',
			'[!Sign.2, Cleo, , ]',
		].map((tag): [string, Case] => [
			tag,
			{ name: 'contract.docx', content: async () => await wordFileOf(...tags, tag) },
		]),
	),
	'a tag with an address behind its parts': {
		name: 'contract.docx',
		content: async () => await wordFileOf('[!Sign.1.F, , , , cleo@evil.example]', tags[1]),
	},
};

const fileOf = async ({ name, content }: Case) => {
	const mimeType = name.endsWith('.docx') ? DOCX : 'application/pdf';
	return [await bench.file(await content(), name, mimeType)];
};

describe.each<[string, INodeParameters]>([
	['domains', domains],
	['signers', { maxSigners: 2 }],
])('with a limit on %s', (_on, limits) => {
	test.each(Object.entries(unread))('%s is refused, with the reason', async (_what, file) => {
		const result = await send(limited(limits), await fileOf(file));
		expectRefused(
			result,
			/^“contract\.\w+” was (not read|read only in part), but 'Sending Limits' restricts who may sign$/,
			/\. A Smart Tag that was not read could ask somebody else to sign\. Save the file again /,
		);
	});

	test.each(Object.entries(hiding))('%s lets no stranger in', async (_what, file) => {
		expectRefused(await send(limited(limits), await fileOf(file)), /^“contract\.\w+” (was|has)/);
	});

	test('the same person may sign in several places', async () => {
		const content = await wordFileOf(...tags, ' [!sign.1, , ,] ', tags[1]);
		const file = { name: 'contract.docx', content: async () => await Promise.resolve(content) };
		expect((await send(limited(limits), await fileOf(file))).error).toBeUndefined();
	});

	test('one file of several that was not read is enough', async () => {
		const [{ binary: doc }] = await fileOf(unread['a Word file of old']);
		const item = { json: {}, binary: { data: (await pdf()).binary!.data, more: doc!.data } };
		const result = await send({ binaryPropertyName: 'data,more', ...limited(limits) }, [item]);
		expectRefused(result, /“contract\.doc” was not read/);
	});

	test.each<[string, string[], string[]]>([
		['nobody', tags, ['[!Sign.1.F, Cleo, Ng, cleo@evil.example]']],
		['Ana', ['[!Sign.1.F, Ana, Lopez, ana@example.com]', tags[1]], [tags[0]]],
	])('tags of one signer in two files of a package: %s and another', async (_who, one, other) => {
		const [first, second] = await Promise.all(
			[one, other].map(async (texts, at) => {
				return await bench.file(await wordFileOf(...texts), `${at}.docx`, DOCX);
			}),
		);
		const item = { json: {}, binary: { data: first.binary!.data, more: second.binary!.data } };
		const binaryPropertyName = 'data,more';
		expectRefused(
			await send({ binaryPropertyName, ...limited(limits) }, [item]),
			/^“1\.docx” has a Smart Tag for signer 1 whose details differ from a tag in “0\.docx”: \[!Sign\.1\.F, /,
		);
		// Each has its own signers.
		const alone = limited(limits, { sendAs: 'documents' });
		expect((await send({ binaryPropertyName, ...alone }, [item])).error).toBeUndefined();
	});

	test('a stored document is refused, unless the builder allows it and says who signs', async () => {
		const stored = {
			documentsFrom: 'documents',
			documents: documentList(await storedDocument(bench, 'stored.pdf')),
		};
		bench.simulator.requests.length = 0;
		expectRefused(
			await send({ ...stored, ...limited(limits) }),
			/^The Smart Tags of the stored document \d+ were not read/,
			/'Allow Stored Documents'/,
		);
		const allowed = limited({ ...limits, allowStoredDocuments: true });
		expectRefused(
			await send({ ...stored, signersFrom: 'tags', ...allowed }),
			/^The node does not name the signers/,
		);
		const { error } = await send({ ...stored, ...allowed });
		expect(error).toBeUndefined();
	});

	test('a workflow of the account is refused', async () => {
		const result = await send(limited(limits, { workflow: byReference('1') }));
		expectRefused(result, /^'Workflow' may add people/);
	});

	test('a mail merge is refused: its list says who signs', async () => {
		const parameters = { resource: 'mailMerge', operation: 'send', dueDate: inDays(10) };
		const { error } = await bench.run(
			{ ...parameters, document: byReference('1'), ...limited(limits) },
			{ items: [{ json: { Email: 'ana@example.com' } }] },
		);
		expectRefused(
			{ error } as Result,
			/^The node does not name the signers/,
			/a mail merge cannot be sent/,
		);
	});
});

describe('without a limit on people', () => {
	test.each(Object.entries(unread))('%s is sent', async (_what, file) => {
		const items = await fileOf(file);
		const { error } = await send(limited({ maxDocuments: 5, allowedHosts: 'example.com' }), items);
		expect(error?.message ?? '').not.toMatch(/limited/);
		expect(
			bench.simulator.requests.some(({ operationId }) => operationId === 'uploadDocument'),
		).toBe(true);
	});
});

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
		const { items } = await bench.run({
			resource: 'template',
			operation: 'getAll',
			simplify: false,
		});
		const found = items.find(({ json }) => json.Name === 'Tenancy Agreement');
		const template = byReference(found?.json.Reference);
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

describe('values of a form', () => {
	const sendForm = async (options: INodeParameters, limits?: INodeParameters) => {
		const { items } = await bench.run({ resource: 'form', operation: 'getAll', simplify: false });
		const found = items.find(({ json }) => json.Name === 'Employment Agreement');
		const form = byReference(found?.json.Reference);
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
