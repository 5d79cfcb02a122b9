/**
 * Checks n8n's SSRF protection in the network of a company: what works with it, and what says what. It asks
 * for the address of a host even where a proxy would.
 */
import assert from 'node:assert/strict';
import { check } from '../harness/check.mts';
import { toldOn } from '../n8n/told.mts';
import { ask, askingWorkflow } from './asking.mts';
import type { Office } from './office.mts';

const CUSTOM = 'custom-account';
const ACCOUNT = 'account';

const ON = { N8N_SSRF_PROTECTION_ENABLED: 'true' };
const NAMES_KNOWN = { NAMES_OUTSIDE: 'known' };

export const checkSsrfProtection = async (office: Office): Promise<void> => {
	const { n8n, company, credential, simulator, on } = office;
	await check('a workflow with an address of this network is imported', async () => {
		const custom = { ...credential, id: 'custom', name: 'Custom' };
		await n8n.importCredentials([custom]);
		const account = { resource: 'account', operation: 'get' };
		await n8n.importWorkflows([askingWorkflow(CUSTOM, custom, account)]);
		await n8n.activate(CUSTOM);
	});

	await on({ ...company.settings, ...ON }, async (desk) => {
		await check('where names outside are not known, SSRF protection keeps n8n in', async () => {
			const { shown } = await ask(desk, ACCOUNT);
			assert.match(shown, new RegExp(`^${toldOn('ENOTFOUND')}`));
			assert.match(shown, /SSRF protection/);
		});
	});

	await on({ ...company.settings, ...ON, ...NAMES_KNOWN }, async (desk) => {
		await check('where they are, the service is reached through the proxy', async () => {
			const { items, shown } = await ask(desk, ACCOUNT);
			assert.equal(shown, '');
			assert.equal(items[0].json.email, simulator.account.Email);
		});
		await check('an address of this network is refused, and the node says by whom', async () => {
			const { shown } = await ask(desk, CUSTOM);
			assert.match(shown, /^n8n's SSRF protection blocked/);
			assert.match(shown, /N8N_SSRF_ALLOWED_HOSTNAMES/);
		});
	});

	const allowed = { N8N_SSRF_ALLOWED_IP_RANGES: '127.0.0.1/32' };
	await on({ ...company.settings, ...ON, ...NAMES_KNOWN, ...allowed }, async (desk) => {
		await check('unless it is allowed', async () => {
			const { items } = await ask(desk, CUSTOM);
			assert.equal(items[0].json.email, simulator.account.Email);
		});
	});
};
