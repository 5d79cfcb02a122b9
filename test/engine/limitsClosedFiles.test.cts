/** With a limit on people, a file that nobody has read or could judge is refused; without one, nothing is stricter. */
import { PDFDocument } from '@cantoo/pdf-lib';
import type { INodeParameters } from 'n8n-workflow';

import { pdfWithTwoContents } from '../harness/pdfTwoContents.cts';
import { paragraph, wordFile, wordFileOf } from '../harness/wordFile.cts';
import { contract, domains, limited, stranger, useLimits } from './limits.cts';
import type { Bench } from './node.cts';
import { byReference, documentList, DOCX, inDays } from './samples.cts';
import { storedDocument } from './sends.cts';

let bench: Bench;
const { pdf, send, expectRefused } = useLimits((own) => ({ bench } = own));

const tags = ['[!Sign.1.F, , ,]', '[!Sign.2.F, , ,]'];
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
		expectRefused({ error }, /^The node does not name the signers/, /a mail merge cannot be sent/);
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
