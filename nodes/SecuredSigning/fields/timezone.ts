import { DateTime } from 'luxon';
import type { IExecuteFunctions } from 'n8n-workflow';

import { refusal } from '../shared/refusal';

/**
 * The time zone of the workflow, whose days count.
 * @throws UserError for one that does not exist: whoever set it gets told so, and not that a date is wrong
 */
export function timezoneOf(context: Pick<IExecuteFunctions, 'getTimezone'>): string {
	const timezone = context.getTimezone();
	if (DateTime.now().setZone(timezone).isValid) return timezone;
	throw refusal(
		`The time zone of this workflow does not exist: "${timezone}"`,
		"Choose another one in the workflow's settings, under 'Timezone'.",
	);
}
