/** Real files, and those that libraries write, with some places of them changed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';

import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import fc from 'fast-check';
import JSZip from 'jszip';

import { wordFileOf } from '../../harness/wordFile.cts';
import { number, repeated, shown, type HostileFile } from './extremes.cts';
import { pdf } from './pdfWriter.cts';

const stored = (name: string) => readFileSync(join(__dirname, '../../data', name));

/** Each is made once and changed often. */
const ORIGINALS: Record<string, () => Promise<Buffer> | Buffer> = {
	'confidentiality-agreement.pdf': () => stored('confidentiality-agreement.pdf'),
	'no-tags.pdf': () => stored('no-tags.pdf'),
	'employment-agreement.docx': () => stored('employment-agreement.docx'),
	'tenancy-agreement.docx': () => stored('tenancy-agreement.docx'),
	...Object.fromEntries(
		['rc4-40', 'rc4-128', 'aes-128', 'aes-256-packed'].map((name) => [
			`${name}.pdf`,
			() => stored(`encrypted/${name}.pdf`),
		]),
	),
	'library.pdf': async () => await written(true),
	'library-plain.pdf': async () => await written(false),
	'unpacked.pdf': async () => unpacked(stored('confidentiality-agreement.pdf')),
	'unpacked-plain.pdf': async () => unpacked(await written(false)),
	'library.docx': async () => await wordFileOf('[!Sign.1.F, , ,]', 'A text', '[!Text.1.City]'),
};

async function written(useObjectStreams: boolean): Promise<Buffer> {
	const document = await PDFDocument.create();
	const font = await document.embedFont(StandardFonts.Helvetica);
	for (const line of ['[!Sign.1.F, , ,]', 'A text', '[!Text.1.City]']) {
		document.addPage().drawText(line, { font, x: 50, y: 700, size: 12 });
	}
	return Buffer.from(await document.save({ useObjectStreams }));
}

/** The same objects with their streams unpacked, so that a change reaches what is inside. */
function unpacked(file: Buffer): Buffer {
	const text = file.toString('latin1');
	const objects: string[] = [];
	for (const [, id, object] of text.matchAll(/(\d+) 0 obj\r?\n?([\s\S]*?)endobj/g)) {
		objects[Number(id) - 1] = object.replace(
			/<<([\s\S]*?)>>\s*stream\r?\n([\s\S]*?)\r?\n?endstream/,
			(whole: string, entries: string, bytes: string) => {
				if (!entries.includes('FlateDecode')) return whole;
				const content = inflateSync(Buffer.from(bytes, 'latin1')).toString('latin1');
				const kept = entries.replace(
					/\/(Filter\s*\[?\s*\/FlateDecode\s*\]?|Length \d+( 0 R)?)/g,
					'',
				);
				return `<<${kept}/Length ${content.length}>>\nstream\n${content}\nendstream`;
			},
		);
	}
	const root = /\/Root (\d+) 0 R/.exec(text)?.[1] ?? '1';
	return pdf(
		Array.from(objects, (object) => object ?? 'null'),
		`/Root ${root} 0 R`,
	);
}

type Change = { at: number; kind: string; length: number; value: string; count: number };

const change: fc.Arbitrary<Change> = fc.record({
	at: fc.nat(9_999).map((place) => place / 10_000),
	kind: fc.constantFrom(
		'number',
		'number',
		'byte',
		'remove',
		'repeat',
		'insert',
		'swap',
		'cut',
		'name',
	),
	length: fc.constantFrom(1, 2, 10, 100, 1_000, 20_000),
	value: fc.oneof(
		number,
		fc.constantFrom(
			'<<',
			'>>',
			'[',
			']',
			'(',
			'<',
			'&',
			'\0',
			'\xff',
			'endstream',
			'1 0 R',
			'[!',
			'%',
			'/A',
			'<w:p>',
			'</',
		),
	),
	count: fc.constantFrom(2, 10, 1_000, 50_000),
});

/** Makes one change to a text whose letters are bytes. */
function changed(text: string, { at, kind, length, value, count }: Change): string {
	const place = Math.floor(text.length * at);
	const [before, piece, after] = [
		text.slice(0, place),
		text.slice(place, place + length),
		text.slice(place + length),
	];
	switch (kind) {
		case 'number':
			return before + text.slice(place).replace(/-?\d+(\.\d+)?/, () => value);
		case 'name':
			return before + text.slice(place).replace(/[A-Za-z]+/, () => repeated(value, count, 100_000));
		case 'byte':
			return before + String.fromCharCode(count % 256) + text.slice(place + 1);
		case 'remove':
			return before + after;
		case 'repeat':
			return before + repeated(piece, count, 10_000_000) + after;
		case 'insert':
			return before + repeated(value, count, 1_000_000) + text.slice(place);
		case 'swap':
			return after + piece + before;
		default:
			return before;
	}
}

const made = new Map<string, Promise<Buffer>>();

async function original(name: string): Promise<Buffer> {
	const known = made.get(name) ?? Promise.resolve(ORIGINALS[name]());
	made.set(name, known);
	return await known;
}

async function mutant(
	name: string,
	changes: Change[],
	inside: string | undefined,
): Promise<Buffer> {
	const file = await original(name);
	const all = (text: string) => changes.reduce(changed, text);
	if (!inside || !name.endsWith('.docx'))
		return Buffer.from(all(file.toString('latin1')), 'latin1');
	// Packed again after the change, so that it is read and not refused for its checksum.
	const zip = await JSZip.loadAsync(file);
	const text = (await zip.file(inside)?.async('binarystring')) ?? '';
	zip.file(inside, all(text), { binary: true });
	return await zip.generateAsync({
		type: 'nodebuffer',
		compression: 'DEFLATE',
		compressionOptions: { level: 1 },
	});
}

export const realFiles: fc.Arbitrary<HostileFile> = fc
	.record({
		name: fc.constantFrom(...Object.keys(ORIGINALS)),
		changes: fc.array(change, { minLength: 1, maxLength: 4 }),
		inside: fc.constantFrom(
			undefined,
			'word/document.xml',
			'word/document.xml',
			'[Content_Types].xml',
			'_rels/.rels',
		),
	})
	.map(({ name, changes, inside }) => ({
		what: `${name}: ${changes.map(shown).join('; ')}${inside ? ` in ${inside}` : ''}`,
		fileName: name,
		content: async () => await mutant(name, changes, inside),
	}));
