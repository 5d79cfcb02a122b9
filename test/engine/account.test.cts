/** Account > Get, and a credential that is refused. */
import { toldOn } from '../harness/told.cts';
import { useBench } from './bench.cts';
import type { Bench } from './node.cts';

let bench: Bench;
useBench((own) => ({ bench } = own));

describe('account', () => {
	test('get', async () => {
		const { items } = await bench.run({ resource: 'account', operation: 'get' });
		expect(items[0].json).toEqual({
			name: 'Sandbox Owner',
			email: 'owner@example.com',
			accountStatus: 'Paid',
			locked: false,
			planName: 'Sandbox',
			documentsLeft: expect.any(Number),
			documentsUsed: expect.any(Number),
			maxUploadSize: 20 * 1024 * 1024,
			defaultDueDays: 14,
			maxDueDays: 365,
		});
	});

	test('get, when the service answers everything as text', async () => {
		const typed = await bench.run({ resource: 'account', operation: 'get' });
		bench.simulator.readings.accountInfoTypes = 'strings';
		const texts = await bench.run({ resource: 'account', operation: 'get' });
		bench.simulator.readings.accountInfoTypes = 'typed';
		expect(texts.items[0].json).toEqual(typed.items[0].json);
	});

	test('get raw', async () => {
		const { items } = await bench.run({ resource: 'account', operation: 'get', simplify: false });
		expect(items[0].json).toMatchObject({ PlanName: 'Sandbox', MaxUploadSize: expect.any(Number) });
	});

	test('a key with OAuth 2 on is told apart in the advice', async () => {
		bench.simulator.account.oauth2 = true;
		const { error } = await bench.run({ resource: 'account', operation: 'get' });
		bench.simulator.account.oauth2 = false;
		expect(error?.message).toMatch(toldOn(401));
		expect(error?.description).toMatch(/OAuth 2 is off for this key/);
		expect(bench.simulator.requests).toHaveLength(1);
	});

	test.each([
		['secret', { apiSecret: 'wrong' }],
		['key', { apiKey: 'wrong' }],
		['domain', { domain: 'other.example.net' }],
	])('a wrong %s is refused, and never shown', async (_what, credential) => {
		const { error } = await bench.run({ resource: 'account', operation: 'get' }, { credential });
		expect(error?.message).toMatch(toldOn(401));
		expect(JSON.stringify(error)).not.toContain('simulator-api');
	});
});
