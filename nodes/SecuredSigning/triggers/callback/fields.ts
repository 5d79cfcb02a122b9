import type { INodeProperties, TriggerPanelDefinition } from 'n8n-workflow';

import { includeField } from '../../fields/include';
import { simplifyField } from '../../fields/results';
import { CALLED, eventsField } from '../events';

const WHILE_BUILDING =
	"<b>While you build the workflow</b>, choose 'Execute step' and send a document whose 'Notify URL' is this node's Test URL. What happens to it shows up here.";

/** The panel beside the parameters. n8n's default text would name a service 'Secured Signing Callback'. */
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
			"Copy this node's Production URL into 'Notify URL' of the Secured Signing node that sends the document. That node adds a secret key to the address, and only calls with this key start the workflow. For documents that another program sends, use Account > Get Notify URL.",
		name: 'addressNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName:
			"This trigger starts immediately, but events can arrive twice or not at all. To miss none, use the Secured Signing Trigger. To drop repeats, add a Remove Duplicates node that compares 'eventId' with earlier executions.",
		name: 'repeatsNotice',
		type: 'notice',
		default: '',
	},
	eventsField(
		'The events that start the workflow. A call only says that something happened; the node then checks what.',
		CALLED,
	),
	{
		...includeField,
		default: ['signedFile'],
		description:
			'The parts to return with the status. A document that is not finished has only the log. Each part costs a request or two per document, and is fetched before the call is answered.',
	},
	simplifyField,
];
