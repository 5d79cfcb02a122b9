// `npm run probe` as somebody runs it: another process, its own terminal.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readingsOf, startSimulator, type Simulator } from '../simulator.cts';
import { judge } from './judge.cts';
import { CANARIES } from './play.cts';

const COMMAND = join(__dirname, '../cli.cts');

interface Ended {
	code: number | null;
	said: string;
}

export async function playCommand() {
	const simulator = await startSimulator({
		apiKey: CANARIES.apiKey,
		apiSecret: CANARIES.apiSecret,
		domain: `https://${CANARIES.host}`,
	});
	const folder = mkdtempSync(join(tmpdir(), 'probe-'));
	const base = ['--environment', 'custom', '--base-url', simulator.url, '--out', folder];
	try {
		const whole = await run([...base, '--yes'], simulator);
		const files = ['readings.json', 'report.md'].map((name) =>
			readFileSync(join(folder, name), 'utf8'),
		);
		await judge('the command writes what it has shown', [
			...(whole.code === 0 ? [] : [`it ended with ${whole.code}: ${whole.said}`]),
			...files.filter((file) => !whole.said.includes(file)).map(() => 'a file was not shown'),
			...(readingsOf(files[0]).referer === 'host' ? [] : ['the file holds no reading']),
			...secretsIn(`${whole.said}${files.join()}`),
		]);

		const before = simulator.requests.length;
		const typed = await run(['--environment', 'production', '--out', folder], simulator, 'yes\n');
		await judge('production starts only when its name is typed', [
			...(/Type production/.test(typed.said) && /Not started/.test(typed.said) ? [] : [typed.said]),
			...(simulator.requests.length === before ? [] : ['something was sent']),
			...secretsIn(typed.said),
		]);

		for (const [what, ...sender] of [
			['two of the three', 'one', 'two'],
			['one that is empty', '17', '', CANARIES.sender],
			['one that stands for two', '17', CANARIES.sender, CANARIES.sender],
		]) {
			const asked = simulator.requests.length;
			const refused = await run([...base, '--yes', '--sender', ...sender], simulator);
			await judge(`--sender with ${what}`, [
				...(refused.code === 1 && /--sender takes/.test(refused.said) ? [] : [refused.said]),
				...(simulator.requests.length === asked ? [] : ['something was sent']),
			]);
		}

		// Twice at once: the terminal sends it to everybody, and npm passes its own on.
		for (const signals of [['SIGINT', 'SIGINT'], ['SIGTERM'], ['SIGHUP']] as const) {
			const stopped = await run(
				[...base, '--yes', '--allow-writes', '--send-to', CANARIES.email],
				simulator,
				'',
				{ when: ({ documents }) => documents().length >= 2, signals },
			);
			await judge(`${signals.join(', ')} removes what was made`, [
				...(/Stopping/.test(stopped.said) ? [] : [stopped.said]),
				...(simulator.documents().length === 0
					? []
					: [`${simulator.documents().length} were left behind`]),
				...secretsIn(stopped.said),
			]);
		}
	} finally {
		rmSync(folder, { recursive: true });
		await simulator.close();
	}
}

const secretsIn = (text: string) =>
	[CANARIES.apiKey, CANARIES.apiSecret, CANARIES.host, CANARIES.email].filter((secret) =>
		text.includes(secret),
	);

/** @param until sends signals, once this is so */
function run(
	args: string[],
	simulator: Simulator,
	typed = '',
	until?: { when: (simulator: Simulator) => boolean; signals: readonly NodeJS.Signals[] },
): Promise<Ended> {
	const child = spawn(process.execPath, ['--require', 'tsx/cjs', COMMAND, ...args], {
		env: {
			...process.env,
			SECURED_SIGNING_KEY: CANARIES.apiKey,
			SECURED_SIGNING_SECRET: CANARIES.apiSecret,
			SECURED_SIGNING_DOMAIN: `https://${CANARIES.host}`,
		},
	});
	let said = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => (said += text));
	}
	child.stdin.end(typed);
	const watch = setInterval(() => {
		if (!until?.when(simulator)) return;
		clearInterval(watch);
		for (const signal of until.signals) child.kill(signal);
	}, 20);
	return new Promise((resolve) => {
		child.on('close', (code) => {
			clearInterval(watch);
			resolve({ code, said });
		});
	});
}
