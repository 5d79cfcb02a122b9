import { Command } from 'commander';

import type { ReadingsFile } from './output/readingsFile.cts';

export interface Flags {
	environment: string;
	baseUrl?: string;
	allowWrites?: boolean;
	sendTo: string[];
	signByHand?: boolean;
	radioForm?: string;
	fileUrl?: string;
	metadata?: boolean;
	notifyUrl?: string;
	notifyPort: number;
	budget: number;
	out: string;
	yes?: boolean;
}

export function readFlags(): Flags {
	return new Command('probe')
		.description('Finds out how Secured Signing behaves, for the people who build this package')
		.option(
			'--environment <name>',
			'sandbox, production or custom; production has to be typed out',
			'sandbox',
		)
		.option('--base-url <url>', 'address of the API, for the environment custom')
		.option('--allow-writes', 'upload small files and remove them again')
		.option('--send-to <emails...>', 'send documents to these addresses of your own', [])
		.option('--sign-by-hand', 'wait until you have signed and declined what was sent')
		.option(
			'--metadata',
			"compare the service's own pages with docs/api/openapi.yaml: needs no key",
		)
		.option('--radio-form <reference>', 'a form of your account that shows radio buttons')
		.option('--file-url <url>', 'an address at which the service finds a small PDF')
		.option(
			'--notify-url <url>',
			'an address of your own that leads to this machine, for callbacks',
		)
		.option('--notify-port <port>', 'the port that it leads to', Number, 8651)
		.option('--budget <requests>', 'requests at most', Number, 400)
		.option('--out <folder>', 'where readings.json and report.md go', '.')
		.option('--yes', 'start, show and save without asking')
		.parse()
		.opts<Flags>();
}

export function environmentOf({ environment }: Flags): ReadingsFile['environment'] {
	if (environment === 'sandbox' || environment === 'production' || environment === 'custom')
		return environment;
	throw new Error('--environment is sandbox, production or custom');
}
