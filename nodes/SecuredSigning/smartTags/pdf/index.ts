import { LIMITS, Unreadable } from '../limits';
import type { PdfFont } from './fonts';
import { PdfObjects } from './objects';
import { PageReader, type PageGaps } from './page';
import { nameOf, type PdfDictionary, type PdfValue } from './values';

/**
 * Reads the text of a PDF's pages as far as the PDF tells it; what its form fields and comments hold is
 * not looked at.
 *
 * @param onLine is given each line
 * @returns what could not be read, in words; none when all was
 * @throws Unreadable when the file is broken, encrypted, or larger than LIMITS
 */
export async function readPdf(bytes: Buffer, onLine: (line: string) => void): Promise<string[]> {
	const objects = await PdfObjects.open(bytes);
	const fonts = new Map<PdfDictionary, PdfFont | undefined>();
	const pages: PageGaps[] = [];
	for (const { page, resources } of pagesOf(objects)) {
		const reader = new PageReader(objects, fonts, onLine);
		const parts: string[] = [];
		for (const reference of contentsOf(objects, page)) {
			objects.steps.take(1);
			const stream = objects.stream(reference);
			if (stream) parts.push((await reader.orGap(objects.content(stream))) ?? '');
		}
		// An operator may begin in one part and end in the next.
		await reader.draw(parts.join('\n'), resources);
		pages.push(reader.gaps);
	}
	if (pages.length === 0) throw new Unreadable('The PDF is broken or cut short: it has no page');
	return gapsInWords(pages);
}

interface Page {
	page: PdfDictionary;
	/** A page's own, or those of the branch it hangs on. */
	resources: PdfDictionary | undefined;
}

function* pagesOf(objects: PdfObjects): Generator<Page> {
	const root = objects.dictionary(objects.catalog.get('Pages'));
	const seen = new Set<PdfDictionary>();
	const waiting: Page[] = root ? [{ page: root, resources: undefined }] : [];
	let count = 0;
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		const { page } = next;
		if (seen.has(page)) continue;
		seen.add(page);
		objects.steps.take(1);
		const resources = objects.dictionary(page.get('Resources')) ?? next.resources;
		const kids = objects.list(page.get('Kids'));
		if (nameOf(objects.value(page.get('Type'))) !== 'Page' && kids.length > 0) {
			objects.steps.take(kids.length);
			for (const kid of [...kids].reverse()) {
				const branch = objects.dictionary(kid);
				if (branch) waiting.push({ page: branch, resources });
			}
			continue;
		}
		if (++count > LIMITS.pdfPages) {
			throw new Unreadable(
				`The PDF has more than the ${LIMITS.pdfPages} pages that this check reads`,
			);
		}
		yield { page, resources };
	}
}

function contentsOf(objects: PdfObjects, page: PdfDictionary): PdfValue[] {
	const contents = page.get('Contents');
	if (contents === undefined) return [];
	return objects.stream(contents) ? [contents] : objects.list(contents);
}

function gapsInWords(pages: PageGaps[]): string[] {
	const tell = (isMeant: (gaps: PageGaps) => boolean, what: string) => {
		const numbers = pages.flatMap((gaps, index) => (isMeant(gaps) ? [index + 1] : []));
		return numbers.length > 0 ? [`${pagesInWords(numbers)}: ${what}`] : [];
	};
	const unknown = pages.reduce((sum, { unknownLetters }) => sum + unknownLetters, 0);
	return [
		...tell(
			({ unknownLetters }) => unknownLetters > 0,
			`the PDF does not tell what ${unknown === 1 ? '1 letter is' : `${unknown} letters are`}`,
		),
		...tell(({ unreadParts }) => unreadParts > 0, 'parts are damaged or packed in a rare way'),
		...tell(({ letters, pictures }) => letters === 0 && pictures > 0, 'a picture and no text'),
	];
}

const FEW = 5;

/** Page numbers for people: "Page 2", "Pages 1, 2 and 4", "Pages 1, 2, 3, 4, 5 and 12 more". */
function pagesInWords(numbers: number[]): string {
	if (numbers.length === 1) return `Page ${numbers[0]}`;
	const shown = numbers.slice(0, FEW);
	const last = numbers.length > FEW ? `${numbers.length - FEW} more` : shown.pop();
	return `Pages ${shown.join(', ')} and ${last}`;
}
