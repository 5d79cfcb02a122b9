// `npm run probe`: finds out how the real service behaves. README.md in this folder says what it does.
import { existsSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { readSettings, SERVICE_ADDRESS, type ServiceSettings } from '../credentials/settings';
import { listenForCallbacks } from './callback.cts';
import { metadataReport, readMetadata } from './metadata/run.cts';
import { Unsettled } from './findings.cts';
import { environmentOf, readFlags, senderOf, type Flags } from './flags.cts';
import { mustHoldNoSecret } from './output/guard.cts';
import { readingsFile, type ReadingsFile } from './output/readingsFile.cts';
import { leftOnScreen, report } from './output/report.cts';
import type { Operator } from './probe.cts';
import { runProbe, type RunResult } from './run.cts';
import { askFor, endProgress, showProgress, Terminal } from './terminal.cts';

const PACE = 0.25;
const TIMEOUT = 60;
const CALLBACK_WAIT = 60;
/** Milliseconds in which two signals are one key. */
const SAME_KEY = 1000;

const WILL_DO = {
	reads: 'It reads lists and the account information, and changes nothing.',
	writes:
		'It uploads up to 7 small files and 2 attachments and removes them again. Each file may use up one document of your plan.',
	sends:
		'It sends up to 9 documents to your own address, and removes them again. Each may use up one document of your plan, and brings you one or two emails.',
};

async function main() {
	const flags = readFlags();
	mustBeFolder(flags.out);
	if (flags.metadata) return await readPages(flags);
	const environment = environmentOf(flags);
	const sender = senderOf(flags);
	const settings = await start(flags, environment);

	const callback = flags.notifyUrl
		? await listenForCallbacks(flags.notifyPort, () => String(flags.notifyUrl), CALLBACK_WAIT)
		: undefined;
	try {
		const result = await runProbe({
			settings,
			allowWrites: flags.allowWrites ?? false,
			operator: {
				sendTo: flags.sendTo,
				sender,
				signedDocument: flags.signedDocument,
				radioForm: flags.radioForm,
				fileUrl: flags.fileUrl,
				callback,
				...(flags.signByHand && { act: actByHand }),
			},
			budget: flags.budget,
			timeoutSeconds: TIMEOUT,
			pace: PACE,
			wait: async (seconds) => await wait(seconds * 1000),
			progress: (requests, about) => showProgress(`${requests} of at most ${flags.budget}`, about),
			onStart: stopOnSignals,
		});
		endProgress();
		tellWhatIsLeft(result);
		await save(result, readingsFile(result.findings, environment), flags, settings);
		process.exitCode = result.stopped || result.left.length > 0 || result.mayHaveLeft ? 1 : 0;
	} finally {
		callback?.close();
	}
}

/** Key, secret and domain, from the environment or asked for, and kept in memory alone; then the consent. */
async function start(flags: Flags, environment: string): Promise<ServiceSettings> {
	const { SECURED_SIGNING_KEY, SECURED_SIGNING_SECRET, SECURED_SIGNING_DOMAIN } = process.env;
	const { baseUrl, allowWrites, sendTo, yes } = flags;
	const terminal = new Terminal();
	const hidden = { hidden: true };
	try {
		const settings = readSettings({
			environment,
			...(baseUrl !== undefined && { baseUrl }),
			apiKey: SECURED_SIGNING_KEY ?? (await terminal.ask('API key (not shown): ', hidden)),
			apiSecret: SECURED_SIGNING_SECRET ?? (await terminal.ask('API secret (not shown): ', hidden)),
			domain: SECURED_SIGNING_DOMAIN ?? (await terminal.ask('Domain (access URL of the key): ')),
		});
		console.error(`Environment: ${environment}. ${WILL_DO.reads}`);
		if (allowWrites) console.error(WILL_DO.writes);
		if (allowWrites && sendTo.length > 0) console.error(WILL_DO.sends);
		if (yes) return settings;
		const word = environment === 'production' ? 'production' : 'yes';
		const typed = await terminal.ask(`Type ${word} to start: `);
		if (typed !== word) throw new Error('Not started. Nothing was sent.');
		return settings;
	} finally {
		terminal.close();
	}
}

/** What the operator does by hand. Ctrl-C at the question ends the run as it does elsewhere. */
const actByHand: Operator['act'] = async (what, name) => {
	endProgress();
	const how = what === 'sign' ? 'Sign' : 'Decline';
	// A name may hold signs that steer a terminal.
	const shown = name.replace(/\p{C}/gu, '');
	try {
		await askFor(`${how} the document “${shown}” from the email that you got, then press Enter: `);
	} catch {
		process.emit('SIGINT');
		throw new Unsettled('it was interrupted');
	}
};

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * The first Ctrl-C, or the end of the terminal, ends the questions and lets the removal run; a later one ends the
 * program. One key brings two signals where npm passes on what the terminal has sent already.
 */
function stopOnSignals(interrupt: () => void) {
	let isStopping = false;
	const stop = () => {
		if (isStopping) return;
		isStopping = true;
		interrupt();
		endProgress();
		console.error('Stopping. What was made is being removed; press Ctrl-C again to leave it.');
		setTimeout(() => {
			for (const signal of SIGNALS) process.off(signal, stop);
		}, SAME_KEY).unref();
	};
	for (const signal of SIGNALS) process.on(signal, stop);
	// A terminal that was closed takes nothing more: the removal goes on without it.
	for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}

function tellWhatIsLeft(result: RunResult) {
	if (result.stopped) console.error(`The run ended early: ${result.stopped}.`);
	for (const line of leftOnScreen(result)) console.error(line);
}

/** Public pages, without a key: those of both hosts, or of the one that is named. */
async function readPages({ baseUrl, out, yes }: Flags) {
	const results = await readMetadata({
		hosts: baseUrl ? { custom: baseUrl } : SERVICE_ADDRESS,
		pace: PACE,
		timeoutSeconds: TIMEOUT,
		wait: async (seconds) => await wait(seconds * 1000),
		progress: (requests, about) => showProgress(String(requests), about),
	});
	endProgress();
	const page = metadataReport(results);
	console.log(page);
	if (await maySave('metadata.md', out, yes)) await writeFile(`${out}/metadata.md`, page);
	process.exitCode = results.some(({ problem }) => problem) ? 1 : 0;
}

/** @throws Error before anything is asked or used up */
function mustBeFolder(out: string) {
	if (!existsSync(out) || !statSync(out).isDirectory())
		throw new Error(`--out ${out} is no folder`);
}

const maySave = async (what: string, out: string, yes?: boolean) =>
	yes === true || /^y/i.test(await askFor(`Save ${what} in ${out}? (yes/no) `));

/** Shown first, saved after: and sent nowhere. */
async function save(
	result: RunResult,
	file: ReadingsFile,
	{ out, yes, sendTo, sender = [], signedDocument = '' }: Flags,
	settings: ServiceSettings,
) {
	const json = `${JSON.stringify(file, null, '\t')}\n`;
	const page = report(file, result);
	// A client reference may be a word of the report.
	const long = sender.filter((text) => text.length > 7);
	mustHoldNoSecret(`${json}${page}`, settings, [...sendTo, ...long, signedDocument]);
	console.log(`${page}\n${json}`);
	const replaced = ['readings.json', 'report.md'].filter((name) => existsSync(join(out, name)));
	if (replaced.length > 0) console.error(`Saving replaces ${replaced.join(' and ')} in ${out}.`);
	if (!(await maySave('report.md and readings.json', out, yes))) return;
	await writeFile(`${out}/readings.json`, json);
	await writeFile(`${out}/report.md`, page);
}

main().catch((error: Error) => {
	console.error(error.message);
	process.exitCode = 1;
});
