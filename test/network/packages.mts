/**
 * Checks that n8n installs, updates and removes the package by its own code, as Settings > Community Nodes
 * asks for it, and what a person reads when that fails: the words are n8n's.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { check } from '../harness/check.mts';
import type { Owner } from '../n8n/owner.mts';
import { until } from '../n8n/until.mts';
import type { Office } from './office.mts';

const ADDRESS = '/rest/community-packages';

interface Installed {
	updateAvailable?: string;
}

interface Type {
	name: string;
}

class Packages {
	constructor(
		private readonly owner: Owner,
		private readonly name: string,
		/** Where n8n keeps what is installed. */
		private readonly ledger: string,
	) {}

	async install(version: string): Promise<void> {
		await this.owner.post(ADDRESS, { name: `${this.name}@${version}` });
	}

	async update(): Promise<void> {
		await this.owner.patch(ADDRESS, { name: this.name });
	}

	async uninstall(): Promise<void> {
		await this.owner.delete(`${ADDRESS}?name=${this.name}`);
	}

	async list(): Promise<Installed[]> {
		return (await this.owner.get<{ data: Installed[] }>(ADDRESS)).data;
	}

	/** That a version is installed, and that the editor offers its nodes. */
	async is(version: string): Promise<void> {
		const { dependencies } = JSON.parse(await readFile(this.ledger, 'utf8')) as {
			dependencies: Record<string, string>;
		};
		assert.equal(dependencies[this.name], version);
		assert.deepEqual(await this.nodes(), [
			`${this.name}.securedSigning`,
			`${this.name}.securedSigningCallbackTrigger`,
			`${this.name}.securedSigningTrigger`,
		]);
	}

	/** Those that the editor offers, but for the copies that n8n makes for its AI Agent. */
	async nodes(): Promise<string[]> {
		// n8n 1 answers before it has written the list anew.
		const types = await until('whole list of nodes', async () =>
			this.owner.get<Type[]>('/types/nodes.json').catch((error: Error) => {
				if (error instanceof SyntaxError) return undefined;
				throw error;
			}),
		);
		const own = types.map(({ name }) => name).filter((name) => name.startsWith(`${this.name}.`));
		return [...new Set(own)].filter((name) => !/Tool$/.test(name)).sort();
	}
}

/** The version that stands in for the next release. */
export const NEXT = '999.0.0';
const UNBUILT = '999.0.1';
const FOR_A_LATER_N8N = '999.0.2';

export const checkPackages = async ({ n8n, company, on }: Office): Promise<void> => {
	const { registry, proxy } = company;
	const { name, version } = registry.manifest;
	/** n8n 1 asks npm for updates without its environment, so without the proxy; and takes the old version out first. */
	const isCurrent = n8n.installation.major > 1;
	await registry.publish({ version });
	await on(company.settings, async ({ owner }) => {
		const packages = new Packages(
			owner,
			name,
			join(n8n.home.userFolder, '.n8n', 'nodes', 'package.json'),
		);
		await check('n8n installs the package through the proxy', async () => {
			await packages.install(version);
			await packages.is(version);
		});
		await check('of a version that does not exist it says so', async () => {
			await packages.uninstall();
			await assert.rejects(packages.install('998.0.0'), /Package version does not exist/);
			await packages.install(version);
		});
		await registry.publish({ version: NEXT });
		if (isCurrent) {
			await check('it offers the next version', async () => {
				const [{ updateAvailable }] = await packages.list();
				assert.equal(updateAvailable, NEXT);
			});
		}
		await check('it updates to the next version', async () => {
			await packages.update();
			await packages.is(NEXT);
		});
		await registry.publish({ version: UNBUILT, isUnbuilt: true });
		if (!isCurrent) {
			await check('after an update that cannot be loaded, it can be installed again', async () => {
				await assert.rejects(packages.update(), /could not be loaded/);
				await packages.uninstall();
				await packages.install(NEXT);
				await packages.is(NEXT);
			});
		} else {
			await check('an update that cannot be loaded leaves the old version at work', async () => {
				await assert.rejects(packages.update(), /could not be loaded/);
				await packages.is(NEXT);
			});
			await check('and so does one for an n8n to come', async () => {
				const api = { ...(registry.manifest.n8n as object), n8nNodesApiVersion: 99 };
				await registry.publish({ version: FOR_A_LATER_N8N, manifest: { n8n: api } });
				await assert.rejects(packages.update(), /isn't compatible with your version of n8n/);
				await packages.is(NEXT);
			});
		}
		await check('behind a proxy that lets nobody through, nothing is lost', async () => {
			proxy.status = 403;
			await assert
				.rejects(packages.update(), /temporarily unreachable|Failed to check package version/)
				.finally(() => (proxy.status = 200));
			await packages.is(NEXT);
		});
		await check('it takes the package out again', async () => {
			await packages.uninstall();
			assert.deepEqual(await packages.nodes(), []);
		});
		await packages.install(version);
	});
};
