/**
 * The callback trigger while calls get lost, come twice and come late:
 * `node --require tsx/cjs test/chaos/callbacks.cts -- --documents N --seed N`. The same seed gives the
 * same run.
 */
import { parseArgs } from 'node:util';

import { runCallbacks } from './callbackRun.cts';

const { values } = parseArgs({
	args: process.argv.slice(2).filter((argument) => argument !== '--'),
	options: {
		documents: { type: 'string', default: '300' },
		seed: { type: 'string', default: String(Date.now() % 1_000_000) },
	},
});

async function main(): Promise<number> {
	const documents = Number(values.documents);
	console.log(`seed ${values.seed}`);
	const counts = await runCallbacks(documents, Number(values.seed));
	const { calls, dropped, arrived, putOff, items, repeats, wrong, missing, events } = counts;
	const { untold, lacking } = counts;
	for (const [event, count] of Object.entries(events).sort()) console.log(`  ${event} ${count}`);
	console.log(
		`  ${calls} calls made, ${dropped} dropped, ${putOff} put off while the service was down, ${counts.unconfirmed} until it was confirmed, ${counts.unknown} about what was never seen; ${lacking} documents lack a part of their evidence`,
	);
	console.log(
		`  ${documents} documents: ${arrived} calls arrived, ${items} items, ${repeats} repeats with the same eventId, ${wrong} wrong, ${missing} missing`,
	);
	const [doubled, lost] = [Math.max(0, items - arrived), Math.max(missing, arrived - items)];
	console.log(
		`${documents} documents: ${doubled} doubled, ${lost} lost, ${wrong} invented, ${untold} with another 'missing' than is`,
	);
	return doubled + lost + wrong + untold === 0 ? 0 : 1;
}

main().then(
	// n8n's engine keeps timers of its own running.
	(code) => process.exit(code),
	(error: Error) => {
		console.error(error.stack);
		process.exit(1);
	},
);
