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

export const open: Open[] = [
	{
		why: 'says that nothing was changed, and it is deleted',
		variants: ['a deletion answers 404 once it is done'],
		flows: ['delete', 'packageDelete'],
	},
	{
		why: 'said to be done, though the answer shows the old date and the old email',
		variants: ['an extension and an update are ignored: the document comes as it was'],
		flows: ['extend', 'update'],
	},
	{
		why: 'the error of the first attempt, that Ana has no place any more, is lost by the second',
		variants: ['an update replaces the whole list of signers'],
		flows: ['update'],
		retryAlone: true,
	},
	{
		why: 'one signer is reminded twice',
		variants: ['a signer stands in the answers twice'],
		flows: ['remind', 'remindBoth'],
	},
	{
		why: 'nobody is reminded, and it is no error that the signers cannot be read',
		variants: ['a document answers without its signers', 'signers are null'],
		flows: ['remind'],
	},
];
