import type { IWebhookDescription } from 'n8n-workflow';

import { CALL_METHODS } from '../api/http/callMethods';

/** The webhooks by which a waiting execution is called. */
export const resumeWebhooks: IWebhookDescription[] = CALL_METHODS.map((httpMethod) => ({
	name: 'default',
	httpMethod,
	responseMode: 'onReceived',
	responseData: '',
	path: '',
	isFullPath: true,
	restartWebhook: true,
}));
