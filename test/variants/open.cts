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

const SENDS: FlowName[] = ['sendFile', 'sendTwoFiles', 'sendStored', 'sendForm', 'sendTemplate'];

export const open: Open[] = [
	{
		why: 'Retry On Fail sends the list again after a lost answer: everybody is invited three times',
		variants: [
			'a send is done, and answers a web page under 200',
			'a send is done, and answers an error under 200',
			'a mail merge is done, and answers {}',
			'a mail merge answers a list of one',
			'a send is done, and answers 500',
			'a send is done, and answers 502',
			'a send is done, and answers 503',
			'a send is done, and answers 504',
			'a send is done, and the connection is closed',
			'a send is done, and half of its answer arrives',
			'a send is done, and half of its answer arrives, in chunks',
			'a send is done, and its answer stays out after the headers',
		],
		flows: ['mailMerge'],
		retryAlone: true,
	},
	{
		why: 'Retry On Fail reminds again after a lost answer: three times',
		variants: [
			'a change is done, and answers 500',
			'a change is done, and the connection is closed',
			'a change is done, and its answer stays out after the headers',
		],
		flows: ['remind', 'remindBoth'],
		retryAlone: true,
	},
	{
		why: 'says that nothing was sent, which nobody knows, and Retry On Fail sends three times',
		variants: [
			'a form send answers the reference of a queue alone, and the folders repeat no client reference',
		],
		flows: ['sendForm', 'sendTemplate'],
	},
	{
		why: 'says that nothing was sent, and Retry On Fail sends again',
		variants: ['a send is done, and answers 409'],
		flows: [...SENDS, 'mailMerge'],
	},
	{
		why: 'Ben was not invited, and is said to be',
		variants: ['one signer of two is not invited'],
		flows: SENDS,
	},
	{
		why: 'the second document is not spoken of',
		variants: ['the answer names one document of two', 'only one document of two is sent'],
		flows: ['sendTwoFiles'],
	},
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
