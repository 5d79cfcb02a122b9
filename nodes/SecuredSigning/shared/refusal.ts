import { UserError } from 'n8n-workflow';

/** A refusal because of the time: what was sent in time is found nevertheless, where it is looked up. */
export class TooLate extends UserError {}

/** The error for a value that is not accepted: what happened, and what to do. */
export const refusal = (
	message: string,
	advice = 'Check the field, or the expression that fills it.',
): UserError => new UserError(message, { description: `${advice} Nothing was sent.` });
