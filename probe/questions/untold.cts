// What nobody says and this probe cannot find out either. Source: docs/api/API.md section 11.
import type { Question } from './question.cts';

const untold = (id: string, title: string, why: string): Question => ({
	id,
	title,
	looks: {},
	untold: why,
});

export const untoldQuestions: Question[] = [
	untold('nonceMemory', 'How long nonces are remembered', 'it would take days of requests'),
	untold('rateLimits', 'Rate limits', 'the probe stays far below any'),
	untold('queueReference', 'QueueReference and Supervising', 'no answer shows what they do'),
	untold('processingStatus', 'Values of ProcessingStatus', 'a mail merge goes to many people'),
	untold(
		'saveSender',
		'SaveSender with a key without OAuth 2',
		'no request removes a sender again',
	),
	untold(
		'recipientRoutes',
		'Requests that add or delete recipients',
		'no source names them, and guessing could change the account',
	),
];
