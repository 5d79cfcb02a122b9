// `npm run sandbox`: the simulator on its own, until it is interrupted.
import { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { controlPath, startSimulator } from './index.cts';
import { readingsOf } from './readingsFile.cts';

interface Flags {
	host?: string;
	port: number;
	readings?: string;
	key?: string;
	secret?: string;
	domain?: string;
	json?: boolean;
}

async function main() {
	const flags = new Command('sandbox')
		.description('A local Secured Signing that answers as its description says')
		.option('--host <address>', 'address to listen on; 0.0.0.0 for containers and other machines')
		.option('--port <port>', 'port to listen on', Number, 8650)
		.option('--key <key>', 'API key')
		.option('--secret <secret>', 'API secret')
		.option('--domain <url>', 'access URL that the key is bound to')
		.option('--readings <file>', 'behave as the service did: the readings.json of `npm run probe`')
		.option('--json', 'print one line of JSON, for scripts')
		.parse()
		.opts<Flags>();
	const readings = flags.readings ? readingsOf(readFileSync(flags.readings, 'utf8')) : {};
	const simulator = await startSimulator({
		port: flags.port,
		readings,
		...(flags.host && { host: flags.host }),
		...(flags.key && { apiKey: flags.key }),
		...(flags.secret && { apiSecret: flags.secret }),
		...(flags.domain && { domain: flags.domain }),
	});
	const { origin, credential } = simulator;
	const control = `${origin}${controlPath}`;
	const text = [
		'Secured Signing simulator',
		`  Mailbox        ${origin}  open this in a browser`,
		`  Base URL       ${credential.baseUrl}`,
		`  API key        ${credential.apiKey}`,
		`  API secret     ${credential.apiSecret}`,
		`  Access URL     ${credential.domain}`,
		...(flags.readings
			? [
					`  Readings       ${Object.keys(readings).length} of ${Object.keys(simulator.readings).length} from the file`,
				]
			: []),
		`  Signing pages  ${origin}/sign/{SigningKey}`,
		`  Control        ${control}/requests, /documents, /callbacks, /faults, /readings, …`,
		'Stop with Ctrl+C.',
	].join('\n');
	console.log(flags.json ? JSON.stringify({ origin, control, credential }) : text);
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void simulator.close().then(() => process.exit(0)));
	}
}

main().catch((error: Error) => {
	console.error(error.message);
	process.exit(1);
});
