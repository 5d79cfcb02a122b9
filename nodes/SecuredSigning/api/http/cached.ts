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
