/**
 * What the node does not get right yet. These cells of the table are not played until it does: whoever
 * mends one takes its entry out, and with it the cell is played.
 */
import type { FlowName } from './flows.cts';

export interface Open {
	why: string;
	variants: string[];
	flows: FlowName[];
	/** Only with n8n's Retry On Fail is it wrong. */
	retryAlone?: true;
}

export const open: Open[] = [];
