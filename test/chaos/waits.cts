/**
 * Executions that wait for signatures while their evidence comes late or never:
 * `node --require tsx/cjs test/chaos/waits.cts -- --executions N --seed N`. The same seed gives the same run,
 * but for the order in which calls that are made side by side arrive.
 */
import { parseArgs } from 'node:util';

import { runWaits } from './waitRun.cts';

const { values } = parseArgs({
	args: process.argv.slice(2).filter((argument) => argument !== '--'),
	options: {
		executions: { type: 'string', default: '200' },
		seed: { type: 'string', default: String(Date.now() % 1_000_000) },
	},
});

async function main(): Promise<number> {
	console.log(`seed ${values.seed}`);
	const counts = await runWaits(Number(values.executions), Number(values.seed));
	const { completed, others, doubled, lost, invented, untold } = counts;
	console.log(
		`  ${values.executions} executions, ${counts.calls} calls; ${others} documents ended otherwise, ${counts.lacking} lack a part of their evidence for ever, ${counts.removed} removed while their wait went on`,
	);
	console.log(
		`${completed} documents: ${doubled} doubled, ${lost} lost, ${invented} invented, ${untold} with another 'missing' than is`,
	);
	return doubled + lost + invented + untold === 0 ? 0 : 1;
}

main().then(
	// n8n's engine keeps timers of its own running.
	(code) => process.exit(code),
	(error: Error) => {
		console.error(error.stack);
		process.exit(1);
	},
);
