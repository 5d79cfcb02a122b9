// `npm run probe`: finds out how the real service behaves. README.md in this folder says what it does.
import { Command } from 'commander';
import { writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

import { readSettings, type ServiceSettings } from '../credentials/settings';
import { listenForCallbacks } from './callback.cts';
import { mustHoldNoSecret } from './output/guard.cts';
import { readingsFile, type ReadingsFile } from './output/readingsFile.cts';
import { report } from './output/report.cts';
import type { Operator } from './probe.cts';
import { runProbe, type RunResult } from './run.cts';
import { askFor, endProgress, showProgress } from './terminal.cts';

interface Flags {
	environment: string;
	baseUrl?: string;
	allowWrites?: boolean;
	sendTo: string[];
	signByHand?: boolean;
	radioForm?: string;
	notifyUrl?: string;
	notifyPort: number;
	budget: number;
	out: string;
	yes?: boolean;
}

const PACE = 0.25;
const TIMEOUT = 60;
const CALLBACK_WAIT = 60;

const WILL_DO = {
	reads: 'It reads lists and the account information, and changes nothing.',
	writes:
		'It uploads up to 5 small files and 3 attachments and removes them again. Each file may use up one document of your plan.',
	sends:
		'It sends up to 9 documents to your own address, and removes them again. Each may use up one document of your plan, and brings you one or two emails.',
};

async function main() {
	const flags = readFlags();
	const environment = environmentOf(flags);
	const settings = await askForSettings(environment, flags.baseUrl);
	await confirm(flags, environment);

	const callback = flags.notifyUrl
		? await listenForCallbacks(flags.notifyPort, () => String(flags.notifyUrl), CALLBACK_WAIT)
		: undefined;
	try {
		const result = await runProbe({
			settings,
			allowWrites: flags.allowWrites ?? false,
			operator: {
				sendTo: flags.sendTo,
				radioForm: flags.radioForm,
				callback,
				...(flags.signByHand && { act: actByHand }),
			},
			budget: flags.budget,
			timeoutSeconds: TIMEOUT,
			pace: PACE,
			wait: async (seconds) => await wait(seconds * 1000),
			progress: (requests, about) => showProgress(requests, flags.budget, about),
			onStart: stopOnCtrlC,
		});
		endProgress();
		tellWhatIsLeft(result);
		await save(result, readingsFile(result.findings, environment), flags, settings);
		process.exitCode = result.stopped ? 1 : 0;
	} finally {
		callback?.close();
	}
}

function readFlags(): Flags {
	return new Command('probe')
		.description('Finds out how Secured Signing behaves, for the people who build this package')
		.option(
			'--environment <name>',
			'sandbox, production or custom; production has to be typed out',
			'sandbox',
		)
		.option('--base-url <url>', 'address of the API, for the environment custom')
		.option('--allow-writes', 'upload small files and remove them again')
		.option('--send-to <emails...>', 'send documents to these addresses of your own', [])
		.option('--sign-by-hand', 'wait until you have signed and declined what was sent')
		.option('--radio-form <reference>', 'a form of your account that shows radio buttons')
		.option(
			'--notify-url <url>',
			'an address of your own that leads to this machine, for callbacks',
		)
		.option('--notify-port <port>', 'the port that it leads to', Number, 8651)
		.option('--budget <requests>', 'requests at most', Number, 400)
		.option('--out <folder>', 'where readings.json and report.md go', '.')
		.option('--yes', 'start, show and save without asking')
		.parse()
		.opts<Flags>();
}

function environmentOf({ environment }: Flags): ReadingsFile['environment'] {
	if (environment === 'sandbox' || environment === 'production' || environment === 'custom')
		return environment;
	throw new Error('--environment is sandbox, production or custom');
}

/** From the environment, or asked for. Kept in memory alone. */
async function askForSettings(environment: string, baseUrl?: string): Promise<ServiceSettings> {
	const { SECURED_SIGNING_KEY, SECURED_SIGNING_SECRET, SECURED_SIGNING_DOMAIN } = process.env;
	return readSettings({
		environment,
		...(baseUrl !== undefined && { baseUrl }),
		apiKey: SECURED_SIGNING_KEY ?? (await askFor('API key (not shown): ', { hidden: true })),
		apiSecret:
			SECURED_SIGNING_SECRET ?? (await askFor('API secret (not shown): ', { hidden: true })),
		domain: SECURED_SIGNING_DOMAIN ?? (await askFor('Domain (access URL of the key): ')),
	});
}

async function confirm({ allowWrites, sendTo, yes }: Flags, environment: string) {
	console.error(`Environment: ${environment}. ${WILL_DO.reads}`);
	if (allowWrites) console.error(WILL_DO.writes);
	if (allowWrites && sendTo.length > 0) console.error(WILL_DO.sends);
	if (yes) return;
	const word = environment === 'production' ? 'production' : 'yes';
	if ((await askFor(`Type ${word} to start: `)) !== word)
		throw new Error('Not started. Nothing was sent.');
}

const actByHand: Operator['act'] = async (what, name) => {
	endProgress();
	const how = what === 'sign' ? 'Sign' : 'Decline';
	await askFor(`${how} the document “${name}” from the email that you got, then press Enter: `);
};

/** The first Ctrl-C ends the questions and lets the removal run; a second one ends the program. */
function stopOnCtrlC(interrupt: () => void) {
	process.once('SIGINT', () => {
		endProgress();
		console.error('Stopping. What was made is being removed; press Ctrl-C again to leave it.');
		interrupt();
	});
}

function tellWhatIsLeft({ stopped, left }: RunResult) {
	if (stopped) console.error(`The run ended early: ${stopped}.`);
	if (left.length === 0) return;
	console.error('These could not be removed; please delete them in Secured Signing:');
	for (const { kind, reference } of left) console.error(`  ${kind} ${reference}`);
}

/** Shown first, saved after: and sent nowhere. */
async function save(
	result: RunResult,
	file: ReadingsFile,
	{ out, yes, sendTo }: Flags,
	settings: ServiceSettings,
) {
	const json = `${JSON.stringify(file, null, '\t')}\n`;
	const page = report(file, result);
	mustHoldNoSecret(`${json}${page}`, settings, sendTo);
	console.log(`${page}\n${json}`);
	if (!yes && !/^y/i.test(await askFor(`Save report.md and readings.json in ${out}? (yes/no) `)))
		return;
	await writeFile(`${out}/readings.json`, json);
	await writeFile(`${out}/report.md`, page);
}

main().catch((error: Error) => {
	console.error(error.message);
	process.exitCode = 1;
});
