import { WORK } from '../meter';
import type { PdfStream } from './file';
import type { PdfObjects } from './objects';
import type { PageReader } from './page';
import { isDictionary, nameOf, PdfString, type PdfDictionary, type PdfValue } from './values';

/** What the form of a document says of its fields. */
export interface FormFields {
	/** Whether readers draw the fields anew from their values. */
	isDrawnAnew: boolean;
}

const HIDDEN = 2;
const MOST_PARENTS = 10;
/** Bit 18 of a field's flags. */
const COMBO = 1 << 17;

/**
 * Whether a comment or a form field shows a text on a page, by its appearance or where readers make one
 * (ISO 32000-1, sections 12.5.5 and 12.7.3.3). It is not read: who reads tags may not look there.
 */
export async function showsText(
	objects: PdfObjects,
	page: PdfDictionary,
	reader: PageReader,
	form: FormFields,
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
		const isMade = appearances.length === 0 || (kind === 'Widget' && form.isDrawnAnew);
		if (isMade && (await hasValue(objects, annotation, kind))) return true;
		for (const appearance of appearances) {
			if (await reader.hasText(appearance, undefined)) return true;
		}
	}
	return false;
}

/** One, or one for each state of a field. */
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

/** Whether there is a text that readers draw by themselves. */
async function hasValue(
	objects: PdfObjects,
	annotation: PdfDictionary,
	kind: string,
): Promise<boolean> {
	if (kind === 'FreeText') {
		return (await isText(objects, annotation.get('Contents'))) || annotation.has('RC');
	}
	if (kind === 'Line') {
		const isCaption = (await objects.value(annotation.get('Cap'))) === true;
		return isCaption && (await isText(objects, annotation.get('Contents')));
	}
	if (kind !== 'Widget') return false;
	const caption = (await objects.dictionary(annotation.get('MK')))?.get('CA');
	if (await isText(objects, caption)) return true;
	const fields = await withParents(objects, annotation);
	if (fields === undefined) return true;
	const entry = (name: string) => fields.find((field) => field.has(name))?.get(name);
	if (await isText(objects, entry('V'))) return true;
	if (nameOf(await objects.value(entry('FT'))) !== 'Ch') return false;
	// A list shows all that can be chosen; a combo box, what is chosen.
	const flags = await objects.value(entry('Ff'));
	const isCombo = typeof flags === 'number' && (flags & COMBO) !== 0;
	return !isCombo && (await isText(objects, entry('Opt')));
}

/** A field may be shown at several places, and have its entries from its parents; undefined for too many of them. */
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

async function isText(objects: PdfObjects, value: PdfValue | undefined): Promise<boolean> {
	const found = await objects.value(value);
	if (found instanceof PdfString) return found.bytes.trim() !== '';
	// A list of choices; or a text so long that it is a stream.
	return Array.isArray(found)
		? found.length > 0
		: isDictionary(found) && !!(await objects.stream(value));
}
