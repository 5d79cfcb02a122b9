/**
 * The tests that have to do with time, at times and in zones at which such tests went wrong before:
 * shortly after and before midnight, on a leap day, at the turn of the year, when the clocks change.
 *
 * `npm run test:clock`; `-- --short` for two of the moments and fewer files, `-- --all` for every test of the
 * suite, `-- --on 2027-11-07` for the moment of one day. Needs Debian's package faketime.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const ZONES = ['Pacific/Auckland', 'America/New_York', 'Europe/Berlin', 'UTC'];

/** By the clock of the zone that is tried: so faketime reads them. */
const MOMENTS = [
	'2026-11-26 00:30:00',
	'2026-12-31 23:50:00',
	'2028-02-29 02:00:00',
	// The clocks of Berlin go on, and back.
	'2027-03-28 00:50:00',
	'2027-10-31 00:50:00',
	// Those of New York.
	'2027-03-14 06:50:00',
	'2027-11-07 05:50:00',
];

/** Each moment in each zone; in the short form the two in which most went wrong. */
const EVERY = MOMENTS.flatMap((moment) => ZONES.map((zone) => ({ moment, zone })));
const SHORT = [
	{ moment: MOMENTS[0], zone: 'America/New_York' },
	{ moment: MOMENTS[1], zone: 'Pacific/Auckland' },
];

/** How many of them are tried at the same time. */
const AT_ONCE = 2;

const TIMELY =
	'/(a?waiting|dueDate|dates?|documentFilters|preview|reconcile|template|trigger|callback|mailMerge)[^/]*\\.test\\.cts$';
/** What has to do with time least, and takes most: left out of the short form. */
const LESS_TIMELY = '(Chaos|Hostile|OwnAddress|callbackForms)\\.test\\.cts$';

interface Report {
	numPassedTests: number;
	numFailedTests: number;
	numRuntimeErrorTestSuites: number;
	testResults: Array<{ assertionResults: Array<{ status: string; fullName: string }> }>;
}

const { values } = parseArgs({
	options: {
		short: { type: 'boolean' },
		all: { type: 'boolean' },
		on: { type: 'string', default: '' },
	},
});

if (spawnSync('faketime', ['--version']).error) {
	throw new Error('There is no faketime: apt-get install faketime');
}

const folder = mkdtempSync(join(tmpdir(), 'clock-'));
const wanted = values.all ? [] : ['--testPathPatterns', TIMELY];
const left = values.short ? ['--testPathIgnorePatterns', LESS_TIMELY] : [];
let passed = 0;
let failed = 0;

async function runAt(place: number, { moment, zone }: (typeof EVERY)[number]): Promise<void> {
	const outputFile = join(folder, `${place}.json`);
	const report = ['--silent', '--json', `--outputFile=${outputFile}`];
	const jest = ['npx', 'jest', '--maxWorkers=2', ...report];
	// Its clock for timers stays the real one: with that one moved, Node.js waits in vain.
	const env = { ...process.env, TZ: 'UTC', FAKETIME_DONT_FAKE_MONOTONIC: '1' };
	const command = ['-f', `@${moment}`, 'env', `TZ=${zone}`, ...jest, ...wanted, ...left];
	await once(spawn('faketime', command, { env, stdio: 'ignore' }), 'close');
	const told = JSON.parse(readFileSync(outputFile, 'utf8')) as Report;
	passed += told.numPassedTests;
	failed += told.numFailedTests + told.numRuntimeErrorTestSuites;
	console.log(`${moment} in ${zone}: ${told.numPassedTests} passed`);
	for (const { status, fullName } of told.testResults.flatMap((r) => r.assertionResults)) {
		if (status === 'failed') console.log(`  ✖ ${fullName}`);
	}
}

const chosen = (values.short ? SHORT : EVERY).filter(({ moment }) => moment.startsWith(values.on));
const todo = [...chosen.entries()];
const worker = async () => {
	for (let next = todo.shift(); next; next = todo.shift()) await runAt(...next);
};
try {
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
} finally {
	rmSync(folder, { recursive: true, force: true });
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
