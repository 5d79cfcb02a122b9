/** Values at the edge of what a reader expects, for files that are built to be a burden. */
import fc from 'fast-check';

/** One file that is tried. */
export interface HostileFile {
	/** What it is, with the values in it. */
	what: string;
	/** With the extension by which the reader is chosen. */
	fileName: string;
	/** Made only when it is its turn: together they would not fit into memory. */
	content(): Promise<Buffer> | Buffer;
}

/** Numbers as a file has them: large, negative, and words that look like some. */
export const number = fc.constantFrom(
	...['0', '1', '-1', '7', '255', '256', '65535', '65536', '1000000', '16777216'],
	...['2147483647', '2147483648', '-2147483649', '4294967296', '9007199254740993', '1e308'],
	...['9'.repeat(30), '9'.repeat(400), '-0', '.5', '1.5', '--5', '+7', 'NaN', 'Infinity', 'null'],
);

/** The same as whole numbers, for fields of so many bytes. */
export const whole = fc.constantFrom(
	...[0, 1, 2, 8, 255, 65_535, 1_000_000, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 53, 2 ** 63],
);

/** How often something comes: mostly few, so that most of the time goes to many different files. */
export const times = fc.oneof(
	{ weight: 5, arbitrary: fc.integer({ min: 0, max: 20 }) },
	{ weight: 5, arbitrary: fc.integer({ min: 100, max: 5_000 }) },
	{ weight: 2, arbitrary: fc.constantFrom(20_000, 70_000, 200_000) },
	{ weight: 1, arbitrary: fc.constantFrom(1_000_000, 3_000_000, 12_000_000) },
);

const MOST_BYTES = 100_000_000;

/** A text again and again, no longer than a file is unpacked to. */
export function repeated(text: string, count: number, mostBytes = MOST_BYTES): string {
	return text.repeat(Math.min(count, Math.floor(mostBytes / Math.max(text.length, 1))));
}

/** What tells two values of a case apart, in few characters. */
export function shown(values: object): string {
	const short = (value: unknown) => {
		const text = String(typeof value === 'object' ? JSON.stringify(value) : value);
		return text.length > 40 ? `${text.slice(0, 30)}… (${text.length})` : text;
	};
	return Object.entries(values)
		.map(([name, value]) => `${name}=${short(value)}`)
		.join(' ');
}

/** A kind of file, made from values. */
export function recipe<T extends object>(
	name: string,
	extension: string,
	values: { [Key in keyof T]: fc.Arbitrary<T[Key]> },
	content: (values: T) => Promise<Buffer> | Buffer,
): fc.Arbitrary<HostileFile> {
	return fc.record(values).map((chosen) => ({
		what: `${name}: ${shown(chosen as T)}`,
		fileName: `hostile.${extension}`,
		content: () => content(chosen as T),
	}));
}
