import { KEPT, WORK } from '../meter';
import type { PdfObjects } from './objects';
import { textOf } from './text';
import { isDictionary, PdfString, type PdfDictionary, type PdfValue } from './values';

const MOST_ELEMENTS = 20_000;
/** Characters of a tag that other replacement texts, such as for a hyphen, do not contain. */
const OF_A_TAG = /[[\]!@]/;

/**
 * Whether the structure tree of a document (ISO 32000-1, section 14.7) replaces text by a part of a tag. Only
 * screen readers use it there.
 *
 * @returns the reason in words; undefined if there is no such text
 */
export async function replacedInStructure(
	objects: PdfObjects,
	catalog: PdfDictionary,
): Promise<string | undefined> {
	const { meter } = objects;
	const seen = new Set<PdfValue>();
	const waiting: PdfValue[] = [catalog.get('StructTreeRoot') ?? null];
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		meter.work(WORK.lookup);
		if (meter.isDue) await meter.pause();
		const element = await objects.value(next);
		if (Array.isArray(element)) {
			meter.work(element.length * WORK.value);
			for (const kid of element) if (typeof kid !== 'number') waiting.push(kid);
		}
		if (!isDictionary(element) || seen.has(element)) continue;
		if (seen.size >= MOST_ELEMENTS) return 'Its structure is larger than this check reads';
		meter.keep(KEPT.entry);
		seen.add(element);
		const text = await objects.value(element.get('ActualText'));
		if (text instanceof PdfString && OF_A_TAG.test(textOf(text))) {
			return 'Its structure names text to show in place of other text, and programs handle this in different ways';
		}
		if (element.has('K')) waiting.push(element.get('K') ?? null);
	}
	return undefined;
}
