import { request } from 'node:http';
import type { Fault, FaultKind } from './index.cts';
import { sign, withSimulator } from './testing/client.cts';

const running = withSimulator();

const info = () => running.client.fetch('GET', '/Account/Info');
const saveSender = (signal?: AbortSignal) =>
	running.client.fetch('POST', '/Account/SaveSender', {
		json: { User: { FirstName: 'Ana', LastName: 'Lopez', Email: 'ana@example.com' } },
		signal,
	});
const upload = (signal?: AbortSignal) => {
	const form = new FormData();
	form.set('file', new Blob(['x']), 'a.pdf');
	return running.client.fetch('POST', '/Document/Uploader', { form, signal });
};
const strike = (fault: Fault) => running.simulator.faults.add(fault);

it.each<[FaultKind, number]>([
	['unauthorized', 401],
	['paymentRequired', 402],
	['notFound', 404],
	['tooLarge', 413],
	['planExhausted', 426],
	['tooManyRequests', 429],
])('%s answers %d in the envelope and does nothing', async (kind, status) => {
	strike({ kind });
	const response = await upload();
	expect(response.status).toBe(status);
	expect(await response.json()).toMatchObject({ ResponseStatus: { Message: expect.any(String) } });
	expect(running.simulator.documents()).toEqual([]);
	expect((await upload()).status).toBe(200);
});

it('tooManyRequests says when to come back', async () => {
	strike({ kind: 'tooManyRequests', retryAfter: 7 });
	expect((await info()).headers.get('retry-after')).toBe('7');
	strike({ kind: 'tooManyRequests', retryAfter: 'Wed, 21 Oct 2026 07:28:00 GMT' });
	expect((await info()).headers.get('retry-after')).toContain('Oct 2026');
});

it.each<[Fault, number]>([
	[{ kind: 'serverErrorHtml' }, 500],
	[{ kind: 'gateway' }, 502],
	[{ kind: 'gateway', status: 503 }, 503],
	[{ kind: 'gateway', status: 504 }, 504],
])('%j answers an HTML page', async (fault, status) => {
	strike(fault);
	const response = await info();
	expect([response.status, await response.text()]).toEqual([
		status,
		expect.stringMatching(/^<!doctype html>/),
	]);
});

it('redirect points to another origin, which records who goes there', async () => {
	const { simulator } = running;
	strike({ kind: 'redirect', status: 307 });
	const response = await info();
	const location = `${simulator.elsewhere.url}/web/v1.4/Account/Info`;
	expect([response.status, response.headers.get('location')]).toEqual([307, location]);
	expect(simulator.elsewhere.requests).toEqual([]);
	await fetch(location);
	expect(simulator.elsewhere.requests).toMatchObject([{ method: 'GET' }]);
});

it('delay keeps the answer back after everything has happened', async () => {
	strike({ kind: 'delay', seconds: 60 });
	const leaving = new AbortController();
	const answer = upload(leaving.signal);
	const settled = answer.catch(() => 'left');
	while (running.simulator.documents().length === 0) await new Promise(setImmediate);
	leaving.abort();
	expect(await settled).toBe('left');
});

it('delay can keep the request back: whoever leaves has changed nothing', async () => {
	strike({ kind: 'delay', seconds: 0.2, hold: 'request' });
	const leaving = new AbortController();
	const settled = upload(leaving.signal).catch(() => 'left');
	while (running.simulator.requests[0]?.body === undefined) await new Promise(setImmediate);
	leaving.abort();
	expect(await settled).toBe('left');
	strike({ kind: 'delay', seconds: 0.2, hold: 'request' });
	expect((await upload()).status).toBe(200);
	expect(running.simulator.documents()).toHaveLength(1);
});

it('delay can keep the work back: it is done although the client has left', async () => {
	strike({ kind: 'delay', seconds: 0.2, hold: 'work' });
	const leaving = new AbortController();
	const settled = upload(leaving.signal).catch(() => 'left');
	while (running.simulator.requests[0]?.body === undefined) await new Promise(setImmediate);
	leaving.abort();
	expect(await settled).toBe('left');
	expect(running.simulator.documents()).toEqual([]);
	while (running.simulator.documents().length === 0) await new Promise(setImmediate);
});

it('cutBefore changes nothing, cutAfter changes everything', async () => {
	const { simulator } = running;
	strike({ kind: 'cutBefore' });
	await expect(upload()).rejects.toThrow();
	expect(simulator.documents()).toEqual([]);
	strike({ kind: 'cutAfter' });
	await expect(upload()).rejects.toThrow();
	expect(simulator.documents()).toHaveLength(1);
	expect(simulator.requests.map(({ status }) => status)).toEqual([undefined, undefined]);
});

it('clockSkew judges the request by a clock that is ten minutes ahead, and shows it', async () => {
	strike({ kind: 'clockSkew' });
	const response = await info();
	expect(response.status).toBe(401);
	const shown = Date.parse(response.headers.get('date') ?? '');
	expect(Math.round((shown - Date.now()) / 60_000)).toBe(10);
	strike({ kind: 'clockSkew' });
	const later = String(Math.floor(shown / 1000));
	const headers = sign(running.simulator, later);
	expect((await fetch(`${running.simulator.url}/Account/Info`, { headers })).status).toBe(200);
});

it.each<[NonNullable<Fault['body']>, RegExp]>([
	['truncatedJson', /^\{[^}]*$/],
	['html', /^<!doctype html>/],
	['empty', /^$/],
])('wrongBody %s is a 200 that is of no use', async (body, pattern) => {
	strike({ kind: 'wrongBody', body });
	const response = await saveSender();
	expect([response.status, await response.text()]).toEqual([200, expect.stringMatching(pattern)]);
});

it('wrongBody truncated ends before its Content-Length', async () => {
	strike({ kind: 'wrongBody' });
	const error = await new Promise<Error>((resolve, reject) => {
		request(`${running.simulator.url}/Account/Info`, { headers: sign(running.simulator) })
			.on('response', (response) => {
				expect(response.statusCode).toBe(200);
				response
					.on('error', resolve)
					.on('end', () => reject(new Error('complete')))
					.resume();
			})
			.on('error', reject)
			.end();
	});
	expect(error.message).toBe('aborted');
});

it('strikes the chosen operation, as often as it is told', async () => {
	strike({ kind: 'gateway', operation: 'saveSender', times: 2 });
	expect((await info()).status).toBe(200);
	expect((await saveSender()).status).toBe(502);
	expect((await saveSender()).status).toBe(502);
	expect((await saveSender()).status).toBe(200);
	expect(running.simulator.requests.map(({ fault }) => fault)).toEqual([
		...[undefined, 'gateway', 'gateway', undefined],
	]);
	strike({ kind: 'gateway' });
	running.simulator.faults.clear();
	expect((await info()).status).toBe(200);
});

it('strikes what a test chooses by the request, after what was added', async () => {
	const { faults, requests } = running.simulator;
	faults.choose(({ body }) =>
		JSON.stringify(body ?? '').includes('ana@example.com')
			? { kind: 'paymentRequired' }
			: undefined,
	);
	strike({ kind: 'gateway' });
	expect((await saveSender()).status).toBe(502);
	expect((await saveSender()).status).toBe(402);
	expect((await info()).status).toBe(200);
	expect(requests.map(({ fault }) => fault)).toEqual(['gateway', 'paymentRequired', undefined]);
	faults.clear();
	expect((await saveSender()).status).toBe(200);
});

it('refuses a fault that could never strike', () => {
	expect(() => strike({ kind: 'gatewy' as FaultKind })).toThrow('Unknown kind');
	expect(() => strike({ kind: 'gateway', operation: 'sendForm' as 'sendForms' })).toThrow(
		'Unknown operation',
	);
});
