import { KEPT, WORK, type Meter } from '../meter';
import type { PdfStream } from './file';
import { PdfSyntax } from './syntax';
import type { PdfLookup } from './values';

/** The objects in a stream of objects, and where in it they are. */
export interface Container {
	syntax: PdfSyntax;
	offsets: Map<number, number>;
	kept: number;
}

/** The access to the file that contains a stream. */
interface Unpacking extends PdfLookup {
	meter: Meter;
	content(stream: PdfStream): Promise<Buffer>;
}

/** Unpacks a stream of objects; its content and its list are kept in memory. */
export async function readContainer(objects: Unpacking, stream: PdfStream): Promise<Container> {
	const { meter } = objects;
	meter.work(WORK.block);
	const count = await objects.value(stream.dictionary.get('N'));
	const first = await objects.value(stream.dictionary.get('First'));
	const content = await objects.content(stream);
	const syntax = new PdfSyntax(content, 0, meter);
	const offsets = new Map<number, number>();
	let kept = content.length;
	for (let n = 0; typeof count === 'number' && typeof first === 'number' && n < count; n++) {
		if (meter.isDue) await meter.pause();
		const [number, offset] = [syntax.next(), syntax.next()];
		syntax.release();
		if (typeof number !== 'number' || typeof offset !== 'number') break;
		const at = first + offset;
		if (!Number.isSafeInteger(at) || at < 0 || offsets.has(number)) continue;
		offsets.set(number, at);
		kept += KEPT.entry;
		meter.keep(KEPT.entry);
	}
	syntax.release();
	meter.keep(content.length);
	return { syntax, offsets, kept };
}
