/**
 * PostgreSQL and Redis for n8n's queue mode: on loopback, on free ports, in a folder of their own, as
 * long as the test runs. What the machine runs as a service is left alone.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { command } from '../n8n/command.mts';
import { freePort } from '../n8n/environment.mts';
import { startProgram, type Program } from '../n8n/program.mts';

/** Debian keeps the programs of each version of PostgreSQL apart. */
const DEBIAN = '/usr/lib/postgresql';
const USER = 'n8n';
const HOST = '127.0.0.1';

export interface Stores {
	/** How n8n finds them. */
	settings: NodeJS.ProcessEnv;
	stop(): Promise<void>;
}

/** @throws Error with the packages to install */
const find = (name: string): string => {
	const versions = existsSync(DEBIAN)
		? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a))
		: [];
	const folders = [
		...versions.map((version) => join(DEBIAN, version, 'bin')),
		...(process.env.PATH ?? '').split(delimiter),
	];
	const file = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
	if (file) return file;
	throw new Error(`There is no ${name}: apt-get install postgresql redis-server`);
};

/** PostgreSQL refuses to run as root: its package made a user for it. */
const unprivileged = (): { uid?: number; gid?: number } => {
	if (process.getuid?.() !== 0) return {};
	const idOf = (kind: string) => Number(execFileSync('id', [kind, 'postgres']).toString());
	return { uid: idOf('-u'), gid: idOf('-g') };
};

const startPostgres = async (folder: string, port: number, password: string): Promise<Program> => {
	const who = unprivileged();
	const data = join(folder, 'data');
	const secret = join(folder, 'password');
	await mkdir(folder);
	await writeFile(secret, password, { mode: 0o600 });
	for (const path of [folder, secret]) {
		if (who.uid !== undefined && who.gid !== undefined) await chown(path, who.uid, who.gid);
	}
	const account = [`--username=${USER}`, `--pwfile=${secret}`, '--auth=scram-sha-256'];
	const initdb = [`--pgdata=${data}`, ...account, '--encoding=UTF8', '--no-locale', '--no-sync'];
	await command(find('initdb'), initdb, { cwd: folder, ...who });
	await rm(secret);
	const settings = [
		`listen_addresses=${HOST}`,
		`port=${port}`,
		'unix_socket_directories=',
		// Processes of n8n are killed here, and never the machine.
		'fsync=off',
	];
	const options = settings.flatMap((setting) => ['-c', setting]);
	return await startProgram('PostgreSQL', [find('postgres'), '-D', data, ...options], {
		cwd: folder,
		...who,
		ready: 'ready to accept connections',
		// Its 'fast' way to end; SIGTERM would wait for every client.
		stopSignal: 'SIGINT',
	});
};

const startRedis = async (folder: string, port: number, password: string): Promise<Program> => {
	await mkdir(folder);
	const file = join(folder, 'redis.conf');
	const lines = [
		`bind ${HOST}`,
		`port ${port}`,
		`requirepass ${password}`,
		'save ""',
		`dir ${folder}`,
	];
	await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
	return await startProgram('Redis', [find('redis-server'), file], {
		cwd: folder,
		ready: 'Ready to accept connections',
	});
};

/** Starts both in new folders below `folder`, which everybody may pass through. */
export const startStores = async (folder: string): Promise<Stores> => {
	const password = randomBytes(16).toString('hex');
	const [postgresPort, redisPort] = [await freePort(), await freePort()];
	const postgres = await startPostgres(join(folder, 'postgres'), postgresPort, password);
	const redis = await startRedis(join(folder, 'redis'), redisPort, password).catch(
		async (error: unknown) => {
			await postgres.stop();
			throw error;
		},
	);
	return {
		settings: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: HOST,
			DB_POSTGRESDB_PORT: String(postgresPort),
			DB_POSTGRESDB_DATABASE: 'postgres',
			DB_POSTGRESDB_USER: USER,
			DB_POSTGRESDB_PASSWORD: password,
			QUEUE_BULL_REDIS_HOST: HOST,
			QUEUE_BULL_REDIS_PORT: String(redisPort),
			QUEUE_BULL_REDIS_PASSWORD: password,
		},
		stop: async () => {
			await redis.stop();
			await postgres.stop();
		},
	};
};
