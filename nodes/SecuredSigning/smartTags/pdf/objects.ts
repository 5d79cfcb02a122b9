import { ignoreUnreadable, Unreadable } from '../limits';
import { KEPT, WORK, type Meter } from '../meter';
import { readContainer, type Container } from './container';
import { crossReferences, type CrossReferences } from './crossReference';
import { Decryption } from './encryption';
import { PdfFile, type PdfObject, type PdfStream } from './file';
import { filtersOf } from './filterEntries';
import { unfiltered } from './filters';
import { scannedReferences } from './scan';
import { isDictionary, nameOf, PdfReference, type PdfDictionary, type PdfValue } from './values';

/** How many object streams are kept decompressed. */
const MOST_CONTAINERS = 4;

type Loaded = Pick<PdfObject, 'value' | 'stream'>;

const NOTHING: Loaded = { value: null };

/**
 * The objects of a PDF, each read when something refers to it. The cross-reference table says which version
 * counts; if it is broken, the whole file is searched.
 */
export class PdfObjects {
	/** Whether the cross-reference table is broken. */
	isRepaired = false;
	private references: CrossReferences = { places: new Map(), trailers: [] };
	private readonly loaded = new Map<number, Loaded>();
	private readonly loading = new Set<number>();
	private readonly containers = new Map<number, Container>();
	/** For a file that is encrypted. */
	private decryption: Decryption | undefined;

	private constructor(
		private readonly file: PdfFile,
		readonly meter: Meter,
	) {}

	/**
	 * Reads the structure of a file.
	 * @throws Unreadable when it is no PDF or asks for a password; TooMuch by the meter
	 */
	static async open(bytes: Buffer, meter: Meter): Promise<PdfObjects> {
		const objects = new PdfObjects(new PdfFile(bytes, meter), meter);
		const found = await crossReferences(
			objects.file,
			async (stream) => await objects.content(stream),
		);
		if (found) objects.references = found;
		else await objects.repair();
		await objects.decrypt();
		return objects;
	}

	private async decrypt(): Promise<void> {
		const { trailers } = this.references;
		const trailer = trailers.find((entries) => entries.has('Encrypt'));
		if (trailer === undefined) return;
		const entries = (await this.dictionary(trailer.get('Encrypt'))) ?? new Map<string, PdfValue>();
		const [id] = await this.list(trailer.get('ID'));
		this.decryption = await Decryption.open(this, this.meter, entries, await this.value(id));
		// Objects that were read before are not decrypted.
		this.loaded.clear();
	}

	/**
	 * The document catalog, which leads to the page tree.
	 * @throws Unreadable when there is none
	 */
	async catalog(): Promise<PdfDictionary> {
		const catalog =
			(await this.catalogByTrailer()) ?? ((await this.repair()) && (await this.catalogByTrailer()));
		if (!catalog) throw new Unreadable('The PDF is broken or cut short');
		return catalog;
	}

	private async catalogByTrailer(): Promise<PdfDictionary | undefined> {
		for (const trailer of this.references.trailers) {
			const catalog = await this.dictionary(trailer.get('Root'));
			if (await this.dictionary(catalog?.get('Pages'))) return catalog;
			if (!this.isRepaired) return undefined;
		}
		for (const [number, place] of this.isRepaired ? [...this.references.places].reverse() : []) {
			const generation = place && 'at' in place ? place.generation : 0;
			const object = await this.dictionary(new PdfReference(number, generation));
			if (nameOf(object?.get('Type')) !== 'Catalog') continue;
			if (await this.dictionary(object?.get('Pages'))) return object;
		}
		return undefined;
	}

	/** Resolves a reference to its value; undefined for a cycle. */
	async value(value: PdfValue | undefined): Promise<PdfValue | undefined> {
		// A reference to a reference is allowed, a cycle is not.
		let found = value;
		for (let n = 0; n < 10 && found instanceof PdfReference; n++) {
			this.meter.work(WORK.reference);
			found = (await this.load(found)).value;
		}
		return found instanceof PdfReference ? undefined : found;
	}

	async dictionary(value: PdfValue | undefined): Promise<PdfDictionary | undefined> {
		const found = await this.value(value);
		return isDictionary(found) ? found : undefined;
	}

	async list(value: PdfValue | undefined): Promise<PdfValue[]> {
		const found = await this.value(value);
		return Array.isArray(found) ? found : [];
	}

	async stream(value: PdfValue | undefined): Promise<PdfStream | undefined> {
		let found = value;
		for (let n = 0; n < 10 && found instanceof PdfReference; n++) {
			this.meter.work(WORK.reference);
			const loaded: Loaded = await this.load(found);
			if (loaded.stream) return loaded.stream;
			found = loaded.value;
		}
		return undefined;
	}

	/**
	 * The decoded content of a stream.
	 * @throws Unreadable when it is damaged, too large or packed in a rare way; TooMuch by the meter
	 */
	async content({ dictionary, at, id }: PdfStream): Promise<Buffer> {
		// Charged for each call: one stream may be used on every page, even an empty one.
		this.meter.work(WORK.block);
		if (this.meter.isDue) await this.meter.pause();
		// Some readers start at the next line, others directly here.
		if (!this.file.isBehindLineBreak(at))
			throw new Unreadable('A part of the PDF does not say where it begins');
		const filters = await filtersOf(this, dictionary);
		const end = await this.file.endOfStream(at, await this.value(dictionary.get('Length')));
		if (end === undefined) throw new Unreadable('A part of the PDF is cut short');
		const bytes = this.file.bytes.subarray(at, end);
		const { decryption } = this;
		if (decryption === undefined || nameOf(dictionary.get('Type')) === 'XRef')
			return await unfiltered(bytes, filters, this.meter);
		const content = await decryption.stream(bytes, id);
		return await this.meter.holding(
			content.length,
			async () => await unfiltered(content, filters, this.meter),
		);
	}

	private async load({ number, generation }: PdfReference): Promise<Loaded> {
		if (this.meter.isDue) await this.meter.pause();
		const place = this.references.places.get(number);
		const isOther = place !== undefined && generation !== ('at' in place ? place.generation : 0);
		// With another generation number, some readers find no object, others use the one that is there.
		if (isOther && !this.isRepaired) await this.repair();
		const known = this.loaded.get(number);
		if (known) return known;
		// Reading an object must not depend on the object itself.
		if (this.loading.has(number)) return NOTHING;
		this.loading.add(number);
		try {
			const object = await this.read(number);
			this.meter.keep(KEPT.entry);
			this.loaded.set(number, object);
			return object;
		} finally {
			this.loading.delete(number);
		}
	}

	private async read(number: number): Promise<Loaded> {
		const place = this.references.places.get(number);
		if (place === undefined) return NOTHING;
		if ('within' in place) {
			const container = await this.container(place.within);
			const at = container?.offsets.get(number);
			if (container === undefined || at === undefined) return await this.readRepaired(number);
			container.syntax.at = at;
			return { value: container.syntax.next() ?? null };
		}
		const object = this.file.objectAt(place.at);
		const isMeant = object?.number === number && object.generation === place.generation;
		if (!isMeant) return await this.readRepaired(number);
		const { value, stream } = object;
		if (this.decryption === undefined) return object;
		return { stream, value: await this.decryption.inValue(value, [number, place.generation]) };
	}

	/** Reads an object that the table does not lead to, by searching the file. */
	private async readRepaired(number: number): Promise<Loaded> {
		return (await this.repair()) ? await this.read(number) : NOTHING;
	}

	/** @returns whether it was done now; false if it had been done before */
	private async repair(): Promise<boolean> {
		if (this.isRepaired) return false;
		this.isRepaired = true;
		this.loading.clear();
		for (const { kept } of this.containers.values()) this.meter.drop(kept);
		this.containers.clear();
		this.references = await scannedReferences(this.file, async (stream, found) => {
			this.references = found;
			const container = await this.container(stream).catch(ignoreUnreadable);
			return [...(container?.offsets.keys() ?? [])];
		});
		this.loaded.clear();
		return true;
	}

	/**
	 * An object stream, in which newer PDFs store objects that are not streams (ISO 32000-1, section 7.5.7).
	 */
	private async container(number: number): Promise<Container | undefined> {
		const known = this.containers.get(number);
		if (known) return known;
		const place = this.references.places.get(number);
		// An object stream cannot be inside another one.
		if (place === undefined || 'within' in place) return undefined;
		const { stream } = await this.load(new PdfReference(number, place.generation));
		if (stream === undefined || nameOf(stream.dictionary.get('Type')) !== 'ObjStm')
			return undefined;
		const container = await readContainer(this, stream);
		this.containers.set(number, container);
		const [[oldest, { kept }]] = this.containers;
		if (this.containers.size > MOST_CONTAINERS) {
			this.containers.delete(oldest);
			this.meter.drop(kept);
		}
		return container;
	}
}
