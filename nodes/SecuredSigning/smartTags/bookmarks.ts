import type { Doubts } from './doubts';
import { KEPT, WORK, type Meter } from './meter';

interface Bookmark {
	text: string;
	/** Whether programs may show different texts for it. */
	isUnclear: boolean;
	/** Whether its text is not known. */
	isLost: boolean;
}

/**
 * How much of the beginning and end of a text is kept. Only these can form a tag with text around a copy;
 * tags in the middle are found at the original place.
 */
const EDGE = 50;
const LONGEST = 3 * EDGE;
/** How many bookmarks may be open at the same time; real files have fewer than twenty. */
const MOST_OPEN = 100;
const MOST_READINGS = 3;
/** LibreOffice copies only the first paragraph. */
const SEVERAL_LINES = /\S\s*\n\s*\S/;
/** The opening `[!`, or one of its characters at an edge, where the other one may follow or precede it. */
const BEGINS_TAG =
	/^[\s\p{Cf}\p{Default_Ignorable_Code_Point}]*!|\[[\s\p{Cf}\p{Default_Ignorable_Code_Point}]*(?:!|$)/mu;

/** Starts a further reading of a document; returns the function that receives its paragraphs. */
export type Again = () => (line: string) => void;

/**
 * The bookmarked texts of a document that fields copy to other places: a copy may form a tag with the text
 * around it. A copied text may itself contain a copy, so the document is read several times, and each reading
 * uses the texts of the one before.
 */
export class Bookmarks {
	private readonly open = new Map<string, Bookmark>();
	private readonly named = new Map<string, Bookmark>();
	private readonly copied = new Set<string>();

	constructor(
		private readonly meter: Meter,
		private readonly earlier?: Bookmarks,
	) {}

	/** @param id identifies the end of the bookmark */
	begin(id: string, name: string): void {
		const key = name.toLowerCase();
		this.meter.work(WORK.block);
		this.meter.keep(2 * (KEPT.entry + id.length + key.length) + KEPT.dictionary + 2 * LONGEST);
		const other = this.named.get(key);
		const bookmark = other ?? { text: '', isUnclear: false, isLost: false };
		if (other) other.isUnclear = true;
		this.named.set(key, bookmark);
		if (this.open.size < MOST_OPEN) this.open.set(id, bookmark);
		else bookmark.isLost = true;
	}

	end(id: string): void {
		this.open.delete(id);
	}

	/** Text that the page shows. */
	add(text: string): void {
		this.meter.work(this.open.size * (WORK.value + text.length * WORK.character));
		for (const bookmark of this.open.values()) {
			const all = bookmark.text + text;
			bookmark.text = all.length > LONGEST ? `${all.slice(0, EDGE)}…${all.slice(-EDGE)}` : all;
		}
	}

	/** To be called for text that is deleted or hidden. */
	leaveOut(): void {
		for (const bookmark of this.open.values()) bookmark.isUnclear = true;
	}

	/**
	 * To be called when a field copies a bookmark.
	 * @returns its text, if an earlier reading found it
	 */
	copy(name: string): string | undefined {
		const key = name.toLowerCase();
		if (!this.copied.has(key)) this.meter.keep(KEPT.entry + 2 * key.length);
		this.copied.add(key);
		const text = this.earlier?.named.get(key)?.text;
		// Charged, because copies of copies can grow without limit.
		this.meter.work((text?.length ?? 0) * WORK.character);
		return text;
	}

	/** Whether a copied text may begin a tag; if not, further readings are not needed. */
	private get mayMakeTag(): boolean {
		return this.inUse.some(mayBeginTag);
	}

	private get isSettled(): boolean {
		return [...this.copied].every(
			(name) => this.named.get(name)?.text === this.earlier?.named.get(name)?.text,
		);
	}

	private get inUse(): Bookmark[] {
		return [...this.copied].flatMap((name) => this.named.get(name) ?? []);
	}

	/** Reads the document again until the copied texts stay as they are. */
	static async readAgain(
		first: Bookmarks,
		doubts: Doubts,
		read: (bookmarks: Bookmarks) => Promise<unknown>,
	): Promise<void> {
		let last = first;
		for (let n = 0; n < MOST_READINGS && last.mayMakeTag && !last.isSettled; n++) {
			const next = new Bookmarks(first.meter, last);
			await read(next);
			last = next;
		}
		if (!last.mayMakeTag) return;
		const isUnclear = last.inUse.some(
			(bookmark) =>
				bookmark.isLost ||
				((bookmark.isUnclear || SEVERAL_LINES.test(bookmark.text)) && mayBeginTag(bookmark)),
		);
		if (isUnclear || !last.isSettled) doubts.add('computed');
	}
}

const mayBeginTag = ({ text, isLost }: Bookmark): boolean => isLost || BEGINS_TAG.test(text);
