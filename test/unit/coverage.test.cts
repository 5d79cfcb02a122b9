import { join } from 'node:path';

import { asMarkdown, asText, jobsOf, summary } from '../coverage/jobs.cts';
import { twins } from '../coverage/twins.cts';

const description = join(__dirname, '../../docs/api/openapi.yaml');
const run = (operation: string, ...reached: string[]) => ({ operation, reached, outputs: [] });

test('65 operations of the API do 56 jobs', async () => {
	const jobs = await jobsOf(description, []);
	expect([jobs.length, twins.length]).toEqual([56, 9]);
	expect(summary(jobs)).toBe('0 of 56 jobs reached');
	for (const { twin } of twins) {
		expect(jobs.map(({ operationId }) => operationId)).not.toContain(twin);
	}
});

test('a job is reached by its own operation or by a twin, and names each of the node once', async () => {
	const jobs = await jobsOf(description, [
		run('document:upload', 'uploadDocument'),
		run('document:upload', 'uploadDocument', 'getAccountInfo'),
		run('attachment:delete', 'deleteAttachmentPost'),
		run('account:get', 'getAccountInfo'),
		run('document:get'),
	]);
	const reached = jobs.filter(({ reachedBy }) => reachedBy.length > 0);
	expect(reached.map(({ operationId, reachedBy }) => [operationId, reachedBy])).toEqual([
		['getAccountInfo', ['account:get', 'document:upload']],
		['uploadDocument', ['document:upload']],
		['deleteAttachment', ['attachment:delete']],
	]);
	expect(asText(jobs).split('\n').at(-1)).toBe('3 of 56 jobs reached');
	expect(asMarkdown(jobs)).toContain(
		'| `deleteAttachment` | `DELETE /Attachment/{AttachmentReference}` | `attachment:delete` |',
	);
});
