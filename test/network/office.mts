/**
 * An n8n in the network of a company, started with one set of settings after another.
 */
import { atDesk, type Desk } from '../n8n/desk.mts';
import type { Stage } from '../n8n/stage.mts';
import { openCompany, type Company } from './company.mts';

export interface Office extends Pick<Stage, 'n8n' | 'simulator' | 'credential'> {
	company: Company;
	/** Starts n8n with these settings, and ends it afterwards. */
	on(settings: NodeJS.ProcessEnv, play: (desk: Desk) => Promise<void>): Promise<void>;
}

export const inCompany = async (
	{ n8n, simulator, credential, account }: Stage,
	play: (office: Office) => Promise<void>,
): Promise<void> => {
	const company = await openCompany(simulator);
	const on: Office['on'] = async (settings, work) =>
		await atDesk(n8n.with(settings), account, work);
	try {
		await play({ n8n, simulator, credential, company, on });
	} finally {
		await company.close();
	}
};
