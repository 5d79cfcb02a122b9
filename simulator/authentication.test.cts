import { Authentication } from './authentication.cts';
import { likelyReadings } from './readings.cts';
import { sign, withSimulator } from './testing/client.cts';

const running = withSimulator();

const refusal = async (headers: Record<string, string>) => {
	const response = await fetch(`${running.simulator.url}/Account/Info`, { headers });
	const body = (await response.json()) as { ResponseStatus?: { Message: string } };
	return { status: response.status, message: body.ResponseStatus?.Message };
};
const seconds = () => Math.floor(Date.now() / 1000);

it.each([
	['1700000000', 'StNY9zufduq/Tzvo35tBPv9GUGxjogl9R2QwL65sSak='],
	['1700000000.12345', 'eNQgsXtLNhkJkPSM+ccIGw4gHBBxnpi5fNRzycBTm5U='],
])('knows the signature of the test vector for %s', (date, signature) => {
	const headers = {
		'x-custom-api-key': 'test-api-key',
		'x-custom-date': date,
		'x-custom-nonce': 'abcdefghijklmnopqrstuvwxyz012345',
		'x-custom-signature': signature,
		referer: 'https://example.com',
	};
	const key = { apiKey: 'test-api-key', apiSecret: 'test-api-secret', domain: 'example.com' };
	const check = (given: Record<string, string>) =>
		new Authentication(key, { oauth2: false }, likelyReadings).check(given, 1_700_000_000);
	expect(() => check(headers)).not.toThrow();
	expect(() => check({ ...headers, 'x-custom-date': '1700000001' })).toThrow('does not match');
});

it('accepts whole and fractional seconds', async () => {
	for (const date of [String(seconds()), `${seconds()}.12345`]) {
		expect((await refusal(sign(running.simulator, date))).status).toBe(200);
	}
});

it.each(['X-CUSTOM-API-KEY', 'X-CUSTOM-DATE', 'X-CUSTOM-NONCE', 'X-CUSTOM-SIGNATURE', 'Referer'])(
	'refuses a request without %s',
	async (name) => {
		const headers = sign(running.simulator);
		delete headers[name];
		expect(await refusal(headers)).toEqual({
			status: 401,
			message: expect.stringContaining(`${name} is missing`),
		});
	},
);

it.each([
	['another key', { 'X-CUSTOM-API-KEY': 'other' }, 'Check your api key'],
	['a wrong signature', { 'X-CUSTOM-SIGNATURE': 'AAAA' }, 'SIGNATURE does not match'],
	['a date that is none', { 'X-CUSTOM-DATE': 'today' }, 'not a Unix time'],
	['another domain', { Referer: 'https://other.example.com' }, 'not the domain'],
	['a long nonce', { 'X-CUSTOM-NONCE': 'n'.repeat(33) }, 'longer than 32'],
])('refuses %s', async (_name, changes, message) => {
	expect(await refusal({ ...sign(running.simulator), ...changes })).toEqual({
		status: 401,
		message: expect.stringContaining(message),
	});
});

it('refuses a clock that is off by more than five minutes', async () => {
	for (const drift of [-310, 310]) {
		const { status, message } = await refusal(sign(running.simulator, String(seconds() + drift)));
		expect([status, message]).toEqual([401, expect.stringContaining("the server's clock")]);
	}
	expect((await refusal(sign(running.simulator, String(seconds() - 280)))).status).toBe(200);
});

it('accepts a nonce once', async () => {
	const headers = sign(running.simulator);
	expect((await refusal(headers)).status).toBe(200);
	expect(await refusal(headers)).toEqual({
		status: 401,
		message: 'X-CUSTOM-NONCE was used before',
	});
});

it('compares the referer by its host', async () => {
	const { host } = new URL(running.simulator.credential.domain);
	for (const Referer of [host, `http://${host}/workflow/1`, `https://${host.toUpperCase()}/`]) {
		expect((await refusal({ ...sign(running.simulator), Referer })).status).toBe(200);
	}
});

it('refuses a key that has OAuth 2 on', async () => {
	running.simulator.account.oauth2 = true;
	expect((await refusal(sign(running.simulator))).message).toContain('OAuth 2 is on');
	const headers = { ...sign(running.simulator), Authorization: 'Bearer token' };
	expect((await refusal(headers)).status).toBe(200);
});
