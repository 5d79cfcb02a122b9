import { text } from '../../shared/values';

/**
 * With these headers, caches between n8n and the service revalidate before they answer (RFC 9111 sections
 * 5.2.1.4 and 5.4).
 */
export const NO_CACHE = { 'Cache-Control': 'no-cache', Pragma: 'no-cache' };

/** The headers of an answer, in small letters. */
export type AnswerHeaders = Readonly<Record<string, unknown>>;

/**
 * Whether an answer came from a cache, or was made at or before a moment: then it does not show later
 * changes. Source: RFC 9111 section 5.1 (Age), RFC 9110 section 6.6.1 (Date).
 *
 * @param moment by the service's clock, in milliseconds since 1970
 */
export const isOld = ({ age, date }: AnswerHeaders, moment = -Infinity): boolean =>
	Number(text(age)) > 0 || Date.parse(text(date)) <= moment;

/**
 * When an answer was made, by the service's clock: in milliseconds since 1970. By this machine's clock if
 * there is no Date; undefined for an answer with an Age, which comes from a cache and does not show the
 * current state.
 */
export function madeAt(headers: AnswerHeaders): number | undefined {
	return isOld(headers) ? undefined : Date.parse(text(headers.date)) || Date.now();
}

const refusals = new WeakMap<object, number | undefined>();

/** Remembers when the answer behind an error was made; returns the error. */
export function refusedAt<T extends Error>(refusal: T, headers: AnswerHeaders): T {
	refusals.set(refusal, madeAt(headers));
	return refusal;
}

/** When the answer behind an error was made; undefined if there was none, or it came from a cache. */
export const madeAtOf = (error: Error): number | undefined => refusals.get(error);
