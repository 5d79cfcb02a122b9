import { LIMITS } from '../limits';
import { WORK } from '../meter';
import type { PdfStream } from './file';
import type { PdfObjects } from './objects';
import type { PageReader } from './page';
import type { PageText } from './pageText';
import { textOf } from './text';
import { isDictionary, nameOf, PdfString, type PdfDictionary, type PdfValue } from './values';

const HIDDEN = 2;
const MOST_PARENTS = 10;
/** Stands for what is not read. */
const UNREAD: PdfValue = new Map();
/** Bit 18 of a field's flags. */
const COMBO = 1 << 17;

/**
 * Passes on the texts that comments and form fields show on a page: from their appearances, or from their
 * values if readers draw these themselves (ISO 32000-1, sections 12.5.5 and 12.7.3.3). They are not lines of
 * the page: programs that read tags may not look there.
 *
 * @returns whether all of them could be read
 */
export async function readAnnotations(
	objects: PdfObjects,
	page: PdfDictionary,
	{ reader, text }: { reader: PageReader; text: PageText },
): Promise<boolean> {
	for (const reference of await objects.list(page.get('Annots'))) {
		objects.meter.work(WORK.lookup);
		if (objects.meter.isDue) await objects.meter.pause();
		const annotation = await objects.dictionary(reference);
		const flags = await objects.value(annotation?.get('F'));
		if (annotation === undefined || (typeof flags === 'number' && flags & HIDDEN)) continue;
		const kind = nameOf(await objects.value(annotation.get('Subtype')));
		if (kind === 'Popup') continue;
		const appearances = await appearancesOf(objects, annotation);
		// Some readers always draw fields themselves.
		let isMade = appearances.length === 0 || kind === 'Widget';
		for (const appearance of appearances) {
			if (!(await reader.hasText(appearance, undefined))) continue;
			isMade = true;
			const shown = await reader.textOf(appearance);
			if (shown === undefined) return false;
			text.comment(shown);
		}
		if (!isMade) continue;
		for (const value of await valuesOf(objects, annotation, kind)) {
			const shown = await shownBy(objects, value);
			if (shown === undefined) return false;
			text.comment(shown);
		}
	}
	return true;
}

/** The appearance of an annotation, or one for each state of a field. */
async function appearancesOf(objects: PdfObjects, annotation: PdfDictionary): Promise<PdfStream[]> {
	const normal = (await objects.dictionary(annotation.get('AP')))?.get('N');
	const stream = await objects.stream(normal);
	if (stream) return [stream];
	const streams: PdfStream[] = [];
	for (const state of (await objects.dictionary(normal))?.values() ?? []) {
		objects.meter.work(WORK.lookup);
		const appearance = await objects.stream(state);
		if (appearance) streams.push(appearance);
	}
	return streams;
}

/** The values that readers draw themselves. */
async function valuesOf(
	objects: PdfObjects,
	annotation: PdfDictionary,
	kind: string,
): Promise<Array<PdfValue | undefined>> {
	if (kind === 'FreeText') return [annotation.get('Contents'), annotation.get('RC')];
	if (kind === 'Line') {
		const isCaption = (await objects.value(annotation.get('Cap'))) === true;
		return isCaption ? [annotation.get('Contents')] : [];
	}
	if (kind !== 'Widget') return [];
	const caption = (await objects.dictionary(annotation.get('MK')))?.get('CA');
	const fields = await withParents(objects, annotation);
	if (fields === undefined) return [UNREAD];
	const entry = (name: string) => fields.find((field) => field.has(name))?.get(name);
	const type = nameOf(await objects.value(entry('FT')));
	// The value of a signature is no text.
	if (type === 'Sig') return [caption];
	const values = [caption, entry('V'), entry('RV')];
	if (type !== 'Ch') return values;
	// A list shows all that can be chosen; a combo box, what is chosen.
	const flags = await objects.value(entry('Ff'));
	const isCombo = typeof flags === 'number' && (flags & COMBO) !== 0;
	return isCombo ? values : [...values, entry('Opt')];
}

/** A field with its parents, from which it inherits entries; undefined if there are too many. */
async function withParents(
	objects: PdfObjects,
	annotation: PdfDictionary,
): Promise<PdfDictionary[] | undefined> {
	const fields: PdfDictionary[] = [];
	let field: PdfDictionary | undefined = annotation;
	while (field !== undefined) {
		if (fields.push(field) > MOST_PARENTS) return undefined;
		field = await objects.dictionary(field.get('Parent'));
	}
	return fields;
}

/**
 * The text of a value, or the texts of a list of choices with their export values; undefined if it cannot be
 * read.
 */
async function shownBy(
	objects: PdfObjects,
	value: PdfValue | undefined,
	depth = 0,
): Promise<string | undefined> {
	objects.meter.work(WORK.value);
	const found = await objects.value(value);
	if (found instanceof PdfString) {
		objects.meter.work(found.bytes.length * WORK.letter);
		return found.bytes.length > LIMITS.pdfStringBytes ? undefined : textOf(found);
	}
	if (Array.isArray(found)) {
		const texts: string[] = [];
		for (const choice of found) {
			if (objects.meter.isDue) await objects.meter.pause();
			const text = depth < 2 ? await shownBy(objects, choice, depth + 1) : undefined;
			if (text === undefined) return undefined;
			texts.push(text);
		}
		return texts.join('\n');
	}
	// A very long text may be a stream, which is not read.
	return isDictionary(found) ? undefined : '';
}
