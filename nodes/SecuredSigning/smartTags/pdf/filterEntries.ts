import { Unreadable } from '../limits';
import type { PdfFilter } from './filters';
import { isDictionary, nameOf, type PdfDictionary, type PdfLookup, type PdfValue } from './values';

const MOST_FILTERS = 4;
const MOST_ROW_BYTES = 0xffff;

/** The filters of a stream, each with its parameters (ISO 32000-1, section 7.3.8.2). */
export async function filtersOf(
	objects: PdfLookup,
	dictionary: PdfDictionary,
): Promise<PdfFilter[]> {
	const names = await few(objects, dictionary.get('Filter') ?? dictionary.get('F'));
	const parameters = await few(objects, dictionary.get('DecodeParms') ?? dictionary.get('DP'));
	const filters: PdfFilter[] = [];
	for (const [n, name] of names.entries()) {
		const entries = parameters[n];
		const number = async (key: string, usual: number) => {
			const value = isDictionary(entries) ? await objects.value(entries.get(key)) : usual;
			const isCount = typeof value === 'number' && value >= 1 && value <= MOST_ROW_BYTES;
			return isCount ? Math.floor(value) : usual;
		};
		const pixelBits = (await number('Colors', 1)) * (await number('BitsPerComponent', 8));
		filters.push({
			name: nameOf(name),
			predictor: await number('Predictor', 1),
			rowBytes: Math.ceil((pixelBits * (await number('Columns', 1))) / 8),
			pixelBytes: Math.ceil(pixelBits / 8),
		});
	}
	return filters;
}

/** One value or a short list of them. */
async function few(objects: PdfLookup, value: PdfValue | undefined): Promise<PdfValue[]> {
	const found = (await objects.value(value)) ?? [];
	const list = Array.isArray(found) ? found : [found];
	// With many filters, a small stream can expand without limit; real streams have at most two.
	if (list.length > MOST_FILTERS)
		throw new Unreadable('A part of the PDF is compressed too many times');
	const values: PdfValue[] = [];
	for (const entry of list) values.push((await objects.value(entry)) ?? null);
	return values;
}
