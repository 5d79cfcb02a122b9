/**
 * `npm run chaos -- --seed 1 --sends 1000`: sends while connections are cut, servers fail and answers
 * come late. Ends with 1 if anything went out twice, was lost, or was told wrongly.
 */
import { Command } from 'commander';

import { run } from './sendRun.cts';

const say = (text: string) => process.stdout.write(`${text}\n`);

async function main(): Promise<void> {
	const options = new Command()
		.option('--seed <number>', 'which chaos', String(Math.floor(Math.random() * 1e6)))
		.option('--sends <number>', 'how many sends', '1000')
		.parse()
		.opts<{ seed: string; sends: string }>();
	const replay = `npm run chaos -- --seed ${options.seed} --sends ${options.sends}`;
	say(`${replay}`);
	const { verdicts, problems, lastLine, isWell } = await run(
		Number(options.seed),
		Number(options.sends),
	);
	for (const told of [
		'sent',
		'recovered',
		'refused',
		'uncertain',
		'unfinished',
		'untold',
	] as const) {
		say(`  ${told}: ${verdicts.filter((verdict) => verdict.told === told).length}`);
	}
	for (const { id, wrong } of verdicts) if (wrong) say(`  WRONG ${id}: ${wrong}`);
	for (const problem of problems) say(`  PROBLEM ${problem}`);
	if (!isWell) say(`To see it again: ${replay}`);
	say(lastLine);
	process.exitCode = isWell ? 0 : 1;
}

void main();
