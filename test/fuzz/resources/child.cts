/** A process of its own that reads files with the product's code, and says what each one cost. */
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { onTurn } from './turns.cts';
import { readTags } from '../../../nodes/SecuredSigning/smartTags/read.ts';
import { Measure, type Cost } from './measures.cts';

/** One file to read, as it lies on the disk. */
export interface Task {
	path: string;
	fileName: string;
	/** How often at once. */
	times: number;
}

/** What became of it. */
export interface Outcome extends Cost {
	readable: string;
	notRead: string;
	/** What it threw, which it must not. */
	thrown?: string;
}

async function outcomeOf({ path, fileName, times }: Task, measure: Measure): Promise<Outcome> {
	let readable = '';
	let notRead = '';
	let thrown: string | undefined;
	const size = statSync(path).size;
	const cost = await measure.cost(async () => {
		try {
			// As n8n hands over a file: in pieces, from the disk.
			const open = async () => createReadStream(path).on('readable', () => onTurn());
			const file = { fileName, mimeType: '', size, open };
			const readings = Array.from({ length: times }, async () => await readTags(file as never));
			[{ readable, notRead }] = await Promise.all(readings);
		} catch (error) {
			thrown = String((error as Error).stack ?? error);
		}
	});
	return { ...cost, readable, notRead, thrown };
}

async function main(): Promise<void> {
	// What every file needs is loaded and compiled by two that are harmless.
	const data = join(__dirname, '../../data');
	for (const fileName of ['tenancy-agreement.docx', 'confidentiality-agreement.pdf']) {
		const content = readFileSync(join(data, fileName));
		await readTags({ fileName, open: async () => content } as never);
	}
	const measure = new Measure();
	process.on('message', (task: Task) => {
		void outcomeOf(task, measure).then((outcome) => process.send?.(outcome));
	});
	process.on('disconnect', () => process.exit());
	process.send?.('ready');
}

void main();
