/**
 * What every test in a real n8n needs: an n8n of its own, a simulator, and somebody who owns both.
 */
import { randomBytes } from 'node:crypto';
import { credentialOf } from './examples.mts';
import { N8N_VERSIONS, versionOf, type N8nVersion } from './install.mts';
import { N8n, type Credential } from './instance.mts';
import { newAccount, type Account } from './owner.mts';
import { installProject } from './package.mts';
import { startSimulator, type Simulator } from './simulator.mts';

export interface Stage {
	/** Not started yet: its commands work without, and refuse to share a database with one that runs. */
	n8n: N8n;
	simulator: Simulator;
	/** For the simulator. n8n holds it once the stage is furnished. */
	credential: Credential;
	/** Of the person who owns the n8n. */
	account: Account;
}

/** Sets a stage, plays on it, and clears it away, whatever has happened. */
export const onStage = async (
	version: N8nVersion | undefined,
	play: (stage: Stage) => Promise<void>,
): Promise<void> => {
	const n8n = await N8n.in({ version });
	// Texts that stand nowhere else, so that they can be looked for.
	const [apiKey, apiSecret] = [randomBytes(16), randomBytes(32)].map((bytes) =>
		bytes.toString('hex'),
	);
	const simulator = await startSimulator({ apiKey, apiSecret });
	try {
		await play({
			n8n,
			simulator,
			credential: credentialOf(simulator.credential),
			account: newAccount(),
		});
	} finally {
		await simulator.close();
		await n8n.remove();
	}
};

/** A stage for the line of n8n that was asked for, or for each that is maintained, one after the other. */
export const onEachLine = async (
	asked: string | undefined,
	play: (stage: Stage) => Promise<void>,
): Promise<void> => {
	for (const version of asked ? [versionOf(asked)] : N8N_VERSIONS) {
		console.log(`\n== n8n ${version}\n`);
		await onStage(version, play);
	}
};

/** Gives n8n the package, as its users get it, the credential, and others that are wanted besides. */
export const furnish = async (
	{ n8n, credential }: Stage,
	others: Credential[] = [],
): Promise<void> => {
	await installProject(n8n);
	await n8n.importCredentials([credential, ...others]);
};
