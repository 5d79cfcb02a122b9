/**
 * A certificate authority of a company, which nobody outside knows, made by OpenSSL.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from '../n8n/command.mts';

export interface Identity {
	key: string;
	cert: string;
}

export interface Authority {
	/** The authority's own certificate, for NODE_EXTRA_CA_CERTS. */
	file: string;
	/** A certificate of it for each of these hosts. */
	issue(hosts: string[]): Promise<Identity>;
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];

/** @param folder where its files are kept */
export const makeAuthority = async (folder: string): Promise<Authority> => {
	const openssl = async (...args: string[]): Promise<void> => {
		// What the machine's own configuration adds would be there twice.
		const config = ['-config', join(folder, 'openssl.cnf')];
		await command('openssl', ['req', '-x509', ...config, ...NEW_KEY, ...args], { cwd: folder });
	};
	await writeFile(join(folder, 'openssl.cnf'), '[req]\ndistinguished_name = name\n[name]\n');
	const own = ['-keyout', 'authority.key', '-out', 'authority.pem'];
	const mayIssue = ['-addext', 'basicConstraints=critical,CA:TRUE'];
	await openssl(...own, '-subj', '/CN=Authority of a company', ...mayIssue);

	return {
		file: join(folder, 'authority.pem'),
		issue: async (hosts) => {
			const names = hosts.map((host) => `DNS:${host}`).join(',');
			const by = ['-CA', 'authority.pem', '-CAkey', 'authority.key'];
			const extensions = ['-addext', `subjectAltName=${names}`];
			const files = ['-keyout', 'proxy.key', '-out', 'proxy.pem'];
			await openssl(...by, ...files, '-subj', '/CN=Proxy of a company', ...extensions);
			const [key, cert] = await Promise.all(
				['proxy.key', 'proxy.pem'].map((name) => readFile(join(folder, name), 'utf8')),
			);
			return { key, cert };
		},
	};
};
