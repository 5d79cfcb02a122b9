// What has to hold for every run, whatever was played.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { likelyReadings, readingValues, type Readings } from '../simulator.cts';
import { CANARIES, type Played } from './play.cts';

export const readingNames = Object.keys(readingValues) as Array<keyof Readings>;

/** A test that fails when there are problems. */
export async function judge(what: string, problems: string[]): Promise<void> {
	await test(what, () => assert.deepEqual(problems, []));
}

/** Readings that the probe named otherwise than the simulator was started. */
export function wrongReadings(
	played: Played,
	readings: Partial<Readings>,
	except: string[] = [],
): string[] {
	const started: Readings = { ...likelyReadings, ...readings };
	return readingNames.flatMap((name) => {
		const finding = played.result.findings.get(name);
		const isRight = finding && 'value' in finding && finding.value === started[name];
		return isRight || except.includes(name)
			? []
			: [`${name}: ${started[name]} was found as ${JSON.stringify(finding)}`];
	});
}

/** Values that are not those of the simulator, and shapes of what was no answer of it. */
export function falseFindings(played: Played, whole: Played): string[] {
	return [...played.result.findings].flatMap(([id, finding]) => {
		const right = whole.result.findings.get(id);
		if ('notSettled' in finding) return [];
		const isSame = right && 'value' in right && 'value' in finding && right.value === finding.value;
		return isSame ? [] : [`${id}: ${JSON.stringify(finding)} instead of ${JSON.stringify(right)}`];
	});
}

export const tracesLeft = ({ leftBehind }: Played): string[] =>
	leftBehind === 0 ? [] : [`${leftBehind} things were left behind`];

/** Key, secret, host, addresses, names, references and whatever looks like one. */
export function leaks({ output }: Played, more: Iterable<string> = []): string[] {
	const found = [...Object.values(CANARIES), 'canary', ...more].filter((text) =>
		output.includes(text),
	);
	if (/\d{16}/.test(output)) found.push('a long number');
	if (/[\w.]+@[\w-]+\.\w/.test(output)) found.push('an email address');
	return found.map((text) => `the output holds ${text}`);
}

export const own = ({ simulator }: Played): string[] => simulator.problems;
