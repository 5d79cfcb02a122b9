import { sleep } from 'n8n-workflow';

import { refuseStopped } from '../shared/pause';
import { TooMuch } from './limits';

/**
 * Bounds for one file. A unit of work takes some 2 to 9 ns, so all of it is about a second of processor time. A page
 * of dense text, with 4400 letters, takes some 380 thousand, or 500 thousand when each letter has its place (justified,
 * by LibreOffice): 270 such pages are read, or more.
 */
const MOST_WORK = 140_000_000;
/** Bytes held at one time beside the file. What was let go may not be collected yet: it takes as much again. */
const MOST_KEPT = 40_000_000;
/** How much is done before others get their turn: some 5 ms. */
const SLICE = 500_000;
/** The last resort, for a machine so slow that counted work says nothing. */
const MOST_MS = 10_000;
/** From so much on, time can be compared with work. */
const ENOUGH = SLICE / 5;

/** What the steps cost, in units of work. */
export const WORK = {
	/** A byte that is unpacked, or looked at. */
	byte: 1,
	/** A byte to unpack. */
	packedByte: 4,
	/** A byte of what a picture's filter packs: how it differs from those around it. */
	predictedByte: 3,
	/** Five characters of ASCII85 for four bytes, by character. */
	ascii85Byte: 4,
	/** A byte to decrypt. */
	rc4Byte: 2,
	/** What is set up for each block of a compressed part, and for each part. */
	block: 1500,
	/** An element of XML, or its end. */
	element: 70,
	/** A character of a string that has backslashes in it. */
	escaped: 4,
	/** A value of a PDF. */
	value: 18,
	/** A byte of memory that a value of a PDF takes. */
	madeByte: 1 / 8,
	/** A word of the language of pages: what it does to the page. */
	operator: 64,
	/** A font that is set up, once for a file: its tables, and what is known of its letters. */
	font: 20_000,
	/** A font or a form that a page names: both are looked up. */
	lookup: 300,
	/** A comment or an instruction of XML, or letters that are kept from it. */
	markup: 40,
	/** An object that a search through the whole file comes upon. */
	scanned: 600,
	/** A reference that is followed. */
	reference: 60,
	/** A letter that an encoding calls by name. */
	glyph: 60,
	/** A letter that a page draws. */
	letter: 10,
	/** Letters that stand together, and are put into their line. */
	word: 40,
	/** A text of a page: where it goes, and in which direction. */
	text: 200,
	/** One that stands askew: all that is reckoned of its place has fractions. */
	turnedText: 600,
	/** Two places that are compared, to put them into order. */
	compared: 8,
	/** A line of text that is put together and looked through for tags. */
	line: 190,
	/** A letter of text that is looked through. */
	character: 1,
	/** A byte that a search passes over: as much for one that looks like a beginning again and again. */
	searched: 1,
} as const;

/** What things cost that are held, in bytes. */
export const KEPT = {
	number: 24,
	name: 72,
	string: 72,
	/** With room for 17 values, which a list has as soon as it has one. */
	list: 200,
	entry: 72,
	/** Letters that stand together on a page, with their place; and each of them. */
	word: 240,
	letter: 16,
	dictionary: 270,
	/** An object of a PDF, in a table that takes more time to double the more it has. */
	object: 240,
} as const;

/**
 * Counts what reading one file costs: work, and what is held in memory. It counts what a step makes, not the
 * time, so a file ends the same way on every machine.
 */
export class Meter {
	private worked = 0;
	private kept = 0;
	private pausedAt = 0;
	/** Milliseconds for a unit, in the quickest slice so far. */
	private quickest = Infinity;
	private sliceBegan: number;

	/**
	 * @param signal n8n's, for an execution that somebody stops
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

	/** Gives back what is no longer held. */
	drop(bytes: number): void {
		this.kept -= counted(bytes);
	}

	/** Charges for what is held while a job runs. */
	async holding<T>(bytes: number, job: () => Promise<T>): Promise<T> {
		this.keep(bytes);
		try {
			return await job();
		} finally {
			this.drop(bytes);
		}
	}

	/** Whether others have waited long enough for a pause. */
	get isDue(): boolean {
		return this.worked - this.pausedAt > SLICE;
	}

	/**
	 * Gives way to whatever else n8n has to do.
	 * @throws UserError when the execution was stopped; TooMuch on a machine that is too slow for the whole file
	 */
	async pause(): Promise<void> {
		this.look();
		await sleep(0);
		refuseStopped(this.signal);
		this.pausedAt = this.worked;
		this.sliceBegan = this.now();
	}

	/**
	 * Other programs may have had the processor for most of a slice, and the clock cannot tell. In the quickest slice
	 * they had it least: all work at that pace is what the reading itself took, or less.
	 */
	private look(): void {
		const units = this.worked - this.pausedAt;
		if (units < ENOUGH) return;
		this.quickest = Math.min(this.quickest, (this.now() - this.sliceBegan) / units);
		if (this.worked * this.quickest > MOST_MS)
			throw new TooMuch('It takes longer to read than this check allows');
	}
}

/** Compared with NaN, no limit is ever reached. */
function counted(amount: number): number {
	if (amount >= 0 && amount < Infinity) return amount;
	throw new TooMuch('It contains a number that cannot be right');
}
