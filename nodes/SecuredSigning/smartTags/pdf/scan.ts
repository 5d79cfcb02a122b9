import { KEPT, WORK } from '../meter';
import type { CrossReferences } from './crossReference';
import type { PdfFile, PdfPlace } from './file';
import { isDictionary, nameOf, PdfReference, type PdfDictionary, type PdfValue } from './values';

/** In front of "obj": the numbers of an object and of its generation. */
const OBJECT_NUMBER = /(?:^|[^\d])(\d{1,9})[\0\t\n\f\r ]{1,4}\d{1,5}[\0\t\n\f\r ]{0,4}$/;
const LONGEST_NUMBER = 24;

/**
 * Finds the objects of a PDF whose cross-reference table is broken: the file is read from its beginning to its
 * end, and the last object of each number counts. Other readers may see another one.
 *
 * @param numbersWithin the objects in a stream of objects
 */
export async function scannedReferences(
	file: PdfFile,
	numbersWithin: (stream: number, found: CrossReferences) => Promise<number[]>,
): Promise<CrossReferences> {
	const { bytes, meter } = file;
	const places = new Map<number, { at: number }>();
	const trailers: PdfDictionary[] = [];
	const containers: Array<{ number: number; at: number }> = [];
	const addTrailer = (value: PdfValue | undefined) => {
		if (isDictionary(value)) trailers.unshift(value);
	};
	let trailerAt = bytes.indexOf('trailer');
	for (let at = 0; ; ) {
		if (meter.isDue) await meter.pause();
		const found = bytes.indexOf('obj', at);
		const next = found < 0 ? bytes.length : found;
		meter.work(WORK.value + (next - at) * WORK.searched);
		if (trailerAt >= 0 && trailerAt < at) trailerAt = bytes.indexOf('trailer', at);
		if (trailerAt >= 0 && trailerAt < next) {
			const syntax = file.syntaxAt(trailerAt + 'trailer'.length);
			addTrailer(syntax.next());
			at = syntax.at;
			continue;
		}
		if (found < 0) break;
		const before = bytes.toString('latin1', Math.max(at, found - LONGEST_NUMBER), found);
		const syntax = file.syntaxAt(found + 'obj'.length);
		at = syntax.at;
		const match = OBJECT_NUMBER.exec(before);
		if (match === null) continue;
		const number = Number(match[1]);
		const object = file.objectBehind(number, syntax);
		at = syntax.at;
		if (!object) continue;
		meter.keep(places.has(number) ? 0 : 2 * KEPT.entry);
		places.set(number, { at: found - match[0].replace(/^\D/, '').length });
		if (!object.stream) {
			syntax.release();
			continue;
		}
		const { dictionary } = object.stream;
		const type = nameOf(dictionary.get('Type'));
		if (type === 'XRef') addTrailer(dictionary);
		else syntax.release();
		if (type === 'ObjStm') containers.push({ number, at: found });
		const length = dictionary.get('Length');
		const known = length instanceof PdfReference ? places.get(length.number) : undefined;
		const size = known ? file.objectAt(known.at)?.value : length;
		at = file.endOfStream(object.end, size) ?? object.end;
	}
	const all: CrossReferences = { places: new Map<number, PdfPlace>(places), trailers };
	for (const { number: within, at } of containers) {
		for (const number of await numbersWithin(within, all)) {
			const plain = places.get(number);
			if (plain === undefined || plain.at < at) all.places.set(number, { within });
		}
	}
	return all;
}
