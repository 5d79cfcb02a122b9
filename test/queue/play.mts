/** What every part of the test plays with. */
import { readFileSync } from 'node:fs';
import type { Executions } from '../n8n/executions.mts';
import type { N8nServer } from '../n8n/server.mts';
import type { Setting } from './workflows.mts';

export interface Play {
	setting: Setting;
	executions: Executions;
	/** The workers that run, by their number from 0. */
	workers: N8nServer[];
	/** The file that is sent. */
	contract: string;
	/** Prints what happened, with the time. */
	seen(what: string): void;
}

const TICKS_A_SECOND = 100;

/** The seconds of the processor that a program has had so far. Linux only, as its packages are. */
export const processorTime = ({ pid }: N8nServer): number => {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	// After the name, which may hold anything, from the third field on: the 14th and the 15th.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
};
