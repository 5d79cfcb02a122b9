/** The reader of PDFs beside pdftotext (poppler). */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { promisify } from 'node:util';

import { Meter } from '../../nodes/SecuredSigning/smartTags/meter';
import { readPdf } from '../../nodes/SecuredSigning/smartTags/pdf';
import { readTags } from '../../nodes/SecuredSigning/smartTags/read';
import { difference, tagsIn, wordsOf, type Compare } from './compare.cts';

/** In the order of reading, of the file, and of the places: each joins and parts words in its own way. */
const MODES = [['-raw'], [], ['-layout']];
const run = promisify(execFile);

async function pdftotext(path: string, mode: string[]): Promise<string | undefined> {
	const options = { maxBuffer: 2 ** 28, timeout: 60_000 };
	return await run('pdftotext', ['-q', '-nopgbrk', ...mode, path, '-'], options).then(
		({ stdout }) => stdout,
		() => undefined,
	);
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
		const isBlank = !hasText || !/holds no text/.test(notRead);
		return {
			result: isBlank ? 'told' : 'disagree',
			whole,
			hasText,
			why: `${readable}: ${notRead}`,
		};
	}
	const lines: string[] = [];
	await readPdf(content, (line) => lines.push(line), new Meter());
	const words = wordsOf(lines.join('\n'));
	let why = '';
	const tags = signatures.map(({ text }) => text.replace(/\s/g, ''));
	for (const mode of MODES) {
		const text = (await pdftotext(path, mode)) ?? '';
		const words2 = wordsOf(text);
		const differs = difference(words, words2);
		const same = [words, words2].map((all) => [...all.join('')].sort().join(''));
		const tagsDiffer = tagsIn(text).join() !== tags.join() && tagsIn(text).length > 0;
		if (differs === '' && !tagsDiffer) return { result: 'agree', whole, hasText, why: '' };
		const kind = same[0] === same[1] ? 'spaces: ' : 'letters: ';
		if (why === '' || kind === 'spaces: ')
			why = `${kind}${tagsDiffer ? `tags ${tags.join()} / ${tagsIn(text).join()} ` : ''}${differs}`;
	}
	return { result: 'disagree', whole, hasText, why };
};
