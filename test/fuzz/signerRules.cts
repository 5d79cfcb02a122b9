/** The signer and the reading of a credential. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { UserError } from 'n8n-workflow';

import { readSettings } from '../../credentials/settings.ts';
import { authenticationHeaders } from '../../credentials/signature.ts';
import { property } from './property.cts';
import { anyText, anyValue } from './texts.cts';

/** What a header takes on every server: visible ASCII, spaces inside. */
const PLAIN_LINE = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/;

const pasted = fc.oneof(
	{ weight: 3, arbitrary: fc.string({ minLength: 1 }) },
	{ weight: 2, arbitrary: anyText },
	{ weight: 1, arbitrary: anyValue },
);
const address = fc.oneof(
	{ weight: 3, arbitrary: fc.webUrl({ withQueryParameters: true, withFragments: true }) },
	{ weight: 2, arbitrary: fc.tuple(fc.webUrl(), anyText).map((parts) => parts.join('')) },
	{ weight: 2, arbitrary: fc.domain() },
	{ weight: 1, arbitrary: pasted },
);
const credential = fc.record({
	environment: fc.oneof(fc.constantFrom('production', 'sandbox', 'custom'), anyValue),
	baseUrl: address,
	apiKey: pasted,
	apiSecret: pasted,
	domain: address,
});

function settingsOf(values: unknown) {
	try {
		return readSettings(values as Parameters<typeof readSettings>[0]);
	} catch (error) {
		assert.ok(error instanceof UserError, `not a refusal in words: ${String(error)}`);
		assert.ok(error.description, 'a refusal says what to do');
		return undefined;
	}
}

export const signerRules = () => {
	const nonces = new Set<string>();
	return [
		property(
			'a signature is what the API says, with the time and the nonce that are sent',
			fc.property(
				fc.record({ apiKey: anyText, apiSecret: anyText, domain: anyText }),
				(settings) => {
					const headers = authenticationHeaders(settings);
					// docs/api/API.md section 2, put together without the product's code
					const hmac = createHmac('sha256', settings.apiSecret);
					hmac.update(settings.apiKey).update('\n').update(headers['X-CUSTOM-DATE']);
					hmac.update('\n').update(headers['X-CUSTOM-NONCE']);
					assert.equal(headers['X-CUSTOM-SIGNATURE'], hmac.digest('base64'));
					assert.match(headers['X-CUSTOM-DATE'], /^\d{10}$/);
				},
			),
		),
		property(
			'a nonce has at most 32 plain characters and never comes twice',
			fc.property(fc.constant({ apiKey: 'k', apiSecret: 's', domain: 'd' }), (settings) => {
				const nonce = authenticationHeaders(settings)['X-CUSTOM-NONCE'];
				assert.match(nonce, /^[a-zA-Z\d]{1,32}$/);
				assert.ok(!nonces.has(nonce), `the nonce ${nonce} came twice`);
				nonces.add(nonce);
			}),
		),
		property(
			'a credential is refused in words, or gives headers and an address that can be used',
			fc.property(credential, (values) => {
				const settings = settingsOf(values);
				if (settings === undefined) return;
				for (const [name, value] of Object.entries(authenticationHeaders(settings))) {
					assert.match(value, PLAIN_LINE, name);
				}
				const url = new URL(`${settings.baseUrl}/Account/Info`);
				const isSafe = url.protocol === 'https:' || /^(localhost|127\.|\[::1\])/.test(url.hostname);
				assert.ok(isSafe, `contracts would go to ${settings.baseUrl}`);
				assert.equal(`${url.username}${url.password}${url.search}${url.hash}`, '');
				assert.ok(url.pathname.endsWith('/Account/Info'));
			}),
		),
	];
};
