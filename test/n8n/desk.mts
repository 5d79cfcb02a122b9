/**
 * A running n8n with somebody at work in it: its owner, who has logged in.
 */
import { Executions } from './executions.mts';
import type { N8n } from './instance.mts';
import { Owner, type Account } from './owner.mts';
import { startServer, type N8nServer } from './server.mts';

export interface Desk extends N8nServer {
	owner: Owner;
	executions: Executions;
}

/** Whoever comes first owns the n8n. */
const enter = async (origin: string, account: Account): Promise<Owner> =>
	await Owner.logIn(origin, account).catch(async () => await Owner.setUp(origin, account));

/** Starts n8n and logs in, works there, and ends n8n, whatever has happened. */
export const atDesk = async (
	n8n: N8n,
	account: Account,
	work: (desk: Desk) => Promise<void>,
): Promise<void> => {
	const server = await startServer(n8n);
	try {
		const owner = await enter(server.origin, account);
		await work({ ...server, owner, executions: new Executions(owner) });
	} finally {
		await server.stop();
	}
};
