/**
 * Whatever the other checks were about: n8n's folder, with all executions and logs that came of them,
 * holds neither the secret nor the key nor any signature. The saved credential is encrypted.
 */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { check } from '../harness/check.mts';
import type { Stage } from '../n8n/stage.mts';

export const checkSecrets = async ({ n8n: { home }, simulator }: Stage): Promise<void> => {
	await check('nothing that n8n stored holds the secret, the key or a signature', async () => {
		const { apiKey, apiSecret } = simulator.credential;
		const signatures = simulator.requests.map(({ headers }) => headers['x-custom-signature']);
		const secrets = [apiKey, apiSecret, ...new Set(signatures)].filter((text) => text);
		assert.ok(secrets.length > 10);
		const entries = await readdir(home.userFolder, { recursive: true, withFileTypes: true });
		const files = entries
			.filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
			.map((entry) => join(entry.parentPath, entry.name));
		for (const name of ['database.sqlite', 'n8n.log']) {
			assert.ok(files.some((file) => file.endsWith(name)));
		}
		for (const file of files) {
			const content = await readFile(file);
			const found = secrets.find((secret) => content.includes(String(secret)));
			assert.equal(found, undefined, `${relative(home.userFolder, file)} holds ${found}`);
		}
	});
};
