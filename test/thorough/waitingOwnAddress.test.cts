/** An n8n that cannot call its own address, as its SSRF protection or a proxy may have it: it says so, once. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Response } from 'express';

import { Polling } from '../harness/polling.cts';
import { sendAndAwait, startAwaiting, type Awaiting } from '../engine/awaiting.cts';
import { nodeWith } from '../engine/node.cts';

let stage: Awaiting;
beforeAll(async () => {
	stage = await startAwaiting();
	// Connections of n8n to itself are cut; those of the service are not.
	stage.n8n.hearsItself = false;
});
afterAll(async () => await stage.close());

test('it is said once in the log, without a key, and the service wakes the workflows all the same', async () => {
	// All nodes of an n8n have one log.
	const warn = jest.spyOn(new Polling(stage.bench.engine, nodeWith({})).logger, 'warn');
	const said = () =>
		warn.mock.calls.map(([message]) => message).filter((message) => /own address/.test(message));
	const begin = async () =>
		await stage.begin({ ...sendAndAwait, include: [] }, await stage.contracts('Lease.pdf'));
	const ids = [await begin(), await begin()];
	while (said().length === 0) await sleep(100);
	// The second one has failed as well by now, or fails in a moment.
	await sleep(3_000);
	expect(said()).toHaveLength(1);
	const [message] = said();
	expect(message).toMatch(/^n8n could not call its own address http:\/\/127\.0\.0\.1:\d+: /);
	expect(message).toMatch(/docs\/waiting-in-detail\.md/);
	expect(message).not.toMatch(/key=|signature=|webhook-waiting/);
	for (const id of ids) {
		const [[reference]] = stage.references(id);
		await stage.bench.simulator.sign(reference);
		await stage.bench.simulator.sign(reference);
		await stage.settle();
		expect(stage.n8n.status(id)).toBe('success');
	}
});

// What logins in front of an n8n answer, such as oauth2-proxy: README, "Redirects are not followed".
const PAGE = '<!doctype html><title>Sign in</title>';
test.each<[string, (response: Response, elsewhere: string) => unknown]>([
	['302', (response, elsewhere) => response.redirect(302, elsewhere)],
	['308', (response, elsewhere) => response.redirect(308, elsewhere)],
	['200', (response) => response.send(PAGE)],
	['401', (response) => response.status(401).send(PAGE)],
	['404', (response) => response.status(404).send(PAGE)],
])('a login in front of n8n that answers with %s is not n8n', async (status, answer) => {
	const followed: string[] = [];
	const elsewhere = createServer((request, response) => {
		followed.push(`${request.method} ${request.url}`);
		response.end(PAGE);
	}).listen(0, '127.0.0.1');
	await once(elsewhere, 'listening');
	const { port } = elsewhere.address() as AddressInfo;
	const warn = jest.spyOn(new Polling(stage.bench.engine, nodeWith({})).logger, 'warn');
	warn.mockClear();
	const said = () =>
		warn.mock.calls.map(([message]) => message).filter((message) => /own address/.test(message));
	stage.n8n.inFront = (response) => void answer(response, `http://127.0.0.1:${port}/login`);
	await stage.restarted(async () => {
		await stage.begin({ ...sendAndAwait, include: [] }, await stage.contracts('Lease.pdf'));
		while (said().length === 0) await sleep(100);
	});
	expect(said()[0]).toContain(`with status ${status}`);
	expect(said()[0]).not.toMatch(/key=|signature=|webhook-waiting/);
	expect(followed).toEqual([]);
	stage.n8n.inFront = undefined;
	elsewhere.close();
});

test('what the node answers, and n8n itself, is', async () => {
	const warn = jest.spyOn(new Polling(stage.bench.engine, nodeWith({})).logger, 'warn');
	warn.mockClear();
	stage.n8n.hearsItself = true;
	await stage.restarted(async () => {
		const id = await stage.begin({ ...sendAndAwait, include: [] }, await stage.contracts('A.pdf'));
		while (!stage.n8n.calls.some((call) => call.id === id)) await sleep(100);
		await sleep(1_000);
	});
	expect(warn.mock.calls.filter(([message]) => /own address/.test(message))).toEqual([]);
});
