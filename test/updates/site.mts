/**
 * An n8n at addresses that stay the same wherever and whenever it runs, so that what it has stored can be
 * taken up later: itself, the service and the books of somebody else under names, through a proxy.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { originOf } from '../n8n/environment.mts';
import { credentialOf } from '../n8n/examples.mts';
import type { N8nVersion } from '../n8n/install.mts';
import { N8n, type Credential } from '../n8n/instance.mts';
import { startSimulator, type Simulator } from '../n8n/simulator.mts';
import { handOn, openCompany } from '../network/company.mts';

const N8N = 'n8n.example.com';
const BOOKS = 'books.example.com';

/** Where workflows tell of what they have done. */
export const BOOKS_URL = `http://${BOOKS}`;

/** Made up. The owner's password and n8n's own key in the fixtures are no secrets either. */
const KEY = { apiKey: 'key-of-the-fixtures', apiSecret: 'secret-of-the-fixtures' };
export const ACCOUNT = { email: 'owner@example.com', password: 'Password-of-the-fixtures-1' };

export interface Site {
	n8n: N8n;
	simulator: Simulator;
	credential: Credential;
	/** An address of n8n as others have it, as it can be reached from here. */
	reached(address: string): string;
}

/** @param fill puts what n8n already has into its folder */
export const onSite = async (
	version: N8nVersion,
	fill: (folder: string) => Promise<void>,
	play: (site: Site) => Promise<void>,
): Promise<void> => {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-update-'));
	await fill(folder);
	const simulator = await startSimulator(KEY);
	// It would call n8n by its name.
	simulator.readings.callback = 'never';
	let origin = '';
	const company = await openCompany(simulator, {
		[N8N]: (request, response) => handOn(origin)(request, response),
		[BOOKS]: handOn(simulator.elsewhere.url),
	});
	const url = `https://${N8N}/`;
	const n8n = await N8n.in({
		version,
		folder,
		settings: {
			...company.settings,
			WEBHOOK_URL: url,
			N8N_WEBHOOK_URL: url,
			// Whenever this runs, what is in the fixtures is old.
			EXECUTIONS_DATA_PRUNE: 'false',
			N8N_LOG_OUTPUT: 'console',
		},
	});
	origin = originOf(n8n.home);
	try {
		await play({
			n8n,
			simulator,
			credential: credentialOf({
				...simulator.credential,
				environment: 'production',
				baseUrl: '',
			}),
			reached: (address) => address.replace(`https://${N8N}`, origin),
		});
	} finally {
		await company.close();
		await simulator.close();
		await n8n.remove();
	}
};
