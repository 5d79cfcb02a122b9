import { tryToParseDateTime } from 'n8n-workflow';

/** A date of JavaScript or of n8n's expressions. */
export function isDate(value: unknown): value is { toJSON(): string } {
	return typeof value === 'object' && value !== null && 'toJSON' in value;
}

/**
 * The moment that a builder's value stands for, or undefined when it is not clearly one. Text has to
 * begin as ISO 8601 does: n8n would read 02/03/2030 the American way, and the 31st of February as a
 * day in March.
 *
 * @param timezone of a date without a zone of its own
 */
export function momentOf(
	value: unknown,
	timezone: string,
): ReturnType<typeof tryToParseDateTime> | undefined {
	if (!isDate(value) && !isIsoDate(value)) return undefined;
	try {
		return tryToParseDateTime(value as string, timezone);
	} catch {
		return undefined;
	}
}

function isIsoDate(value: unknown): boolean {
	const day = typeof value === 'string' ? /^\s*(\d{4}-\d\d-\d\d)/.exec(value)?.[1] : undefined;
	if (day === undefined) return false;
	const date = new Date(`${day}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
