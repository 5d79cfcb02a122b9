import { UserError } from 'n8n-workflow';

/** What a builder is told when a value cannot be taken: what happened, and what to do. */
export const refusal = (
	message: string,
	advice = 'Check the field, or the expression that fills it.',
): UserError => new UserError(message, { description: `${advice} Nothing was sent.` });
