import { NodeApiError, type INode } from 'n8n-workflow';

import { isPassing, pauseBefore, retried } from '../../nodes/SecuredSigning/api/http/retry';

const node = { name: 'Secured Signing', type: 'securedSigning', typeVersion: 1 } as INode;

function failure(code: string, retryAfter?: string): NodeApiError {
	const isStatus = /^\d+$/.test(code);
	const error = new NodeApiError(
		node,
		{ message: 'no' },
		{ message: 'no', ...(isStatus && { httpCode: code }) },
	);
	if (!isStatus) error.context.networkCode = code;
	if (retryAfter !== undefined) error.context.retryAfter = retryAfter;
	return error;
}

const now = Date.parse('2030-01-01T00:00:00Z');

describe('pauseBefore', () => {
	test.each([
		['2', 2000],
		['0', 0],
		['Tue, 01 Jan 2030 00:00:05 GMT', 5000],
		['Mon, 31 Dec 2029 23:59:00 GMT', 0],
	])('honours Retry-After: %s', (retryAfter, milliseconds) => {
		expect(pauseBefore(1, failure('429', retryAfter), now)).toBe(milliseconds);
	});

	test.each([undefined, '', 'soon'])('doubles when Retry-After is %j', (retryAfter) => {
		const pauses = [1, 2, 3].map((tries) => pauseBefore(tries, failure('503', retryAfter), now));
		pauses.forEach((pause, index) => {
			expect(pause).toBeGreaterThanOrEqual(300 * 2 ** index);
			expect(pause).toBeLessThanOrEqual(500 * 2 ** index);
		});
	});
});

describe('retried', () => {
	const failing = (errors: unknown[]) => {
		let calls = 0;
		const attempt = async () => {
			const error = errors[calls++];
			if (error !== undefined) throw error;
			return 'answer';
		};
		return { attempt, calls: () => calls };
	};

	test.each(['429', '502', '503', '504', 'ECONNRESET', 'ECONNABORTED'])(
		'tries again after %s',
		async (code) => {
			const { attempt, calls } = failing([failure(code, '0')]);
			await expect(retried(attempt, { retries: 3, mayPass: isPassing })).resolves.toBe('answer');
			expect(calls()).toBe(2);
		},
	);

	test.each(['400', '401', '404', '500', '302', '200'])('does not after %s', async (code) => {
		const { attempt, calls } = failing([failure(code, '0')]);
		await expect(retried(attempt, { retries: 3, mayPass: isPassing })).rejects.toThrow('no');
		expect(calls()).toBe(1);
	});

	test('gives up after the last try, with the last error', async () => {
		const { attempt, calls } = failing(
			[1, 2, 3, 4].map((n) => failure('503', n === 4 ? '9' : '0')),
		);
		await expect(retried(attempt, { retries: 3, mayPass: isPassing })).rejects.toMatchObject({
			context: { retryAfter: '9' },
		});
		expect(calls()).toBe(4);
	});

	test('does not wait an hour because the service asks for it', async () => {
		const { attempt, calls } = failing([failure('429', '3600')]);
		await expect(retried(attempt, { retries: 3, mayPass: isPassing })).rejects.toThrow('no');
		expect(calls()).toBe(1);
	});

	test('stops waiting when the run is stopped', async () => {
		const stop = new AbortController();
		const { attempt, calls } = failing([failure('503', '50')]);
		const run = retried(attempt, { retries: 3, mayPass: isPassing, stop: stop.signal });
		stop.abort();
		await expect(run).rejects.toThrow('no');
		expect(calls()).toBe(1);
	});
});
