import type { IWebhookDescription } from 'n8n-workflow';

const resume = (httpMethod: 'GET' | 'POST'): IWebhookDescription => ({
	name: 'default',
	httpMethod,
	responseMode: 'onReceived',
	responseData: '',
	path: '',
	isFullPath: true,
	restartWebhook: true,
});

/**
 * How a waiting execution is called. No source says with which method Secured Signing calls
 * (docs/api/API.md section 7), so both are taken.
 */
export const resumeWebhooks: IWebhookDescription[] = [resume('GET'), resume('POST')];
