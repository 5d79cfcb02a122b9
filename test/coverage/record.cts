/**
 * What the engine tests show, written down while they run: which operation of the node called which
 * operations of the API, and what it gave out. Only where RECORDS_FOLDER names a folder.
 */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { INode } from 'n8n-workflow';

import type { RecordedRequest } from '../../simulator/index.cts';

/** One run of the node that went well. */
export interface RunRecord {
	/** resource:operation */
	operation: string;
	/** The operationIds of the API that were answered with success. */
	reached: string[];
	/** The items' data; none where the test asked for the raw answer instead of the simplified one. */
	outputs: unknown[];
}

const begun = new Set<string>();

/** Adds a run to the file of the test that is under way. Each run of jest begins its files anew. */
export function record(
	{ resource, operation, simplify }: INode['parameters'],
	requests: RecordedRequest[],
	outputs: unknown[],
): void {
	const folder = process.env.RECORDS_FOLDER;
	if (!folder) return;
	const answered = requests.filter(({ status, fault }) => status === 200 && !fault);
	const run: RunRecord = {
		operation: `${String(resource)}:${String(operation)}`,
		reached: [...new Set(answered.flatMap(({ operationId }) => operationId ?? []))],
		outputs: simplify === false ? [] : outputs,
	};
	const file = join(folder, `${basename(expect.getState().testPath ?? 'test')}.jsonl`);
	mkdirSync(folder, { recursive: true });
	const write = begun.has(file) ? appendFileSync : writeFileSync;
	write(file, `${JSON.stringify(run)}\n`);
	begun.add(file);
}
