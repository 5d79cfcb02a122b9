import { startOf, endOf } from '../shared/dates';
import { refusal } from '../shared/refusal';

/**
 * The value of a field '… After' or '… Before', in milliseconds since 1970. A date without a time means the
 * beginning of the day for After, and its end for Before.
 *
 * @param label the name of the field
 * @throws UserError for a value that is not a date
 */
export function readMoment(
	value: unknown,
	label: string,
	side: 'After' | 'Before',
	timezone: string,
): number {
	const at = side === 'After' ? startOf(value, timezone) : endOf(value, timezone);
	if (at === undefined) {
		throw refusal(
			`'${label}' is not a date: ${JSON.stringify(value)}`,
			'Write it as 2026-12-31, or with a time as 2026-12-31T17:00.',
		);
	}
	return at.toMillis();
}
