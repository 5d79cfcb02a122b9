/** The reader of PDFs beside pdftotext (poppler). */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { promisify } from 'node:util';

import { Meter } from '../../nodes/SecuredSigning/smartTags/meter';
import { readPdf } from '../../nodes/SecuredSigning/smartTags/pdf';
import { readTags } from '../../nodes/SecuredSigning/smartTags/read';
import { pdfText } from '../../simulator/pdfText.cts';
import { difference, tagsIn, wordsOf, type Compare } from './compare.cts';

/** In the order of the file, of reading, and of the places: each joins and parts words in its own way. */
const MODES = [['-raw'], [], ['-layout']];
const run = promisify(execFile);

async function pdftotext(path: string, mode: string[]): Promise<string | undefined> {
	const options = { maxBuffer: 2 ** 28, timeout: 60_000 };
	return await run('pdftotext', ['-q', '-nopgbrk', ...mode, path, '-'], options).then(
		({ stdout }) => stdout,
		() => undefined,
	);
}

/** The other readings, one after the other: pdf.js is asked only where poppler has another one. */
async function* readings(path: string): AsyncGenerator<string> {
	for (const mode of MODES) yield (await pdftotext(path, mode)) ?? '';
	yield await pdfText(path).catch(() => '');
}

export const comparePdf: Compare = async (path) => {
	const content = readFileSync(path);
	const fileName = `${basename(path, '.pdf')}.pdf`;
	const open = async () => content;
	const { readable, notRead, signatures } = await readTags({
		...{ fileName, mimeType: '', size: content.length, open },
	});
	const theirs = await pdftotext(path, MODES[0]);
	if (theirs === undefined) return undefined;
	const whole = readable === 'whole';
	const hasText = wordsOf(theirs).length > 0;
	if (!whole) {
		const isTold = !hasText || !/contains no text/.test(notRead);
		const result = isTold ? 'told' : 'disagree';
		return { result, whole, hasText, why: `${readable}: ${notRead}` };
	}
	const lines: string[] = [];
	await readPdf(content, (line) => lines.push(line), new Meter());
	const words = wordsOf(lines.join('\n'));
	const tags = signatures.map(({ text }) => text.replace(/\s/g, '')).join(' ');
	let why = '';
	let isParted = false;
	for await (const reading of readings(path)) {
		const other = wordsOf(reading);
		const otherTags = tagsIn(reading).join(' ');
		const differs = difference(words, other);
		if (differs === '' && tags === otherTags) return { result: 'agree', whole, hasText, why };
		why ||= tags === otherTags ? differs : `tags ${tags} / ${otherTags}; ${differs}`;
		isParted ||= tags === otherTags && lettersOf(words) === lettersOf(other);
	}
	return { result: isParted ? 'parted' : 'disagree', whole, hasText, why };
};

const lettersOf = (words: string[]): string => [...words.join('')].sort().join('');
