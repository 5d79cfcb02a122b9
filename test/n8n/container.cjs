/**
 * n8n's command, in a container of the image that N8N_E2E_IMAGE names: with the network and the user of
 * this machine, and the folder of the n8n under test at the same path. Ends with it.
 */
const { spawn } = require('node:child_process');

/** What n8n and the Node.js in the image read. */
const SETTINGS =
	/^(n8n_|db_|queue_|executions_|webhook_url$|node_extra_ca_certs$|(http|https|all|no)_proxy$|external_)/i;

const { N8N_E2E_IMAGE: image, N8N_USER_FOLDER: folder } = process.env;
const settings = Object.keys(process.env).filter(
	(name) => SETTINGS.test(name) && !name.startsWith('N8N_E2E_'),
);

const docker = spawn(
	'docker',
	[
		...['run', '--rm', '--init', '--network', 'host'],
		...['--user', `${process.getuid()}:${process.getgid()}`],
		...['--volume', `${folder}:${folder}`, '--workdir', folder],
		// By their names alone: docker takes their values from its own environment, and no list of processes has them.
		...settings.flatMap((name) => ['--env', name]),
		...[image, ...process.argv.slice(2)],
	],
	{ stdio: ['ignore', 'inherit', 'inherit'] },
);

// docker hands them on to n8n.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => docker.kill(signal));
docker.on('error', (error) => {
	console.error(error.message);
	process.exitCode = 1;
});
docker.on('exit', (code) => (process.exitCode = code ?? 1));
