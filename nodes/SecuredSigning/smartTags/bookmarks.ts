import type { Doubts } from './doubts';
import { KEPT, WORK, type Meter } from './meter';

interface Bookmark {
	text: string;
	/** Whether programs may differ in what its text is. */
	isUnclear: boolean;
	/** Whether its text is not known. */
	isLost: boolean;
}

/** What a tag may be put together from stands at the edges of a text: the middle is read where it stands. */
const EDGE = 50;
const LONGEST = 3 * EDGE;
/** Open at one place; real ones stay below twenty. */
const MOST_OPEN = 100;
const MOST_READINGS = 3;
/** LibreOffice copies the first paragraph alone. */
const SEVERAL_LINES = /\S\s*\n\s*\S/;
/** The two characters side by side, or one of them where it may come beside the other. */
const BEGINS_TAG =
	/^[\s\p{Cf}\p{Default_Ignorable_Code_Point}]*!|\[[\s\p{Cf}\p{Default_Ignorable_Code_Point}]*(?:!|$)/mu;

/** Begins a further reading of a document, and gives what takes its paragraphs. */
export type Again = () => (line: string) => void;

/**
 * The texts of a document that its fields copy to other places, whatever the file has there: together they may make
 * a tag. What is copied may hold a copy itself, so each reading knows the texts of the one before.
 */
export class Bookmarks {
	private readonly open = new Map<string, Bookmark>();
	private readonly named = new Map<string, Bookmark>();
	private readonly copied = new Set<string>();

	constructor(
		private readonly meter: Meter,
		private readonly earlier?: Bookmarks,
	) {}

	/** @param id what the end is found by */
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

	/** Here stands text that is deleted or hidden. */
	leaveOut(): void {
		for (const bookmark of this.open.values()) bookmark.isUnclear = true;
	}

	/**
	 * A field copies a text.
	 * @returns it, if an earlier reading has found it
	 */
	copy(name: string): string | undefined {
		const key = name.toLowerCase();
		if (!this.copied.has(key)) this.meter.keep(KEPT.entry + 2 * key.length);
		this.copied.add(key);
		const text = this.earlier?.named.get(key)?.text;
		// Copies of copies may grow without end.
		this.meter.work((text?.length ?? 0) * WORK.character);
		return text;
	}

	/** Whether a text that is copied may begin a tag; without one, the marks of copied text are enough. */
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
