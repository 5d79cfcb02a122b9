import { sleep } from 'n8n-workflow';

import { refuseStopped } from '../shared/pause';
import { TooMuch } from './limits';

/**
 * The limit of work for one file. A unit takes some 2 to 9 ns, so the total is about a second of processor
 * time. A page of dense text with 4400 letters takes some 380 thousand units, or 500 thousand if each letter
 * is positioned separately (justified text of LibreOffice): at least 270 such pages can be read.
 */
const MOST_WORK = 140_000_000;
/**
 * How many bytes are kept at the same time besides the file. Released memory may not be collected yet, which
 * can double this.
 */
const MOST_KEPT = 40_000_000;
/** How much work is done before other work may run: some 5 ms. */
const SLICE = 500_000;
/** A time limit, for machines so slow that counted work is not a good measure. */
const MOST_MS = 10_000;
/** With less work than this, the time for a unit cannot be measured. */
const ENOUGH = SLICE / 5;

/** The costs of the steps, in units of work. */
export const WORK = {
	/** A byte that was decompressed, or is examined. */
	byte: 1,
	/** A compressed byte. */
	packedByte: 4,
	/** A byte of a PNG predictor, which stores differences to neighbouring bytes. */
	predictedByte: 3,
	/** Five characters of ASCII85 for four bytes, by character. */
	ascii85Byte: 4,
	/** A byte to decrypt. */
	rc4Byte: 2,
	/** Setting up a compressed part, or one of its blocks. */
	block: 1500,
	/** An element of XML, or its end. */
	element: 70,
	/** A character of a string with backslashes. */
	escaped: 4,
	/** A value of a PDF. */
	value: 18,
	/** A byte of memory that a value of a PDF takes. */
	madeByte: 1 / 8,
	/** An operator of a page's content stream. */
	operator: 64,
	/** Setting up a font, once for a file: its tables and letters. */
	font: 20_000,
	/** Looking up a font or a form that a page names. */
	lookup: 300,
	/** A comment or processing instruction of XML, or a stretch of text. */
	markup: 40,
	/** An object that is found by searching the whole file. */
	scanned: 600,
	/** A reference that is followed. */
	reference: 60,
	/** A letter that an encoding gives by name. */
	glyph: 60,
	/** A letter that a page draws. */
	letter: 10,
	/** A group of adjacent letters that is added to its line. */
	word: 40,
	/** A text on a page: computing its place and direction. */
	text: 200,
	/** A rotated text: computing its place needs floating-point numbers. */
	turnedText: 600,
	/** A comparison when places are sorted. */
	compared: 8,
	/** A line of text that is assembled and searched for tags. */
	line: 190,
	/** A character of text that is searched. */
	character: 1,
	/** A byte that a search skips, also in data that repeatedly looks like a match. */
	searched: 1,
} as const;

/** The memory costs of kept values, in bytes. */
export const KEPT = {
	number: 24,
	name: 72,
	string: 72,
	/** With space for 17 values, which the engine reserves for the first one. */
	list: 200,
	entry: 72,
	/** A group of adjacent letters on a page, with its place; `letter` is for each of them. */
	word: 240,
	letter: 16,
	dictionary: 270,
	/** An object of a PDF in a table, including the cost of growing the table. */
	object: 240,
} as const;

/**
 * Counts the cost of reading one file: work, and memory that is kept. It counts steps instead of time, so
 * that a file gives the same result on every machine.
 */
export class Meter {
	private worked = 0;
	private kept = 0;
	private pausedAt = 0;
	/** Milliseconds for a unit in the fastest slice so far. */
	private quickest = Infinity;
	private sliceBegan: number;

	/**
	 * @param signal n8n's signal that somebody stopped the execution
	 * @param now the time in milliseconds
	 */
	constructor(
		private readonly signal?: AbortSignal,
		private readonly now = () => performance.now(),
	) {
		this.sliceBegan = now();
	}

	/** @throws TooMuch when all steps together are more than a file may cost */
	work(units: number): void {
		this.worked += counted(units);
		if (this.worked > MOST_WORK)
			throw new TooMuch('It is larger or more complex than this check reads');
	}

	/** Charges what stays in memory. @throws TooMuch when it is more than a file may hold */
	keep(bytes: number): void {
		this.kept += counted(bytes);
		if (this.kept > MOST_KEPT)
			throw new TooMuch('It unpacks to more than this check keeps in memory');
	}

	/** Subtracts what is no longer kept. */
	drop(bytes: number): void {
		this.kept -= counted(bytes);
	}

	/** Charges for memory that is kept while a job runs. */
	async holding<T>(bytes: number, job: () => Promise<T>): Promise<T> {
		this.keep(bytes);
		try {
			return await job();
		} finally {
			this.drop(bytes);
		}
	}

	/** Whether a pause is due. */
	get isDue(): boolean {
		return this.worked - this.pausedAt > SLICE;
	}

	/**
	 * Lets n8n do other work.
	 * @throws UserError when the execution was stopped; TooMuch on a machine that is too slow for the whole
	 *   file
	 */
	async pause(): Promise<void> {
		this.look();
		await sleep(0);
		refuseStopped(this.signal);
		this.pausedAt = this.worked;
		this.sliceBegan = this.now();
	}

	/**
	 * Refuses to continue if reading takes too long. Other programs may have used the processor for most of a
	 * slice, which the clock does not show. So the time is estimated from the fastest slice, which is at most
	 * the time that reading really took.
	 */
	private look(): void {
		const units = this.worked - this.pausedAt;
		if (units < ENOUGH) return;
		this.quickest = Math.min(this.quickest, (this.now() - this.sliceBegan) / units);
		if (this.worked * this.quickest > MOST_MS)
			throw new TooMuch('It takes longer to read than this check allows');
	}
}

/** Refuses NaN, negative and infinite amounts: with NaN, no limit would ever be reached. */
function counted(amount: number): number {
	if (amount >= 0 && amount < Infinity) return amount;
	throw new TooMuch('It contains a number that cannot be right');
}
