/** The reader of Word and OpenDocument files beside LibreOffice, mammoth and a plain reading of the XML. */
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';

import mammoth from 'mammoth';

import { readOpenDocument } from '../../nodes/SecuredSigning/smartTags/openDocument';
import { Meter } from '../../nodes/SecuredSigning/smartTags/meter';
import { readTags } from '../../nodes/SecuredSigning/smartTags/read';
import { readWord } from '../../nodes/SecuredSigning/smartTags/word';
import { difference, tagsIn, wordsOf as words, type Compare } from './compare.cts';
import { exported } from './libreOffice.cts';
import { textOf, type Text } from './openDocumentText.cts';
import { plainText } from './wordXml.cts';

/** Symbol fonts have their letters in a range of their own; hyphens that do not break are hyphens. */
const wordsOf = (text: string): string[] =>
	words(
		text
			.replace(/[\uf020-\uf07e]/g, (symbol) => String.fromCharCode(symbol.charCodeAt(0) - 0xf000))
			.replace(/[\u2010\u2011]/g, '-'),
	).filter((word) => !/^[\ue000-\uf8ff]+$/.test(word));

/** How our words differ from those of another reader; headers may be repeated for each kind of page. */
function differs(lines: string[], { body, headers }: Text): string {
	const repeated = new Set(wordsOf(headers.join('\n')));
	const once = (words: string[]) => [
		...words.filter((word) => !repeated.has(word)),
		...new Set(words.filter((word) => repeated.has(word))),
	];
	const differing = difference(
		once(wordsOf(lines.join('\n'))),
		once(wordsOf([...body, ...headers].join('\n'))),
	);
	const tags = [tagsIn(lines.join('\n')), tagsIn([...body, ...headers].join('\n'))].map((found) =>
		[...new Set(found)].join(' '),
	);
	return [differing, tags[0] === tags[1] ? '' : `tags ${tags.join(' / ')}`]
		.filter(Boolean)
		.join('; ');
}

export const compareWord: Compare = async (path) => {
	const content = readFileSync(path);
	const isWord = /^\.do/i.test(extname(path));
	const { readable, notRead } = await readTags({
		...{ fileName: path, mimeType: '', size: content.length, open: async () => content },
	});
	const file = await exported(path);
	if (file === undefined) return undefined;
	const theirs = textOf(file);
	const hasText = wordsOf([...theirs.body, ...theirs.headers].join('\n')).length > 0;
	const whole = readable === 'whole';
	if (!whole) {
		const isWrong = hasText && /contains no text/.test(notRead);
		return {
			result: isWrong ? 'disagree' : 'told',
			whole,
			hasText,
			why: `${readable}: ${notRead}`,
		};
	}
	const lines: string[] = [];
	await (isWord ? readWord : readOpenDocument)(content, (line) => lines.push(line), new Meter());
	const why = differs(lines, theirs);
	if (why === '' || !isWord)
		return { result: why === '' ? 'agree' : 'disagree', whole, hasText, why };
	// LibreOffice leaves out what it does not know. Where two others agree, they are right.
	const xml = await plainText(content);
	const both = differs(lines, xml) === '' && (await isWithin(content, lines));
	return {
		result: both ? 'agree' : 'disagree',
		whole,
		hasText,
		why: both ? '' : `${why} | XML: ${differs(lines, xml)}`,
	};
};

/** Whether all words that mammoth reads are there, as often. */
async function isWithin(content: Buffer, lines: string[]): Promise<boolean> {
	const { value } = await mammoth.extractRawText({ buffer: content });
	const ours = wordsOf(lines.join('\n')).join('');
	return wordsOf(value).every((word) => ours.includes(word));
}
