import { createHmac } from 'node:crypto';

import { authenticationHeaders, signature } from '../../credentials/signature';

const KEY = 'test-api-key';
const SECRET = 'test-api-secret';
const NONCE = 'abcdefghijklmnopqrstuvwxyz012345';

describe('signature', () => {
	// docs/api/API.md section 2
	test.each([
		['1700000000', 'StNY9zufduq/Tzvo35tBPv9GUGxjogl9R2QwL65sSak='],
		['1700000000.12345', 'eNQgsXtLNhkJkPSM+ccIGw4gHBBxnpi5fNRzycBTm5U='],
	])('matches the published vector for %s', (time, expected) => {
		expect(signature(KEY, SECRET, time, NONCE)).toBe(expected);
	});
});

describe('authenticationHeaders', () => {
	const settings = { apiKey: KEY, apiSecret: SECRET, domain: 'https://www.example.com' };

	test('signs exactly the text that is sent', () => {
		const headers = authenticationHeaders(settings);
		const signed = [KEY, headers['X-CUSTOM-DATE'], headers['X-CUSTOM-NONCE']].join('\n');
		expect(headers).toEqual({
			'X-CUSTOM-API-KEY': KEY,
			'X-CUSTOM-DATE': expect.stringMatching(/^\d{10}$/),
			'X-CUSTOM-NONCE': expect.stringMatching(/^[\da-f]{32}$/),
			'X-CUSTOM-SIGNATURE': createHmac('sha256', SECRET).update(signed).digest('base64'),
			Referer: 'https://www.example.com',
		});
	});

	test('never uses a nonce twice', () => {
		const nonces = Array.from(
			{ length: 1000 },
			() => authenticationHeaders(settings)['X-CUSTOM-NONCE'],
		);
		expect(new Set(nonces).size).toBe(nonces.length);
	});
});
