import { LIMITS, TooMuch, Unreadable } from '../limits';
import { KEPT, WORK, type Meter } from '../meter';
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
 * @throws Unreadable when the file is broken or encrypted; TooMuch by the meter
 */
export async function readPdf(
	bytes: Buffer,
	onLine: (line: string) => void,
	meter: Meter,
): Promise<string[]> {
	const objects = await PdfObjects.open(bytes, meter);
	const fonts = new Map<PdfDictionary, PdfFont | undefined>();
	const pages: PageGaps[] = [];
	let missing = 0;
	for await (const { page, resources } of pagesOf(objects, () => missing++)) {
		const reader = new PageReader(objects, fonts, onLine);
		await reader.orGap(drawPage(objects, reader, page, resources));
		reader.gaps.annotations = await hasAnnotations(objects, page);
		pages.push(reader.gaps);
	}
	if (pages.length === 0) throw new Unreadable('The PDF is broken or cut short: it has no page');
	const mended = objects.isMended
		? ['Its cross-reference table is broken: other readers may see another text']
		: [];
	const lost = missing > 0 ? ['A page that the PDF names is not there'] : [];
	return [...mended, ...lost, ...gapsInWords(pages)];
}

async function drawPage(
	objects: PdfObjects,
	reader: PageReader,
	page: PdfDictionary,
	resources: PdfDictionary | undefined,
): Promise<void> {
	const parts: Buffer[] = [];
	let size = 0;
	for (const reference of await contentsOf(objects, page)) {
		objects.meter.work(WORK.block);
		if (objects.meter.isDue) await objects.meter.pause();
		const stream = await objects.stream(reference);
		const part = stream && (await reader.orGap(objects.content(stream)));
		if (part === undefined) continue;
		// An operator may begin in one part and end in the next.
		parts.push(part, LINE_BREAK);
		size += part.length;
		if (size > LIMITS.pdfPartBytes) {
			throw new Unreadable('A page of the PDF is larger than this check reads');
		}
	}
	const content = parts.length === 2 ? parts[0] : Buffer.concat(parts);
	await objects.meter.holding(size, async () => await reader.draw(content, resources));
}

/** Whether something beside the page's contents is drawn on it (ISO 32000-1, section 12.5.5). */
async function hasAnnotations(objects: PdfObjects, page: PdfDictionary): Promise<boolean> {
	for (const reference of await objects.list(page.get('Annots'))) {
		objects.meter.work(WORK.lookup);
		if (objects.meter.isDue) await objects.meter.pause();
		const annotation = await objects.dictionary(reference);
		const appearance = await objects.dictionary(annotation?.get('AP'));
		if (appearance?.has('N')) return true;
	}
	return false;
}

interface Page {
	page: PdfDictionary;
	/** A page's own, or those of the branch it hangs on. */
	resources: PdfDictionary | undefined;
}

async function* pagesOf(objects: PdfObjects, onMissing: () => void): AsyncGenerator<Page> {
	const { meter } = objects;
	const seen = new Set<PdfDictionary>();
	const waiting: Array<{ node: PdfValue; resources: PdfDictionary | undefined }> = [
		{ node: await objects.pages(), resources: undefined },
	];
	let count = 0;
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		meter.work(WORK.block);
		if (meter.isDue) await meter.pause();
		const page = await objects.dictionary(next.node);
		if (page === undefined) onMissing();
		if (page === undefined || seen.has(page)) continue;
		meter.keep(KEPT.entry);
		seen.add(page);
		const resources = (await objects.dictionary(page.get('Resources'))) ?? next.resources;
		const kids = await objects.list(page.get('Kids'));
		if (nameOf(await objects.value(page.get('Type'))) !== 'Page' && kids.length > 0) {
			meter.work(kids.length * WORK.value);
			meter.keep(kids.length * KEPT.entry);
			for (const node of [...kids].reverse()) waiting.push({ node, resources });
			continue;
		}
		if (++count > LIMITS.pdfPages) {
			throw new TooMuch(`It has more than the ${LIMITS.pdfPages} pages that this check reads`);
		}
		yield { page, resources };
	}
}

async function contentsOf(objects: PdfObjects, page: PdfDictionary): Promise<PdfValue[]> {
	const contents = page.get('Contents');
	if (contents === undefined) return [];
	return (await objects.stream(contents)) ? [contents] : await objects.list(contents);
}

function gapsInWords(pages: PageGaps[]): string[] {
	const tell = (isMeant: (gaps: PageGaps) => boolean, what: string) => {
		const numbers = pages.flatMap((gaps, index) => (isMeant(gaps) ? [index + 1] : []));
		return numbers.length > 0 ? [`${pagesInWords(numbers)}: ${what}`] : [];
	};
	const reasons = [...new Set(pages.flatMap(({ unread }) => unread ?? []))].slice(0, FEW);
	const unknown = pages.reduce((sum, { unknownLetters }) => sum + unknownLetters, 0);
	return [
		...tell(
			({ unknownLetters }) => unknownLetters > 0,
			`the PDF does not tell what ${unknown === 1 ? '1 letter is' : `${unknown} letters are`}`,
		),
		...tell(
			({ encoding }) => encoding !== undefined,
			`letters are in the encoding ${pages.find(({ encoding }) => encoding)?.encoding}, which this check does not know`,
		),
		...tell(({ annotations }) => annotations, 'form fields and comments are not read'),
		...reasons.flatMap((reason) =>
			tell(({ unread }) => unread === reason, `not all was read. ${reason}`),
		),
		...tell(({ letters, pictures }) => letters === 0 && pictures > 0, 'a picture and no text'),
	];
}

const FEW = 5;
const LINE_BREAK = Buffer.from('\n');

/** Page numbers for people: "Page 2", "Pages 1, 2 and 4", "Pages 1, 2, 3, 4, 5 and 12 more". */
function pagesInWords(numbers: number[]): string {
	if (numbers.length === 1) return `Page ${numbers[0]}`;
	const shown = numbers.slice(0, FEW);
	const last = numbers.length > FEW ? `${numbers.length - FEW} more` : shown.pop();
	return `Pages ${shown.join(', ')} and ${last}`;
}
