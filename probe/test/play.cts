// One run of the probe against the simulator.
import { readSettings } from '../../credentials/settings';
import { authenticationHeaders } from '../../credentials/signature';
import { listenForCallbacks } from '../callback.cts';
import { bendInFrontOf, told, type Bend } from './bend.cts';
import { readingsFile } from '../output/readingsFile.cts';
import { report } from '../output/report.cts';
import { runProbe, type RunOptions, type RunResult } from '../run.cts';
import { startSimulator, type Readings, type Simulator } from '../simulator.cts';

/** Texts that may stand in no output. Each is looked for in everything that a run writes. */
export const CANARIES = {
	apiKey: 'KEY-canary-5f0c',
	apiSecret: 'SECRET-canary-91d2',
	host: 'canary-host.example.com',
	email: 'canary.signer@canary-mail.example.com',
	other: 'canary.second@canary-mail.example.com',
	account: 'Canary Quill',
};

export interface Play {
	readings?: Partial<Readings>;
	/** Stands in front of the simulator. */
	bend?: Bend;
	/** Calls the address of the callbacks itself, when something was signed. */
	call?(address: string): Promise<unknown>;
	/** Changes the simulator before the run. */
	prepare?(simulator: Simulator): void | Promise<void>;
	options?: Partial<RunOptions>;
}

export interface Played {
	result: RunResult;
	/** Everything that would be shown or saved. */
	output: string;
	/** Documents and attachments that are still there. */
	leftBehind: number;
	simulator: Simulator;
}

const named = (form: { Reference: string; Name: string }[]) =>
	form.find(({ Name }) => Name === 'Employment Agreement')?.Reference;

/** Plays all stages; the operator signs and declines at once. */
export async function play({
	readings = {},
	bend,
	call,
	prepare,
	options = {},
}: Play): Promise<Played> {
	const simulator = await startSimulator({
		readings,
		apiKey: CANARIES.apiKey,
		apiSecret: CANARIES.apiSecret,
		domain: `https://${CANARIES.host}`,
	});
	Object.assign(simulator.account, { Name: CANARIES.account, Email: CANARIES.email });
	const callback = await listenForCallbacks(0, (port) => `http://127.0.0.1:${port}/canary-path`, 0);
	const front = bend && (await bendInFrontOf(simulator.url, bend));
	const files = await bendInFrontOf('', async () => told(200, '%PDF-1.4'));
	try {
		const radioForm = named(await formsOf(simulator));
		await prepare?.(simulator);
		const result = await runProbe({
			settings: readSettings({ ...simulator.credential, ...(front && { baseUrl: front.baseUrl }) }),
			allowWrites: true,
			operator: {
				sendTo: [CANARIES.email, CANARIES.other],
				radioForm,
				fileUrl: `${files.baseUrl}/canary.pdf`,
				callback,
				act: async (what, _name, reference) => {
					if (what === 'sign') await simulator.sign(reference);
					else await simulator.decline(reference, undefined, 'canary reason');
					await simulator.settle();
					if (what === 'sign') await call?.(callback.address);
				},
			},
			budget: 600,
			timeoutSeconds: 60,
			pace: 0,
			wait: async () => await simulator.settle(),
			...options,
		});
		const file = readingsFile(result.findings, 'custom');
		const output = `${JSON.stringify(file)}\n${report(file, result)}`;
		return { result, output, leftBehind: await countLeft(simulator), simulator };
	} finally {
		callback.close();
		front?.close();
		files.close();
		await simulator.close();
	}
}

async function formsOf(simulator: Simulator) {
	const answer = await signedRead(simulator, '/FormDirect/GetFormList');
	return (await answer.json()) as { Reference: string; Name: string }[];
}

async function countLeft(simulator: Simulator): Promise<number> {
	simulator.faults.clear();
	const attachments = (await (
		await signedRead(simulator, '/Attachment/GetAttachments')
	).json()) as unknown[];
	return simulator.documents().length + attachments.length;
}

async function signedRead(simulator: Simulator, path: string) {
	const headers = authenticationHeaders(readSettings(simulator.credential));
	return await fetch(`${simulator.url}${path}`, { headers });
}
