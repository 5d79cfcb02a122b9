import type { IHttpRequestOptions } from 'n8n-workflow';

import { SecuredSigningApi } from '../../credentials/SecuredSigningApi.credentials';

const credential = {
	environment: 'custom',
	baseUrl: 'https://signing.example.com/web/v1.4',
	apiKey: 'key-1',
	apiSecret: 'secret-1',
	domain: 'www.example.com',
};
const type = new SecuredSigningApi();
const sign = async (options: object) =>
	await type.authenticate(credential, options as IHttpRequestOptions);
const url = `${credential.baseUrl}/Account/Info`;

describe('authenticate', () => {
	test('stays with a copy of the type, which is what the HTTP Request node offers', () => {
		expect({ ...type }.authenticate).toBeInstanceOf(Function);
	});

	test('adds the four headers and the Referer, and leaves the rest alone', async () => {
		const signed = await sign({ url, method: 'POST', body: { a: 1 }, headers: { Accept: 'x/y' } });
		expect(signed).toMatchObject({ url, method: 'POST', body: { a: 1 } });
		expect(Object.keys(signed.headers!).sort()).toEqual([
			'Accept',
			'Referer',
			'X-CUSTOM-API-KEY',
			'X-CUSTOM-DATE',
			'X-CUSTOM-NONCE',
			'X-CUSTOM-SIGNATURE',
		]);
		expect(signed.headers!.Referer).toBe('https://www.example.com');
	});

	test('a second call on the same request replaces all of them', async () => {
		const first = await sign({
			url,
			headers: {
				referer: 'https://old.example.com',
				'x-custom-nonce': 'old',
				'X-Custom-Date': '1',
			},
		});
		const second = await sign(first);
		expect(Object.keys(second.headers!)).toHaveLength(5);
		expect(second.headers!['X-CUSTOM-NONCE']).not.toBe(first.headers!['X-CUSTOM-NONCE']);
		expect(second.headers!['X-CUSTOM-SIGNATURE']).not.toBe(first.headers!['X-CUSTOM-SIGNATURE']);
	});

	test.each([
		['as the HTTP Request node writes it', { uri: url }],
		['with a base URL', { baseURL: credential.baseUrl, url: '/Account/Info' }],
		[
			'with the other casing of the path',
			{ url: 'https://signing.example.com/Web/v1.4/Account/Info' },
		],
	])('signs an address %s', async (_what, options) => {
		expect((await sign(options)).headers).toHaveProperty('X-CUSTOM-SIGNATURE');
	});

	test.each([
		'https://evil.example.net/web/v1.4/Account/Info',
		'http://signing.example.com/web/v1.4/Account/Info',
		'https://signing.example.com:8443/web/v1.4/Account/Info',
		'https://signing.example.com.evil.example.net/',
	])('does not sign a request to %s', async (other) => {
		await expect(sign({ url: other })).rejects.toThrow(
			/signs requests to signing\.example\.com only/,
		);
		await expect(sign({ uri: other })).rejects.toThrow(
			/signs requests to signing\.example\.com only/,
		);
	});

	test('the secret is in no header', async () => {
		expect(JSON.stringify(await sign({ url }))).not.toContain('secret-1');
	});

	test('an incomplete credential is refused', async () => {
		await expect(type.authenticate({ ...credential, domain: '' }, { url })).rejects.toThrow(
			'The credential has no Domain',
		);
	});
});

test('key and secret are hidden in the dialog', () => {
	const hidden = type.properties.filter(({ typeOptions }) => typeOptions?.password);
	expect(hidden.map(({ name }) => name)).toEqual(['apiKey', 'apiSecret']);
});
