/**
 * A seal ensures that exactly what was approved is sent: Preview makes it, and a send with it refuses
 * anything that differs. It proves that nothing was changed, not that somebody approved: anybody who can
 * preview can make a seal.
 */
import { createHmac, randomUUID, timingSafeEqual } from 'crypto';
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { savedSettings, senderOf, sha256OfEach, type InputFile } from '../api';
import { meaningfulWhenEmpty } from '../fields/checkedValue';
import { DAY_MS } from '../shared/dates';
import { refusal, TooLate } from '../shared/refusal';
import { firstOf, isRecord, text, type Given } from '../shared/values';
import { leavesOf } from './leaves';

const USUAL_DAYS = 7;
const MOST_DAYS = 365;
/** How many differences are named at most. */
const MOST_NAMED = 10;

/** For Preview. */
export const sealDaysField: INodeProperties = {
	displayName: 'Seal Valid For (Days)',
	name: 'sealDays',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MOST_DAYS },
	default: USUAL_DAYS,
	description: "How many days a send accepts the 'seal' of this preview",
};

/** For sends. */
export const approvedSealField: INodeProperties = meaningfulWhenEmpty({
	displayName: 'Approved Seal',
	name: 'approvedSeal',
	type: 'string',
	default: '',
	placeholder: "e.g. {{ $('Preview').item.json.seal }}",
	description:
		"The 'seal' of the Preview that was approved. If anything differs from that preview, nothing is sent, and the error says what differs. One seal is for one send: if the node finds that it was used before, it sends nothing, and the output is that earlier send.",
});

/** For sends that may contain stored documents. */
export const acceptUnsealedField: INodeProperties = {
	displayName: 'Accept Unsealed Contents',
	name: 'acceptUnsealed',
	type: 'boolean',
	default: false,
	description:
		"Whether documents already uploaded to Secured Signing may be sent with an 'Approved Seal', although the seal does not cover their contents, which this node does not read",
};

/** What a send would send, without the contents of files. */
interface Outgoing {
	request: object;
	isPackage: boolean;
}

/** A file by its name and its SHA-256. */
interface HashedFile {
	name: string;
	sha256: string;
}

/** A value that is sent, with its name in words. */
type Part = [name: string, value: unknown];

interface Seal {
	/** A unique ID. */
	id: string;
	/** Until when it is valid, in milliseconds since 1970. */
	until: number;
	/** The name and the hash of each value; several may have the same name. */
	parts: Array<[name: string, hash: string]>;
}

/** The seal that a send was given; '' where there is none. */
export const sealIn = ({ approvedSeal }: Given): string => text(approvedSeal).trim();

/** Whether a send needs a valid seal: also if the option was added but is empty. */
export const isSealed = (options: Given): boolean => 'approvedSeal' in options;

/**
 * The seal of a preview.
 *
 * @returns the text for `approvedSeal`, and until when it is valid, in ISO 8601
 * @throws UserError for an invalid number of days
 */
export async function sealOf(
	context: IExecuteFunctions,
	options: Given,
	outgoing: Outgoing,
	files: HashedFile[],
): Promise<{ seal: string; sealValidUntil: string }> {
	const days = Number(options.sealDays ?? USUAL_DAYS);
	if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) {
		throw refusal(
			"'Seal Valid For (Days)' is not a number of days",
			`Enter a whole number from 1 to ${MOST_DAYS}.`,
		);
	}
	const key = await keyOf(context);
	const id = randomUUID();
	const until = Date.now() + days * DAY_MS;
	const parts = hashed(partsOf(context, options, outgoing, files), key, id);
	const content = Buffer.from(JSON.stringify({ id, until, parts } satisfies Seal));
	const written = content.toString('base64url');
	return {
		seal: `${written}.${signed(written, key)}`,
		sealValidUntil: new Date(until).toISOString(),
	};
}

/** A send that was not made yet. */
interface Unsent extends Outgoing {
	options: Given;
	files?: InputFile[];
	/** The references of documents that are stored already. */
	stored?: string[];
	/** Replaces the one that the user entered; a preview does not contain it. */
	notifyUrl?: string;
	/** Whether the contents of the files are compared later. */
	isUnread?: boolean;
}

/**
 * Refuses a send that is not what its seal was made for; to be called before anything is uploaded or sent.
 *
 * @throws TooLate if the seal is over
 * @throws UserError that says what differs, or what is wrong with the seal
 */
export async function checkSeal(
	context: IExecuteFunctions,
	{ options, files = [], stored = [], notifyUrl, isUnread = false, ...outgoing }: Unsent,
): Promise<void> {
	if (!isSealed(options)) return;
	const key = await keyOf(context);
	const { id, until, parts } = readSeal(sealIn(options), key);
	if (options.sendAgain === true) {
		throw refusal(
			"'Send Again' cannot be used with 'Approved Seal'",
			"One seal is for one send. Turn off 'Send Again', or remove the seal.",
		);
	}
	const read = isUnread ? [] : files;
	const hashes = await sha256OfEach(read, context.getExecutionCancelSignal());
	const named = files.map(({ fileName }, at) => ({ name: fileName, sha256: hashes[at] ?? '' }));
	const isCompared = ([name]: [string, unknown]) =>
		!(notifyUrl !== undefined && NOTIFY_URL.test(name)) && !(isUnread && FILE.test(name));
	const now = hashed(partsOf(context, options, outgoing, named), key, id);
	const names = different(parts.filter(isCompared), now.filter(isCompared));
	const isOver = Date.now() > until;
	const over = `The approved seal was valid until ${new Date(until).toISOString()}`;
	if (names.length > 0) throw isOver ? refusal(over, PREVIEW_AGAIN) : differenceError(names);
	if (stored.length > 0 && options.acceptUnsealed !== true) {
		throw refusal(
			'The seal does not cover the contents of documents that were uploaded before',
			"Send the files themselves, or turn on 'Accept Unsealed Contents' in Options.",
		);
	}
	// The last check: what was sent with the seal in time is found, even if the seal is over by now.
	if (isOver) throw new TooLate(over, { description: `${PREVIEW_AGAIN} Nothing was sent.` });
}

const PREVIEW_AGAIN = 'Preview it again, and have the new preview approved.';
const NOTIFY_URL = /\bNotify URL$/;
const FILE = /^File “/;
const ORDER = 'Order of the Values';
const DUE_DATE = 'Due Date';

function differenceError(all: string[]): Error {
	const named = all.filter((name) => name !== ORDER);
	// A changed value also changes the order, so the order is named only if nothing else differs.
	const names = named.length > 0 ? named : all;
	const advice = names.includes(DUE_DATE)
		? " 'Due In (Days)' counts from the day of the send: set 'Due Date' to the 'dueDate' that Preview returned."
		: '';
	return refusal(
		`This is not what was approved. Different: ${firstOf(names, MOST_NAMED).join(', ')}`,
		`Send what was previewed, or preview it again and have that approved.${advice}`,
	);
}

/** Everything that is sent, in words, without generated client references. */
function partsOf(
	context: IExecuteFunctions,
	options: Given,
	{ request, isPackage }: Outgoing,
	files: HashedFile[],
): Part[] {
	return [
		['Resource', context.getNodeParameter('resource', 0)],
		['Sender', senderOf(context)],
		['Client Reference', text(options.clientReference)],
		['Send As', isPackage],
		['Order of the Files', files.map(({ name }) => name)],
		...files.map(({ name, sha256 }): Part => [`File “${name}”`, sha256]),
		...leavesOf(request)
			.filter(({ path }) => !OF_SEND.test(path))
			.map(({ name, value }): Part => [name, value]),
		// Two forms or fields may have the same name.
		[ORDER, inOrder(request)],
	];
}

/** The client reference of a form or template is that of the send, which differs with each seal. */
const OF_SEND = /^(?:(?:Forms|Templates)\.)?ClientReference$/;

/** A request with sorted properties, without those that are compared separately. */
function inOrder(value: unknown, path = ''): unknown {
	if (Array.isArray(value)) return value.map((entry) => inOrder(entry, path));
	if (!isRecord(value)) return value;
	return Object.entries(value)
		.map(([name, own]) => ({ name, own, path: path === '' ? name : `${path}.${name}` }))
		.filter(({ name, path: own }) => name !== 'NotifyUrl' && !OF_SEND.test(own))
		.sort((one, other) => (one.name < other.name ? -1 : 1))
		.map(({ name, own, path: inner }) => [name, inOrder(own, inner)]);
}

const hashed = (parts: Part[], key: Buffer, id: string): Seal['parts'] =>
	parts.map(([name, value]) => {
		const own = JSON.stringify([id, name, value ?? null]);
		// With a key: a plain hash of a value such as an email address could be guessed.
		return [name, createHmac('sha256', key).update(own).digest('base64url').slice(0, 22)];
	});

/** The names whose values differ, or are in another order. */
function different(approved: Seal['parts'], now: Seal['parts']): string[] {
	const [before, after] = [approved, now].map((parts) => {
		const byName = new Map<string, string>();
		for (const [name, hash] of parts) byName.set(name, `${byName.get(name) ?? ''} ${hash}`);
		return byName;
	});
	const names = new Set([...before.keys(), ...after.keys()]);
	return [...names].filter((name) => before.get(name) !== after.get(name));
}

/**
 * The key for seals. It is derived from another text than the signature of a request
 * (credentials/signature.ts) or a callback key.
 */
async function keyOf(context: IExecuteFunctions): Promise<Buffer> {
	const { apiKey, apiSecret, baseUrl } = await savedSettings(context);
	const account = JSON.stringify(['seal', baseUrl, apiKey]);
	return createHmac('sha256', apiSecret).update(account).digest();
}

const signed = (written: string, key: Buffer): string =>
	createHmac('sha256', key).update(written).digest('base64url');

function readSeal(given: string, key: Buffer): Seal {
	if (given === '') {
		throw refusal(
			"'Approved Seal' is empty",
			"Give it the 'seal' that Preview returned, or remove this option: then the document is sent without a seal.",
		);
	}
	const [written, signature = ''] = given.split(/\.(.*)/s);
	const [own, other] = [signed(written, key), signature].map((one) => Buffer.from(one));
	const isOurs = own.length === other.length && timingSafeEqual(own, other);
	const seal: unknown = isOurs ? JSON.parse(Buffer.from(written, 'base64url').toString()) : '';
	if (isSeal(seal)) return seal;
	throw refusal(
		"'Approved Seal' is not a seal of this credential, or was changed",
		"Give it the 'seal' that Preview returned with the same Secured Signing credential.",
	);
}

const isSeal = (value: unknown): value is Seal => isRecord(value) && Array.isArray(value.parts);
