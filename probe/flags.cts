import { Command, InvalidArgumentError } from 'commander';

import type { ReadingsFile } from './output/readingsFile.cts';
import type { Operator } from './probe.cts';

export interface Flags {
	environment: string;
	baseUrl?: string;
	allowWrites?: boolean;
	sendTo: string[];
	signByHand?: boolean;
	sender?: string[];
	signedDocument?: string;
	radioForm?: string;
	fileUrl?: string;
	metadata?: boolean;
	notifyUrl?: string;
	notifyPort: number;
	budget: number;
	out: string;
	yes?: boolean;
}

/** @throws InvalidArgumentError for anything else */
function wholeNumber(text: string): number {
	if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It has to be a whole number.');
	return Number(text);
}

export function readFlags(): Flags {
	const flags = new Command('probe')
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
		.option(
			'--sender <values...>',
			'reference, client reference and email of a sender that your account has saved',
		)
		.option(
			'--signed-document <reference>',
			'a document that was signed more than a week ago and that nobody has deleted',
		)
		.option('--radio-form <reference>', 'a form of your account that shows radio buttons')
		.option('--file-url <url>', 'an address at which the service finds a small PDF')
		.option(
			'--notify-url <url>',
			'an address of your own that leads to this machine, for callbacks',
		)
		.option('--notify-port <port>', 'the port that it leads to', wholeNumber, 8651)
		.option('--budget <requests>', 'requests at most', wholeNumber, 400)
		.option('--out <folder>', 'where readings.json and report.md go', '.')
		.option('--yes', 'start, show and save without asking')
		.parse()
		.opts<Flags>();
	mustAgree(flags);
	return flags;
}

/** @throws Error where a flag would do nothing without another */
function mustAgree(flags: Flags) {
	const { environment, baseUrl, allowWrites, sendTo, signByHand, notifyUrl, fileUrl } = flags;
	if (baseUrl !== undefined && environment !== 'custom' && !flags.metadata)
		throw new Error('--base-url takes --environment custom');
	if (!allowWrites && (sendTo.length > 0 || signByHand || fileUrl !== undefined))
		throw new Error('--send-to, --sign-by-hand and --file-url take --allow-writes');
	if (signByHand && sendTo.length === 0) throw new Error('--sign-by-hand takes --send-to');
	if (notifyUrl !== undefined && !signByHand) throw new Error('--notify-url takes --sign-by-hand');
}

/** @throws Error unless all three are there: one that is empty, or stands for two, would be taken for what it is not */
export function senderOf({ sender }: Flags): Operator['sender'] {
	if (!sender) return undefined;
	const given = sender.map((text) => text.trim());
	if (given.length !== 3 || given.includes('') || new Set(given).size < 3)
		throw new Error(
			'--sender takes a reference, a client reference and an email, each other than the rest',
		);
	const [reference, clientReference, email] = given;
	return { reference, clientReference, email };
}

export function environmentOf({ environment }: Flags): ReadingsFile['environment'] {
	if (environment === 'sandbox' || environment === 'production' || environment === 'custom')
		return environment;
	throw new Error('--environment is sandbox, production or custom');
}
