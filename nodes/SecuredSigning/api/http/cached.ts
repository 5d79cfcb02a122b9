import { text } from '../../shared/values';

/** Caches between n8n and the service ask it before they answer (RFC 9111 sections 5.2.1.4 and 5.4). */
export const NO_CACHE = { 'Cache-Control': 'no-cache', Pragma: 'no-cache' };

/** The headers of an answer, in small letters. */
export type AnswerHeaders = Readonly<Record<string, unknown>>;

/**
 * Whether an answer came out of a cache, or was made before a moment: then it says nothing of what was
 * done since. Source: RFC 9111 section 5.1 (Age), RFC 9110 section 6.6.1 (Date).
 *
 * @param moment by the service's clock, in milliseconds since 1970
 */
export const isOld = ({ age, date }: AnswerHeaders, moment = -Infinity): boolean =>
	Number(text(age)) > 0 || Date.parse(text(date)) <= moment;

/**
 * When an answer was made, by the service's clock: a copy out of a cache is as old as its Date. It is in
 * milliseconds since 1970, by this machine's clock where there is no Date; undefined for an answer with an
 * Age, which is no look at how things are.
 */
export function madeAt(headers: AnswerHeaders): number | undefined {
	return isOld(headers) ? undefined : Date.parse(text(headers.date)) || Date.now();
}

const refusals = new WeakMap<object, number | undefined>();

/** Notes when an answer was made that is a refusal. */
export function refusedAt<T extends Error>(refusal: T, headers: AnswerHeaders): T {
	refusals.set(refusal, madeAt(headers));
	return refusal;
}

/** When the answer was made that an error is about; undefined where none came, or it is no look. */
export const madeAtOf = (error: Error): number | undefined => refusals.get(error);
