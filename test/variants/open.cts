/**
 * What the node does not get right yet. These cells of the table are not played until it does: whoever
 * mends one takes its entry out, and with it the cell is played.
 */
import type { FlowName } from './flows.cts';
import type { StoryName } from './later/right.cts';

export interface Open {
	why: string;
	variants: string[];
	flows: Array<FlowName | StoryName>;
	/** Only with n8n's Retry On Fail is it wrong. */
	retryAlone?: true;
}

export const open: Open[] = [
	{
		why: 'One answer "Complete" beside an open signer is believed where the last signature is minutes old (docs/waiting.md)',
		variants: ['once, a look says "Complete"'],
		flows: ['callback'],
	},
];

export const isOpen = (variant: string, flow: FlowName | StoryName, retry = false): boolean =>
	open.some(
		({ variants, flows, retryAlone }) =>
			variants.includes(variant) && flows.includes(flow) && (retry || !retryAlone),
	);
