/**
 * What an example needs to be played: an n8n that runs, a mail server, a chat model, and for each
 * example a simulator of its own, since several look through everything that an account holds.
 */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareFiles } from '../n8n/examples.mts';
import { Executions } from '../n8n/executions.mts';
import { N8n, type Credential } from '../n8n/instance.mts';
import { startModel, type Model } from '../n8n/model.mts';
import type { N8nVersion } from '../n8n/install.mts';
import { newAccount, Owner } from '../n8n/owner.mts';
import { installProject } from '../n8n/package.mts';
import { startServer } from '../n8n/server.mts';
import { startSimulator, type Simulator } from '../n8n/simulator.mts';
import { openOutside } from '../network/outside.mts';
import { Canvas } from './canvas.mts';
import { GOOGLE, openGoogle, type Google } from './google.mts';
import { openMailbox, type Mailbox } from './mailbox.mts';

/** With it the forms and webhooks of the examples are called. */
export const BASIC = { user: 'colleague', password: randomBytes(12).toString('hex') };

export interface Place {
	/** Where n8n answers. */
	origin: string;
	/** The only folder that n8n's file nodes may use. */
	files: string;
	owner: Owner;
	executions: Executions;
	canvas: Canvas;
	mailbox: Mailbox;
	model: Model;
	google: Google;
	/** The simulator of an example. */
	simulatorOf(example: string): Simulator;
	/** What a user chooses in the nodes of an example, by the type of the credential. */
	credentialsOf(example: string): Credential[];
}

/** The n8n of a place: the current line, whose pages are in a sandbox, unless said otherwise. */
export interface PlaceOptions {
	version?: N8nVersion;
	/** For pages that Secured Signing has to accept: docs/embedding.md. */
	outsideSandbox?: boolean;
}

const idOf = (example: string, type: string) => `${type} ${example}`.slice(0, 36);

/** Sets up everything for these examples, plays, and clears it away whatever has happened. */
export const atPlace = async (
	examples: string[],
	play: (place: Place) => Promise<void>,
	{ version, outsideSandbox = false }: PlaceOptions = {},
): Promise<void> => {
	const [mailbox, model] = await Promise.all([openMailbox(), startModel()]);
	const google = openGoogle();
	const outside = await openOutside({ [GOOGLE]: google.listener });
	const closers = [mailbox, model, outside].map((open) => () => open.close());
	try {
		const simulators = new Map<string, Simulator>();
		for (const example of examples) {
			// n8n and its pages answer there; Secured Signing compares it with the key's access URL.
			const simulator = await startSimulator({ domain: 'http://127.0.0.1' });
			simulators.set(example, simulator);
			closers.push(() => simulator.close());
		}
		const simulatorOf = (example: string) => simulators.get(example) as Simulator;
		const others = otherCredentials(mailbox, model, google);
		const credentialsOf = (example: string): Credential[] => {
			const type = 'securedSigningApi';
			const { credential } = simulatorOf(example);
			return [
				{
					id: idOf(example, 'signing'),
					name: `Secured Signing (${example})`,
					type,
					data: credential,
				},
				...others,
			];
		};

		const settings = {
			...outside.settings,
			N8N_INSECURE_DISABLE_WEBHOOK_IFRAME_SANDBOX: String(outsideSandbox),
		};
		const n8n = await N8n.in({ version, settings });
		closers.push(() => n8n.remove());
		const { files } = n8n.home;
		await installProject(n8n);
		await prepareFiles(n8n.home);
		await mkdir(join(files, 'verified'));
		await n8n.importCredentials([
			...others,
			...examples.map((example) => credentialsOf(example)[0]),
		]);

		const server = await startServer(n8n);
		closers.push(() => server.stop());
		const { origin } = server;
		const account = newAccount();
		const owner = await Owner.setUp(origin, account);
		const canvas = await Canvas.open(origin, account);
		closers.push(() => canvas.close());
		const executions = new Executions(owner);
		await play({
			...{ origin, files, owner, executions, canvas, mailbox, model, google },
			...{ simulatorOf, credentialsOf },
		});
	} finally {
		for (const close of closers.reverse()) await close();
	}
};

const otherCredentials = (mailbox: Mailbox, model: Model, google: Google): Credential[] => [
	...['googleDriveOAuth2Api', 'gmailOAuth2'].map((type) => ({
		...{ id: type, name: type, type },
		data: google.credential,
	})),
	{ id: 'basic', name: 'Basic Auth', type: 'httpBasicAuth', data: BASIC },
	{
		id: 'smtp',
		name: 'SMTP',
		type: 'smtp',
		data: { host: '127.0.0.1', port: mailbox.port, secure: false, disableStartTls: true },
	},
	{
		id: 'openai',
		name: 'OpenAI',
		type: 'openAiApi',
		data: { apiKey: 'none', url: model.url },
	},
	// Nobody reads mail here: the test puts something else in the place of that node.
	{
		id: 'imap',
		name: 'IMAP',
		type: 'imap',
		data: { user: 'nobody', password: 'none', host: '127.0.0.1', port: 9, secure: false },
	},
];
