/** Texts for people about failed requests: what happened, and what to do. */
import { ownValue, text } from '../shared/values';
import { NEVER_LEFT, NO_ANSWER, OTHERWISE } from './connections';
import type { Fault } from './schema/validateAnswer';
import { BEFORE_ANY_WORK, BY_STATUS } from './statuses';

/** Whether a request only reads, or changes or deletes something. */
export type Purpose = 'read' | 'change' | 'deletion';

export interface UserMessage {
	message: string;
	description: string;
	/** Whether the request may have been carried out although it failed. */
	uncertain?: boolean;
}

const NOTHING_DONE = 'Nothing was sent or changed.';
const MAYBE = 'It may have been carried out anyway';
const LOOK = 'Look in Secured Signing before you run this item again.';
const MAYBE_DONE = `${MAYBE}. ${LOOK}`;
const MAYBE_DONE_BEFORE = `${MAYBE}: such an answer can also come from a proxy or firewall, after the work was done. ${LOOK}`;

/** Of an answer that may be out of date; what it may not show comes after it. */
export const FROM_CACHE =
	"Secured Signing's answer came from a cache between n8n and Secured Signing, so it may not show";
export const BYPASS_CACHE =
	"Ask your network's administrator to let these requests bypass the cache.";

/** The description of a failure without a usable answer: a read can simply be repeated. */
const lost = (purpose: Purpose, adviceForRead: string): Omit<UserMessage, 'message'> =>
	purpose === 'read'
		? { description: adviceForRead }
		: { description: MAYBE_DONE, uncertain: true };

/** The description of a refusal that may come before or after the service did the work. */
const refusal = (purpose: Purpose, advice: string): Omit<UserMessage, 'message'> =>
	purpose === 'read'
		? { description: `${advice} ${NOTHING_DONE}` }
		: { description: `${advice} ${MAYBE_DONE_BEFORE}`, uncertain: true };

/** The description without the doubt, because it was shown in another way that nothing was done. */
export const withoutDoubt = (description: string, instead = NOTHING_DONE): string =>
	description.replace(MAYBE_DONE, instead).replace(MAYBE_DONE_BEFORE, instead);

/** Whether a description says that nothing was done: after a certain refusal, or before any request. */
export const saysNothingDone = (description: unknown): boolean =>
	/\bNothing was (sent|changed)\b/.test(text(description));

/** The description without the sentence that nothing was sent or changed. */
export const withoutClaim = (description: string): string =>
	description.replace(/\s*\bNothing was (sent or changed|sent|changed)\./, '').trim();

const CLOCK_TOLERANCE_SECONDS = 30;

/**
 * Source: docs/api/API.md section 12.11, a 404 is no proof: either it was deleted, or the address is wrong.
 */
const ALREADY_GONE: UserMessage = {
	message: BY_STATUS[404].message,
	description:
		"What you wanted to delete may be gone already. Look in Secured Signing. If it is still there, check the reference, and the credential's environment and, if that is Custom, its base URL.",
	uncertain: true,
};

/**
 * An answer with a status that is not a success. All except those in BEFORE_ANY_WORK may come after the work
 * was done: from saving it, such as 409 ("changed meanwhile"), or from a proxy, such as 401 or 404.
 */
export function statusMessage(status: number, purpose: Purpose): UserMessage {
	if (status === 404 && purpose === 'deletion') return ALREADY_GONE;
	const known = BY_STATUS[status];
	const message =
		known?.message ??
		(status >= 500
			? `Secured Signing could not handle the request (status ${status})`
			: `Secured Signing refused the request (status ${status})`);
	const advice = known?.advice ?? 'Check the values of this item.';
	if (BEFORE_ANY_WORK.has(status)) return { message, description: `${advice} ${NOTHING_DONE}` };
	if (known) return { message, ...refusal(purpose, advice) };
	return { message, ...lost(purpose, status >= 500 ? 'Try again in a few minutes.' : advice) };
}

/** No answer came, or it broke off; `code` is Node's own for what happened to the connection. */
export function silenceMessage(code: string, purpose: Purpose): UserMessage {
	const never = ownValue(NEVER_LEFT, code);
	if (never) {
		return { message: never.message, description: `${never.advice} ${NOTHING_DONE}` };
	}
	const { message, advice, ifAlways } = ownValue(NO_ANSWER, code) ?? OTHERWISE;
	const told = lost(purpose, advice);
	return { message, ...told, description: [told.description, ifAlways].filter(Boolean).join(' ') };
}

/** The error for an answer with a success status that is not what the service answers. */
export function faultMessage(fault: Fault, purpose: Purpose): UserMessage {
	const told = lost(purpose, ADVICE_FOR_FAULTS);
	const description =
		fault === 'unreadable'
			? `${told.description} If it comes with every request, ${NETWORK_ANSWERED}`
			: told.description;
	return { message: whatIsWrong(fault), ...told, description };
}

/** The usual cause of HTML instead of data, and of a redirect to another host. */
const NETWORK_ANSWERED =
	'a proxy or login page of your network probably answered: ask its administrator to let this n8n through.';

const ADVICE_FOR_FAULTS =
	"Try again in a few minutes. If the problem continues, check the values of this item, and the credential's environment and, if that is Custom, its base URL.";

function whatIsWrong(fault: Fault): string {
	if (fault === 'unreadable') return 'Secured Signing answered with something that cannot be read';
	if (fault === 'aboutAnother') {
		return "Secured Signing's answer does not match the request";
	}
	if (fault === 'cached') return `${FROM_CACHE} what was signed`;
	if ('refusal' in fault) return 'Secured Signing answered with an error';
	const [what] = fault.lacks;
	return `Secured Signing's answer has no ${ownValue(MISSING, what) ?? 'data that can be used'}`;
}

/** What an answer lacks, by its name in the API. */
const MISSING: Record<string, string> = {
	Reference: 'reference',
	PackageReference: 'package reference',
	SigningKey: 'signing key',
	Url: 'web address',
};

/**
 * How much of an answer is read: its size, and the values and names that are counted before it is parsed. A
 * document with two signers has some 35 values, and 80 with its log; the API knows some 160 names.
 */
export interface Room {
	megabytes: number;
	values: number;
	names: number;
}

/**
 * Lists have no paging (docs/api/API.md section 5): this is enough for some 20,000 documents with two
 * signers.
 */
export const ROOM: Room = { megabytes: 16, values: 750_000, names: 1_000 };
/** For lists that a run reads only once: enough for some 100,000 documents. */
export const LARGE_ROOM: Room = { megabytes: 96, values: 4_500_000, names: 1_000 };

/** The limit as text for a message. */
export const mostIn = (room: Room, of: keyof Room): string =>
	of === 'megabytes'
		? `${room.megabytes} MB`
		: `${room[of].toLocaleString('en')} ${of === 'names' ? 'different field names' : of}`;

/**
 * An answer that would take more memory, or time, than one answer may.
 *
 * @param most how much is read, such as '16 MB'
 */
export function tooLargeMessage(most: string, purpose: Purpose): UserMessage {
	return {
		message: `Secured Signing's answer is too long to be read (more than ${most})`,
		...lost(
			purpose,
			"Ask for less: choose a single folder, or turn off 'Include Log'. What is no longer needed can be deleted in Secured Signing, so that its lists get shorter.",
		),
	};
}

const REDIRECT_ADVICE = `Following the redirect would have given the other address your API key and the request's signature. If that address does not belong to Secured Signing, ${NETWORK_ANSWERED} Otherwise check the credential's environment and, if that is Custom, its base URL.`;

/** A relative or missing target is not worth naming. */
function targetOf(location: unknown): string {
	try {
		const { origin, pathname } = new URL(String(location));
		return `${origin}${pathname}`;
	} catch {
		return 'another address';
	}
}

/** An answer that points to another address. */
export function redirectMessage(location: unknown, purpose: Purpose): UserMessage {
	return {
		message: `Secured Signing redirected to ${targetOf(location)}; the redirect was not followed`,
		...refusal(purpose, REDIRECT_ADVICE),
	};
}

/**
 * A sentence for an error about a wrong clock; '' if the clocks differ by no more than
 * CLOCK_TOLERANCE_SECONDS.
 */
export function clockMessage(date: unknown): string {
	const seconds = Math.round((Date.now() - Date.parse(String(date))) / 1000);
	if (Number.isNaN(seconds) || Math.abs(seconds) <= CLOCK_TOLERANCE_SECONDS) return '';
	const direction = seconds > 0 ? 'ahead of' : 'behind';
	return `The clock of the machine that n8n runs on is ${Math.abs(seconds)} seconds ${direction} Secured Signing's, which is enough for a refusal: set the clock first.`;
}
