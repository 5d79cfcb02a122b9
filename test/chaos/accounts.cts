/** Scenes in which each item goes out from an account of its own, by a credential that holds expressions. */
import { outOf } from '../engine/sends.cts';
import type { Bench } from '../engine/node.cts';
import { startSimulator } from '../../simulator/index.cts';

export interface Accounts {
	/** Where the node runs. */
	bench: Bench;
	all: Bench[];
	/** The account of a send. */
	of(id: string): Bench;
	/** Whether a send went out from an account that is not its own. */
	isAstray(id: string): boolean;
	close(): Promise<void>;
}

export const oneAccount = (bench: Bench): Accounts => ({
	bench,
	all: [bench],
	of: () => bench,
	isAstray: () => false,
	close: async () => await Promise.resolve(),
});

/** The items take turns. */
export async function twoAccounts(bench: Bench, ids: string[]): Promise<Accounts> {
	const simulator = await startSimulator({
		apiKey: 'key-of-the-other-account',
		apiSecret: 'secret-of-the-other-account',
	});
	const all = [bench, { ...bench, simulator }];
	const of = (id: string) => all[ids.indexOf(id) % 2];
	const fieldOf = (name: 'baseUrl' | 'apiKey' | 'apiSecret') => {
		const values = Object.fromEntries(ids.map((id) => [id, of(id).simulator.credential[name]]));
		return `={{ (${JSON.stringify(values)})[$json.id] }}`;
	};
	const credential = {
		baseUrl: fieldOf('baseUrl'),
		apiKey: fieldOf('apiKey'),
		apiSecret: fieldOf('apiSecret'),
	};
	return {
		bench: { ...bench, credential },
		all,
		of,
		isAstray: (id) => all.some((one) => one !== of(id) && outOf(one, id).length > 0),
		close: async () => await simulator.close(),
	};
}
