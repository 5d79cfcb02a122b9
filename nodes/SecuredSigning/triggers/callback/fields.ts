import type { INodeProperties, TriggerPanelDefinition } from 'n8n-workflow';

import { includeField } from '../../fields/include';
import { simplifyField } from '../../fields/results';
import { eventsField } from '../events';

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
	eventsField(
		'What starts the workflow. A call only says that something happened; the node looks up what.',
	),
	{
		...includeField,
		default: [],
		description:
			'What comes with the status. For a document that is not finished, only the log does. Files are fetched before the call is answered.',
	},
	simplifyField,
];
