// One run of the probe against the simulator.
import { readSettings } from '../../credentials/settings';
import { authenticationHeaders } from '../../credentials/signature';
import { listenForCallbacks } from '../callback.cts';
import { bendInFrontOf, told, type Bend } from './bend.cts';
import { readingsFile } from '../output/readingsFile.cts';
import { report } from '../output/report.cts';
import { runProbe, type RunOptions, type RunResult } from '../run.cts';
import { smallPdf } from '../smallPdf.cts';
import { startSimulator, type Readings, type Simulator } from '../simulator.cts';

/** Texts that may stand in no output. Each is looked for in everything that a run writes. */
export const CANARIES = {
	apiKey: 'KEY-canary-5f0c',
	apiSecret: 'SECRET-canary-91d2',
	host: 'canary-host.example.com',
	email: 'canary.signer@canary-mail.example.com',
	other: 'canary.second@canary-mail.example.com',
	sender: 'canary.sales@canary-mail.example.com',
	clientReference: 'canary-sales-77',
	account: 'Canary Quill',
};

const DAY = 86_400_000;

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

/** What the account has before the run: a sender, and what was signed eight days ago. */
async function furnish(simulator: Simulator) {
	const user = { FirstName: 'Canary', LastName: 'Quill', Email: CANARIES.sender };
	const saved = { User: user, ClientReference: CANARIES.clientReference };
	const sender = await written(simulator, '/Account/SaveSender', JSON.stringify(saved));
	const form = new FormData();
	form.set('file', await smallPdf('Canary', [user]), 'canary.pdf');
	const uploaded = await written(simulator, '/Document/Uploader', form);
	const sent = { DocumentReferences: [uploaded], DueDate: new Date(Date.now() + DAY) };
	await written(simulator, '/SmartTag/Send', JSON.stringify(sent));
	await simulator.sign(uploaded);
	const [{ signers }] = simulator.documents();
	for (const signer of signers) signer.signedAt = new Date(Date.now() - 9 * DAY);
	return { sender, signedDocument: uploaded };
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
		const { sender, signedDocument } = await furnish(simulator);
		Object.assign(simulator.readings, readings);
		simulator.requests.length = 0;
		await prepare?.(simulator);
		const result = await runProbe({
			settings: readSettings({ ...simulator.credential, ...(front && { baseUrl: front.baseUrl }) }),
			allowWrites: true,
			operator: {
				sendTo: [CANARIES.email, CANARIES.other],
				sender: {
					reference: sender,
					clientReference: CANARIES.clientReference,
					email: CANARIES.sender,
				},
				signedDocument,
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
		const leftBehind = await countLeft(simulator, signedDocument);
		return { result, output, leftBehind, simulator };
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

async function countLeft(simulator: Simulator, furnished: string): Promise<number> {
	simulator.faults.clear();
	const attachments = (await (
		await signedRead(simulator, '/Attachment/GetAttachments')
	).json()) as unknown[];
	const documents = simulator.documents().filter(({ reference }) => reference !== furnished);
	return documents.length + attachments.length;
}

async function written(simulator: Simulator, path: string, body: string | FormData) {
	const headers: Record<string, string> = {
		...authenticationHeaders(readSettings(simulator.credential)),
		...(typeof body === 'string' && { 'content-type': 'application/json' }),
	};
	const answer = await fetch(`${simulator.url}${path}`, { method: 'POST', headers, body });
	return ((await answer.json()) as { Reference: string }).Reference;
}

async function signedRead(simulator: Simulator, path: string) {
	const headers = authenticationHeaders(readSettings(simulator.credential));
	return await fetch(`${simulator.url}${path}`, { headers });
}
