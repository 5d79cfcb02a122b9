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

export const open: Open[] = [];

export const isOpen = (variant: string, flow: FlowName | StoryName, retry = false): boolean =>
	open.some(
		({ variants, flows, retryAlone }) =>
			variants.includes(variant) && flows.includes(flow) && (retry || !retryAlone),
	);
