/**
 * The polling trigger while polls fail, overlap and are cut off by restarts:
 * `node --require tsx/cjs test/chaos/trigger.cts -- --documents N --seed N`. The same seed gives the
 * same run, but for the order in which requests that are made side by side arrive.
 */
import { parseArgs } from 'node:util';

import { runTrigger } from './triggerRun.cts';

const { values } = parseArgs({
	args: process.argv.slice(2).filter((argument) => argument !== '--'),
	options: {
		documents: { type: 'string', default: '1000' },
		seed: { type: 'string', default: String(Date.now() % 1_000_000) },
	},
});

async function main(): Promise<number> {
	console.log(`seed ${values.seed}`);
	const counts = await runTrigger(Number(values.documents), Number(values.seed));
	const { completed, others, doubled, lost, invented, untold } = counts;
	const { polls, failed, restarts, overlaps } = counts;
	console.log(
		`  3 triggers, ${polls} polls, ${failed} failed, ${restarts} restarts, ${overlaps} overlaps; ${others} documents ended otherwise`,
	);
	console.log(
		`  ${counts.renames} renames, ${counts.outages} activations in an outage, ${counts.malformed} malformed documents, ${counts.retired} documents signed and removed while n8n was down, ${counts.hidden} removed before they could be read, ${counts.lacking} without a part of their evidence; state ${counts.largestState} bytes at most`,
	);
	console.log(
		`${completed} documents: ${doubled} doubled, ${lost} lost, ${invented} invented, ${untold} with another 'missing' than is`,
	);
	return doubled + lost + invented + untold === 0 && completed >= Number(values.documents) ? 0 : 1;
}

main().then(
	// n8n's engine keeps timers of its own running.
	(code) => process.exit(code),
	(error: Error) => {
		console.error(error.stack);
		process.exit(1);
	},
);
