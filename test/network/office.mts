/**
 * An n8n in the network of a company, started with one set of settings after another.
 */
import { Executions } from '../n8n/executions.mts';
import type { LogEntry } from '../n8n/log.mts';
import { Owner, type Account } from '../n8n/owner.mts';
import { startServer } from '../n8n/server.mts';
import type { Stage } from '../n8n/stage.mts';
import { openCompany, type Company } from './company.mts';

/** Somebody at work in a running n8n. */
export interface Desk {
	origin: string;
	owner: Owner;
	executions: Executions;
	log(): LogEntry[];
}

export interface Office extends Pick<Stage, 'n8n' | 'simulator' | 'credential'> {
	company: Company;
	/** Starts n8n with these settings, and ends it afterwards. */
	on(settings: NodeJS.ProcessEnv, play: (desk: Desk) => Promise<void>): Promise<void>;
}

/** Whoever comes first owns the n8n. */
const enter = async (origin: string, account: Account): Promise<Owner> =>
	await Owner.logIn(origin, account).catch(async () => await Owner.setUp(origin, account));

export const inCompany = async (
	{ n8n, simulator, credential, account }: Stage,
	play: (office: Office) => Promise<void>,
): Promise<void> => {
	const company = await openCompany(simulator);
	const on: Office['on'] = async (settings, atWork) => {
		const server = await startServer(n8n.with(settings));
		try {
			const owner = await enter(server.origin, account);
			const { origin, log } = server;
			await atWork({ origin, log, owner, executions: new Executions(owner) });
		} finally {
			await server.stop();
		}
	};
	try {
		await play({ n8n, simulator, credential, company, on });
	} finally {
		await company.close();
	}
};
