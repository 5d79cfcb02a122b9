/**
 * Documents made by LibreOffice Writer (test/data/writer/make.sh), each as .odt, .docx and .pdf, held against
 * LibreOffice's own export to text and against what pdftotext reads on the page.
 */
import { readFileSync } from 'node:fs';

import { readOpenDocument } from '../../nodes/SecuredSigning/smartTags/openDocument';
import { Meter } from '../../nodes/SecuredSigning/smartTags/meter';
import { readPdf } from '../../nodes/SecuredSigning/smartTags/pdf';
import { readTags } from '../../nodes/SecuredSigning/smartTags/read';
import { readWord } from '../../nodes/SecuredSigning/smartTags/word';
import { difference, tagsIn, wordsOf } from '../corpus/compare.cts';

const FOLDER = 'test/data/writer';
const READERS = { odt: readOpenDocument, docx: readWord, pdf: readPdf };
type Kind = keyof typeof READERS;
const WHOLE = { readable: 'whole', notRead: '' };
const partly = (why: RegExp) => ({ readable: 'partly', notRead: expect.stringMatching(why) });
const TURNED = partly(/right to left/);
const COPIED = partly(/may change a Smart Tag/);

const read = async (name: string, kind: Kind) => {
	const content = readFileSync(`${FOLDER}/${name}.${kind}`);
	const { readable, notRead, signatures } = await readTags({
		...{ fileName: `${name}.${kind}`, mimeType: '', size: content.length },
		open: async () => content,
	});
	const lines: string[] = [];
	await READERS[kind](content, (line) => lines.push(line), new Meter());
	const tags = signatures.map(({ text }) => text.replace(/\s/g, ''));
	return { readable, notRead, tags, words: wordsOf(lines.join('\n')) };
};
const golden = (name: string) => readFileSync(`${FOLDER}/${name}.txt`, 'utf8');
/** Numbers of lists, notes and pages are no text of a paragraph; what else stands in the same word is. */
const COUNTED = /^(?:\d+\.?|•)(?!\d)/;
const uncounted = (words: string[]) =>
	words
		.map((word) => word.replace(COUNTED, ''))
		.filter(Boolean)
		.sort();
/** The order of Hebrew letters differs from reader to reader of PDFs. */
const inOneOrder = (words: string[]) =>
	words.map((word) => (/[\u0590-\u05ff]/.test(word) ? [...word].sort().join('') : word));
/** A narrow cell parts words on the page. */
const letters = (words: string[]) => [...uncounted(words).join('')].sort().join('');
/** What is deleted, and what LibreOffice shows all the same, struck out. */
const DELETED: Record<string, string[]> = { changes: ['of', 'the', 'old', 'mill'] };

const DOCUMENTS: Array<[name: string, expected?: Partial<Record<Kind, object>>]> = [
	['tables'],
	['headers'],
	['notes'],
	['boxes'],
	['changes'],
	['fields'],
	['lists'],
	['right-to-left'],
	['right-to-left-tag', { pdf: TURNED }],
	['runs'],
	['columns'],
	['narrow'],
	// The page shows a tag that the .odt and the .docx have in pieces.
	['copies', { odt: COPIED, docx: COPIED }],
];

describe.each(DOCUMENTS)('%s', (name, expected = {}) => {
	test('as .pdf has what pdftotext reads', async () => {
		const onPage = golden(`${name}.pdf`);
		const { readable, notRead, tags, words } = await read(name, 'pdf');
		expect({ readable, notRead }).toEqual(expected.pdf ?? WHOLE);
		if (expected.pdf) return;
		expect(tags).toEqual(tagsIn(onPage));
		expect(difference(inOneOrder(words), inOneOrder(wordsOf(onPage)))).toBe('');
	});

	test.each(['odt', 'docx'] as const)('as .%s has what the page shows', async (kind) => {
		// pdftotext tears apart what it cannot put into order.
		const onPage = golden(expected.pdf ? name : `${name}.pdf`);
		const { readable, notRead, tags, words } = await read(name, kind);
		expect({ readable, notRead }).toEqual(expected[kind] ?? WHOLE);
		if (expected[kind]) return;
		expect([...tags].sort()).toEqual(tagsIn(onPage).sort());
		expect(letters([...words, ...(DELETED[name] ?? [])])).toBe(letters(wordsOf(onPage)));
	});

	test.each(['odt', 'docx'] as const)('as .%s has all that LibreOffice exports', async (kind) => {
		const { words } = await read(name, kind);
		const ours = [...words, ...(DELETED[name] ?? [])];
		expect(uncounted(ours)).toEqual(expect.arrayContaining(uncounted(wordsOf(golden(name)))));
	});
});
