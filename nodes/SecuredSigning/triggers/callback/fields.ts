import type { INodeProperties, TriggerPanelDefinition } from 'n8n-workflow';

import { includeField } from '../../fields/include';
import { simplifyField } from '../../fields/results';
import type { CallbackEvent } from './events';

const EVENTS: Array<{ name: string; value: CallbackEvent; action: string; description: string }> = [
	{
		name: 'Completed',
		value: 'completed',
		action: 'On document completed',
		description: 'Everybody has signed',
	},
	{
		name: 'Declined',
		value: 'declined',
		action: 'On document declined',
		description: 'Somebody refused to sign',
	},
	{
		name: 'Deleted',
		value: 'deleted',
		action: 'On document deleted',
		description: 'No longer there, and not signed yet when last looked at, within the hour before',
	},
	{
		name: 'Expired',
		value: 'expired',
		action: 'On document expired',
		description: 'The due date passed before all had signed',
	},
	{
		name: 'Gone',
		value: 'gone',
		action: 'On document gone',
		description:
			'No longer there, and not looked at within the hour before: deleted, or signed and then removed by the retention rules',
	},
	{
		name: 'Other',
		value: 'other',
		action: 'On another status',
		description: "A status that this node has no word for; 'statusText' has the service's",
	},
	{
		name: 'Rejected',
		value: 'rejected',
		action: 'On document rejected',
		description: 'The document was turned down',
	},
	{
		name: 'Sent',
		value: 'sent',
		action: 'On document sent',
		description: 'The document is out and nobody has signed yet',
	},
	{
		name: 'Signed',
		value: 'signed',
		action: 'On signature of one signer',
		description: 'Somebody signed, and the document is not completed yet',
	},
];

const WHILE_BUILDING =
	"<b>While you build the workflow</b>, choose 'Execute step' and send a document whose 'Notify URL' is this node's Test URL. What happens to it shows up here.";

/** Beside the parameters; n8n's own words speak of a service called 'Secured Signing Callback'. */
export const triggerPanel: TriggerPanelDefinition = {
	header: 'Let Secured Signing call this workflow',
	executionsHelp: {
		inactive: `${WHILE_BUILDING}<br /><br /><b>When it is finished</b>, publish it and use the Production URL. Those executions show up in the <a data-key="executions">executions list</a>.`,
		active: `${WHILE_BUILDING}<br /><br /><b>The workflow is published</b>: calls to the Production URL start it. Those executions show up in the <a data-key="executions">executions list</a>.`,
	},
};

export const properties: INodeProperties[] = [
	{
		displayName:
			"Copy this node's Production URL into 'Notify URL' of the Secured Signing node that sends; it adds the key that this node asks for. For documents that another program sends, Account > Get Notify URL gives the address with its key.",
		name: 'addressNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName:
			"This trigger is fast. It starts at least once for each call that arrives, and a call may come twice or get lost. Use the Secured Signing Trigger, which looks by itself, to get each event exactly once; or add a Remove Duplicates node that compares 'eventId' with earlier executions.",
		name: 'repeatsNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		options: EVENTS,
		default: ['completed', 'declined', 'deleted', 'expired', 'gone', 'other', 'rejected', 'signed'],
		required: true,
		description:
			'What starts the workflow. A call only says that something happened; the node looks up what.',
	},
	{
		...includeField,
		default: [],
		description:
			'What comes with the status. For a document that is not finished, only the log does. Files are fetched before the call is answered.',
	},
	simplifyField,
];
