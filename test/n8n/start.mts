/**
 * The real n8n editor with this package in it, the example workflows, and the simulator beside it, whose mailbox
 * shows what is to be signed.
 * `npm run n8n` keeps your work in `.n8n/`; `npm run n8n -- --fresh` starts with an empty one. With `--n8n 1.123.81`
 * it is that version of n8n: start with an empty one then, since n8n keeps its work in a form of its own.
 *
 * That folder lies in the project, whose `node_modules` are thus in reach: whether the package
 * stands on its own is for `npm run test:e2e` to say, which works in a temporary folder.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepareFiles, credentialOf, PROJECT, readExamples } from './examples.mts';
import { freePort } from './environment.mts';
import { versionOf } from './install.mts';
import { N8n } from './instance.mts';
import { Owner, type Account } from './owner.mts';
import { installProject } from './package.mts';
import { startServer } from './server.mts';
import { startSimulator } from './simulator.mts';

const FOLDER = join(PROJECT, '.n8n');
const ACCOUNT = join(FOLDER, 'account.json');

/** The account that an earlier run has made. */
const earlierAccount = async (): Promise<Account | undefined> =>
	await readFile(ACCOUNT, 'utf8').then(
		(text) => JSON.parse(text) as Account,
		() => undefined,
	);

/** An account for this n8n alone; n8n asks for a capital letter and a digit. */
const makeAccount = async (origin: string): Promise<Account> => {
	const account = {
		email: 'owner@example.com',
		password: `Local1${randomBytes(6).toString('hex')}`,
	};
	await Owner.setUp(origin, account);
	await writeFile(ACCOUNT, JSON.stringify(account), { mode: 0o600 });
	return account;
};

const { values } = parseArgs({
	options: { fresh: { type: 'boolean', default: false }, n8n: { type: 'string' } },
});
const version = values.n8n === undefined ? undefined : versionOf(values.n8n);
if (values.fresh) await rm(FOLDER, { recursive: true, force: true });

const interrupt = new AbortController();
// For good: a second Ctrl+C must not cut short what the first one has begun.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => interrupt.abort());

const n8n = await N8n.in({ folder: FOLDER, port: 5678, version });
const simulator = await startSimulator({ port: await freePort(8650) });
try {
	const { home } = n8n;
	const account = await earlierAccount();
	console.log('Installing the package into n8n …');
	await installProject(n8n);
	// The simulator's port may be another than in the last run; the workflows are the user's from now on.
	const { baseUrl, apiKey, apiSecret, domain } = simulator.credential;
	const credential = credentialOf(simulator.credential);
	await n8n.importCredentials([credential]);
	if (!account) {
		await prepareFiles(home);
		await n8n.importWorkflows(await readExamples(home, credential));
	}

	console.log('Starting n8n …');
	const server = await startServer(n8n);
	try {
		const { email, password } = account ?? (await makeAccount(server.origin));
		console.log(
			[
				'',
				`n8n         ${server.origin}`,
				`  email     ${email}`,
				`  password  ${password}`,
				`  files     ${home.files}`,
				`Mailbox     ${simulator.origin}`,
				'  Documents that you send in n8n are signed, declined or left to expire on this page.',
				'',
				'The credential for the simulator, which this n8n already has:',
				`  base URL  ${baseUrl}`,
				`  API key   ${apiKey}`,
				`  secret    ${apiSecret}`,
				`  domain    ${domain}`,
				'',
				'Ctrl+C ends both.',
			].join('\n'),
		);
		if (!interrupt.signal.aborted)
			await Promise.race([once(interrupt.signal, 'abort'), server.ended]);
		if (!interrupt.signal.aborted) throw new Error('n8n has ended by itself');
	} finally {
		await server.stop();
	}
} catch (error) {
	// Ctrl+C reaches n8n too, and what it is about to do then fails.
	if (!interrupt.signal.aborted) throw error;
} finally {
	await simulator.close();
}
