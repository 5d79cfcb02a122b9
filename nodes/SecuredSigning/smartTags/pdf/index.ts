import { LIMITS, TooMuch, Unreadable } from '../limits';
import { KEPT, WORK, type Meter } from '../meter';
import { readAnnotations } from './annotations';
import type { PdfFont } from './fonts';
import { gapsInWords, type PageGaps } from './gaps';
import type { Box } from './lines';
import { PdfObjects } from './objects';
import { PageReader } from './page';
import { PageText } from './pageText';
import { replacedInStructure } from './structure';
import { nameOf, type PdfDictionary, type PdfValue } from './values';

/** A gap: a PDF contains the positions of letters, but not their reading order. */
export const ORDER_UNCERTAIN =
	'It has writing that runs from right to left, and the order of its letters is not certain';

/**
 * Not a gap if it is the only one: the pages contain no other text, and the fields and comments were
 * searched.
 */
export const IN_FIELDS = 'All of its text is in form fields and comments';

/**
 * Reads the text of a PDF's pages, as far as the PDF defines it. Form fields and comments are searched for
 * parts of tags.
 *
 * @param onLine is given each line
 * @param onPages is called with the number of pages, unless other programs may count them differently
 * @returns what could not be read, in words; none when all was
 * @throws Unreadable when the file is broken or encrypted; TooMuch by the meter
 */
export async function readPdf(
	bytes: Buffer,
	onLine: (line: string) => void,
	meter: Meter,
	onPages: (count: number) => void = () => {},
): Promise<string[]> {
	const objects = await PdfObjects.open(bytes, meter);
	const fonts = new Map<PdfDictionary, PdfFont | undefined>();
	const pages: PageGaps[] = [];
	const text = new PageText(meter, onLine);
	let missing = 0;
	const catalog = await objects.catalog();
	const fields = await objects.dictionary(catalog.get('AcroForm'));
	for await (const { page, resources, box } of pagesOf(objects, catalog, () => missing++)) {
		const reader = new PageReader(objects, fonts, text, box);
		await reader.orGap(drawPage(objects, reader, page, resources));
		await reader.end();
		const isRead = await readAnnotations(objects, page, { reader, text });
		reader.gaps.annotations = !isRead || text.mayBeComment;
		text.end();
		pages.push(reader.gaps);
	}
	if (pages.length === 0) throw new Unreadable('The PDF is broken or cut short: it has no page');
	const repaired = objects.isRepaired
		? ['Its cross-reference table is broken: other readers may see another text']
		: [];
	const lost = missing > 0 ? ['A page that the PDF names is not there'] : [];
	const other = fields?.has('XFA') ? ['It contains a form (XFA) that is not read'] : [];
	const files = catalog.has('Collection')
		? ['It contains other files (a portfolio), which are not read']
		: [];
	const structure = await replacedInStructure(objects, catalog);
	const elsewhere = [...repaired, ...lost, ...other, ...files];
	const said = await saidCount(objects, catalog);
	if (elsewhere.length === 0 && said === pages.length && !objects.isRepaired) onPages(pages.length);
	return [
		...elsewhere,
		...(structure ? [structure] : []),
		...(text.isOrderUncertain ? [ORDER_UNCERTAIN] : []),
		...(text.hasComments && !text.hasLines ? [IN_FIELDS] : []),
		...gapsInWords(pages),
	];
}

/** The page count in the PDF itself, which many programs trust. */
async function saidCount(
	objects: PdfObjects,
	catalog: PdfDictionary,
): Promise<PdfValue | undefined> {
	const root = await objects.dictionary(catalog.get('Pages'));
	return await objects.value(root?.get('Count'));
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
		if (stream === undefined) reader.gaps.unread ??= 'A part of the page is not there';
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

/** A node of the page tree, with its inherited properties. */
interface Branch {
	node: PdfValue;
	resources?: PdfDictionary;
	media?: Box;
	crop?: Box;
}

interface Page {
	page: PdfDictionary;
	/** Its own or inherited. */
	resources: PdfDictionary | undefined;
	/** What can be seen of the page. */
	box: Box;
}

async function* pagesOf(
	objects: PdfObjects,
	catalog: PdfDictionary,
	onMissing: () => void,
): AsyncGenerator<Page> {
	const { meter } = objects;
	const seen = new Set<PdfDictionary>();
	const waiting: Branch[] = [{ node: catalog.get('Pages') ?? null }];
	let count = 0;
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		meter.work(WORK.block);
		if (meter.isDue) await meter.pause();
		const page = await objects.dictionary(next.node);
		if (page === undefined) onMissing();
		if (page === undefined || seen.has(page)) continue;
		const resources = (await objects.dictionary(page.get('Resources'))) ?? next.resources;
		const media = (await boxOf(objects, page.get('MediaBox'))) ?? next.media;
		const crop = (await boxOf(objects, page.get('CropBox'))) ?? next.crop;
		const kids = await objects.list(page.get('Kids'));
		if (nameOf(await objects.value(page.get('Type'))) !== 'Page' && kids.length > 0) {
			// A page may occur twice, but a branch that contains itself would be endless.
			seen.add(page);
			meter.work(kids.length * WORK.value);
			meter.keep((kids.length + 1) * KEPT.entry);
			for (const node of [...kids].reverse()) waiting.push({ resources, media, crop, node });
			continue;
		}
		if (++count > LIMITS.pdfPages) {
			throw new TooMuch(`It has more than the ${LIMITS.pdfPages} pages that this check reads`);
		}
		const whole = media ?? LETTER;
		yield { page, resources, box: crop ? common(whole, crop) : whole };
	}
}

/** The default size of a page. */
const LETTER: Box = [0, 0, 612, 792];

/** The rectangle of a box; undefined if it is invalid or empty. */
async function boxOf(objects: PdfObjects, value: PdfValue | undefined): Promise<Box | undefined> {
	const numbers: number[] = [];
	for (const entry of (await objects.list(value)).slice(0, 4)) {
		const number = await objects.value(entry);
		if (typeof number === 'number') numbers.push(number);
	}
	if (numbers.length < 4) return undefined;
	const [x, y, otherX, otherY] = numbers;
	if (x === otherX || y === otherY) return undefined;
	return [Math.min(x, otherX), Math.min(y, otherY), Math.max(x, otherX), Math.max(y, otherY)];
}

/** The intersection of two boxes; the first one if it is empty. */
function common(one: Box, other: Box): Box {
	const box: Box = [
		Math.max(one[0], other[0]),
		Math.max(one[1], other[1]),
		Math.min(one[2], other[2]),
		Math.min(one[3], other[3]),
	];
	return box[0] < box[2] && box[1] < box[3] ? box : one;
}

async function contentsOf(objects: PdfObjects, page: PdfDictionary): Promise<PdfValue[]> {
	const contents = page.get('Contents');
	if (contents === undefined || contents === null) return [];
	const found = await objects.value(contents);
	return Array.isArray(found) ? found : [contents];
}

const LINE_BREAK = Buffer.from('\n');
