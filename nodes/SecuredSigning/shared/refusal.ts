import { UserError } from 'n8n-workflow';

/** The error for a value that is not accepted: what happened, and what to do. */
export const refusal = (
	message: string,
	advice = 'Check the field, or the expression that fills it.',
): UserError => new UserError(message, { description: `${advice} Nothing was sent.` });
