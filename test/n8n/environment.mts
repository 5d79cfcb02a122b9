/**
 * The settings of an n8n that is started here: on this machine only, in a folder of its own, and
 * talking to nobody outside.
 */
import { mkdir, realpath } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

/** What a developer's shell or `npm run` sets must not reach the n8n under test; the image is for container.cjs. */
const FOREIGN = /^(n8n_(?!e2e_image$)|db_|queue_|executions_|webhook_|npm_|node_options$)/i;

const QUIET: NodeJS.ProcessEnv = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	EXTERNAL_FRONTEND_HOOKS_URLS: '',
};

/** What one line of n8n needs besides, where it answers at `origin`. */
const ofLine = (major: number, origin: string): NodeJS.ProcessEnv =>
	major === 1
		? {
				WEBHOOK_URL: origin,
				// The other engine is a driver that would have to be compiled.
				N8N_EXPRESSION_ENGINE: 'legacy',
			}
		: { N8N_WEBHOOK_URL: origin };

/** Where an n8n lives. */
export interface Home {
	/** N8N_USER_FOLDER. n8n keeps its database and its packages in `.n8n` inside it. */
	userFolder: string;
	/** The only folder that n8n's file nodes may read and write. */
	files: string;
	port: number;
	brokerPort: number;
}

/** The port that was wished for, if nobody has it, or else any free one. */
export const freePort = async (wish = 0): Promise<number> =>
	await new Promise((resolve, reject) => {
		const server = createServer().on('error', (error) => {
			if (wish === 0) reject(error);
			else resolve(freePort());
		});
		server.listen(wish, '127.0.0.1', () => {
			const { port } = server.address() as AddressInfo;
			server.close(() => resolve(port));
		});
	});

/** Makes the folders and finds ports that are free. */
export const makeHome = async (folder: string, port?: number): Promise<Home> => {
	await mkdir(join(folder, 'files'), { recursive: true });
	// n8n's file nodes refuse a path with a symbolic link in it, as temporary folders often have.
	const userFolder = await realpath(folder);
	return {
		userFolder,
		files: join(userFolder, 'files'),
		port: await freePort(port),
		brokerPort: await freePort(),
	};
};

/** The address at which a started n8n answers. */
export const originOf = ({ port }: Home): string => `http://127.0.0.1:${port}`;

export const environmentOf = (home: Home, major: number): NodeJS.ProcessEnv => ({
	...Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name))),
	...QUIET,
	...ofLine(major, originOf(home)),
	N8N_USER_FOLDER: home.userFolder,
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	N8N_PORT: String(home.port),
	N8N_RUNNERS_BROKER_PORT: String(home.brokerPort),
	N8N_EDITOR_BASE_URL: originOf(home),
	// The editor is served without TLS here.
	N8N_SECURE_COOKIE: 'false',
	N8N_RESTRICT_FILE_ACCESS_TO: home.files,
	// With the level of each line, which plain text leaves out.
	// The file is for the search for secrets.
	N8N_LOG_OUTPUT: 'console,file',
	N8N_LOG_FILE_LOCATION: join(home.userFolder, 'n8n.log'),
	N8N_LOG_FORMAT: 'json',
});
