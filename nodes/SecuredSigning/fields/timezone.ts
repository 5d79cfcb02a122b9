import { DateTime } from 'luxon';
import type { IExecuteFunctions } from 'n8n-workflow';

import { refusal } from '../shared/refusal';

/**
 * The time zone of the workflow.
 * @throws UserError for a zone that does not exist: otherwise a date would be reported as wrong
 */
export function timezoneOf(context: Pick<IExecuteFunctions, 'getTimezone'>): string {
	const timezone = context.getTimezone();
	if (DateTime.now().setZone(timezone).isValid) return timezone;
	throw refusal(
		`The time zone of this workflow does not exist: "${timezone}"`,
		"Choose another one in the workflow's settings, under 'Timezone'.",
	);
}
