/** Says which files cost more than they may, and what the costliest were. */
import { UNEXPECTED } from '../../../nodes/SecuredSigning/smartTags/read.ts';
import type { HostileFile } from '../files/extremes.cts';
import { BOUNDS, LONGEST_BLOCK_MS, type Cost } from './measures.cts';
import { Reader, type Reading } from './reader.cts';

/** What is wrong with how a file was read; '' when nothing is. */
export function wrongWith(reading: Reading): string {
	if ('died' in reading) return reading.died;
	const { seconds, megabytes, thrown, readable, notRead } = reading;
	if (thrown) return `it throws: ${thrown.split('\n').slice(0, 4).join(' ')}`;
	if (seconds > BOUNDS.seconds) return `${seconds.toFixed(1)} s of processor time`;
	if (megabytes > BOUNDS.megabytes) return `${megabytes.toFixed(0)} MB`;
	if (notRead.includes(UNEXPECTED)) return 'it trips over something that nobody thought of';
	if (!['whole', 'partly', 'not'].includes(readable)) return `it is read “${readable}”`;
	if ((readable === 'whole') !== (notRead === ''))
		return `${readable}, and “${notRead}” was not read`;
	return '';
}

/** The costliest file of each measure, so far. */
export class Worst {
	private readonly most = new Map<keyof Cost, { cost: number; what: string }>();
	private blocks = 0;

	add(what: string, reading: Reading): void {
		if ('died' in reading) return;
		if (reading.block > LONGEST_BLOCK_MS) this.blocks += 1;
		for (const measure of ['seconds', 'megabytes', 'block', 'wallBlock'] as const) {
			const cost = reading[measure];
			if (cost > (this.most.get(measure)?.cost ?? -1)) this.most.set(measure, { cost, what });
		}
	}

	toString(): string {
		const lines = [...this.most].map(([measure, { cost, what }]) => {
			return `  ${measure.padEnd(9)} ${cost.toFixed(measure === 'seconds' ? 2 : 0).padStart(6)}  ${what}`;
		});
		return [...lines, `  blocks of more than ${LONGEST_BLOCK_MS} ms: ${this.blocks}`].join('\n');
	}
}

/** A file whose reading is not as it should be. */
export interface Find {
	index: number;
	what: string;
	wrong: string;
	content: Buffer;
	fileName: string;
}

/**
 * Reads files one after another. One that goes over is read again in a process of its own: what it
 * costs there counts.
 */
export async function judged(
	files: Iterable<HostileFile>,
	worst: Worst,
	onFind: (find: Find) => void,
): Promise<void> {
	const reader = new Reader();
	let index = 0;
	try {
		for (const file of files) {
			const content = await file.content();
			let reading = await reader.read(file, content);
			if (wrongWith(reading) !== '') reading = await reader.readAlone(file, content);
			worst.add(file.what, reading);
			const wrong = wrongWith(reading);
			const { what, fileName } = file;
			if (wrong !== '') onFind({ index, what, wrong, content, fileName });
			index += 1;
		}
	} finally {
		reader.close();
	}
}
