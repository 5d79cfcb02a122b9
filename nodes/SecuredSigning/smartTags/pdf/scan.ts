import { ignoreUnreadable } from '../limits';
import { KEPT, WORK } from '../meter';
import { nextOf } from '../search';
import type { CrossReferences } from './crossReference';
import type { PdfFile, PdfPlace } from './file';
import { isDictionary, nameOf, PdfReference, type PdfDictionary } from './values';

/** Before "obj": the number and the generation of an object. */
const OBJECT_NUMBER = /(?:^|[^\d])(\d{1,9})[\0\t\n\f\r ]{1,4}(\d{1,5})[\0\t\n\f\r ]{0,4}$/;
const LONGEST_NUMBER = 24;

/**
 * Finds the objects of a PDF whose cross-reference table is broken: the file is read from its beginning to
 * its end, and the last object of each number counts. Other readers may see another one.
 *
 * @param numbersWithin gives the numbers of the objects in an object stream
 */
export async function scannedReferences(
	file: PdfFile,
	numbersWithin: (stream: number, found: CrossReferences) => Promise<number[]>,
): Promise<CrossReferences> {
	const { bytes, meter } = file;
	const places = new Map<number, { at: number; generation: number }>();
	const trailers: PdfDictionary[] = [];
	const containers: Array<{ number: number; at: number }> = [];
	let found = -1;
	for (let at = 0; at < bytes.length; ) {
		if (meter.isDue) await meter.pause();
		meter.work(WORK.scanned);
		if (found < at) found = await nextOf('obj', bytes, at, meter);
		if (found < 0) found = bytes.length;
		const between = bytes.subarray(at, found);
		const trailerAt = await nextOf('trailer', between, 0, meter);
		if (trailerAt >= 0) {
			const syntax = file.syntaxAt(at + trailerAt + 'trailer'.length);
			const trailer = orNothing(() => syntax.next());
			if (isDictionary(trailer)) trailers.push(trailer);
			else syntax.release();
			at = syntax.at;
			continue;
		}
		if (found === bytes.length) break;
		const before = bytes.toString('latin1', Math.max(at, found - LONGEST_NUMBER), found);
		const syntax = file.syntaxAt(found + 'obj'.length);
		at = syntax.at;
		const match = OBJECT_NUMBER.exec(before);
		if (match === null) continue;
		const [number, generation] = [Number(match[1]), Number(match[2])];
		const object = orNothing(() => file.objectBehind(number, generation, syntax));
		at = syntax.at;
		if (!object) continue;
		meter.keep(places.has(number) ? 0 : KEPT.object);
		places.set(number, { at: found - match[0].replace(/^\D/, '').length, generation });
		if (!object.stream) {
			syntax.release();
			continue;
		}
		const { dictionary } = object.stream;
		const type = nameOf(dictionary.get('Type'));
		if (type === 'XRef') trailers.push(dictionary);
		else syntax.release();
		if (type === 'ObjStm') containers.push({ number, at: found });
		const length = dictionary.get('Length');
		const known = length instanceof PdfReference ? places.get(length.number) : undefined;
		const size = known ? orNothing(() => file.objectAt(known.at)?.value) : length;
		at = (await file.endOfStream(object.end, size)) ?? object.end;
	}
	trailers.reverse();
	const all: CrossReferences = { places: new Map<number, PdfPlace>(places), trailers };
	for (const { number: within, at } of containers) {
		for (const number of await numbersWithin(within, all)) {
			const plain = places.get(number);
			if (plain === undefined || plain.at < at) all.places.set(number, { within });
		}
	}
	return all;
}

/** The result of `read`; undefined if it cannot be read: what looks like an object may not be one. */
function orNothing<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch (error) {
		return ignoreUnreadable(error as Error);
	}
}
