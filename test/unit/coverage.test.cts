import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { asMarkdown, asText, jobsOf, summary } from '../coverage/jobs.cts';
import { twins } from '../coverage/twins.cts';

const description = join(__dirname, '../../docs/api/openapi.yaml');
const run = (operation: string, ...reached: string[]) => ({ operation, reached, outputs: [] });

/** Every operation that the description names, twins included. */
const named = readFileSync(description, 'utf8').match(/(?<=^ +operationId: )\w+$/gm) ?? [];

test('every operation of the API is a job or the twin of one', async () => {
	const jobs = await jobsOf(description, []);
	const ids = [...jobs.map(({ operationId }) => operationId), ...twins.map(({ twin }) => twin)];
	expect(ids.sort()).toEqual([...named].sort());
	expect(summary(jobs)).toBe(`0 of ${jobs.length} jobs reached`);
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
	expect(asText(jobs).split('\n').at(-1)).toBe(`3 of ${jobs.length} jobs reached`);
	expect(asMarkdown(jobs)).toContain(
		'| `deleteAttachment` | `DELETE /Attachment/{AttachmentReference}` | `attachment:delete` |',
	);
});
