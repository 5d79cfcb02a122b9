import axios from 'axios';
import * as fc from 'fast-check';
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
const own = new URL(url).origin;

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

	test.each(['http://proxy:3128', { host: 'proxy', port: 3128 }])(
		'plain http to this machine is not signed for the proxy %j; https, which it cannot read, is',
		async (proxy) => {
			const local = { ...credential, baseUrl: 'http://127.0.0.1:8080/web/v1.4' };
			const request = { url: `${local.baseUrl}/Account/Info`, proxy } as IHttpRequestOptions;
			await expect(type.authenticate(local, request)).rejects.toThrow(/through a proxy/);
			await expect(sign({ url, proxy })).resolves.toMatchObject({ proxy });
		},
	);

	// docs/security.md: a proxy reads nothing of https, unless the whole n8n was told to trust its authority.
	test.each([{ agentOptions: { ca: 'PEM' } }, { ca: ['PEM'] }])(
		'https is not signed for an authority that a node names: %j',
		async (option) => {
			await expect(sign({ url, ...option } as IHttpRequestOptions)).rejects.toThrow(
				/certificate authority/,
			);
			const own = { agentOptions: { cert: 'PEM', key: 'PEM', ca: '' } } as object;
			await expect(sign({ url, ...own })).resolves.toHaveProperty('headers');
		},
	);

	// README: whoever sits between reads nothing of https; n8n's option takes any certificate.
	test.each([
		{ rejectUnauthorized: false },
		{ skipSslCertificateValidation: true },
		{ agentOptions: { rejectUnauthorized: false } },
	])('https is not signed for whatever certificate is there: %j', async (option) => {
		await expect(sign({ url, ...option })).rejects.toThrow(/Ignore SSL Issues/);
		const local = { ...credential, baseUrl: 'http://127.0.0.1:8080/web/v1.4' };
		const request = { url: `${local.baseUrl}/x`, ...option } as IHttpRequestOptions;
		await expect(type.authenticate(local, request)).resolves.toHaveProperty('headers');
	});

	// RFC 9110 section 7.2: with Host the client names the host that shall answer.
	test.each(['evil.example.net', 'signing.example.com.evil.example.net', '', ['evil.example.net']])(
		'a request with the host header %j is not signed',
		async (value) => {
			for (const name of ['Host', 'host', ' HOST']) {
				await expect(sign({ url, headers: { [name]: value } })).rejects.toThrow(/Host/);
			}
		},
	);

	test('one that names the host of its address is', async () => {
		const headers = { Host: 'Signing.Example.com' };
		await expect(sign({ url, headers })).resolves.toMatchObject({ headers });
	});

	test.each([
		'https://signing.example.com/',
		'https://signing.example.com/tenant-b/x',
		'https://signing.example.com/web/v1.45/x',
		'https://signing.example.com/web/v1.4/../../tenant-b',
		'https://signing.example.com/web/v1.4/%2e%2e/x',
		'https://signing.example.com/web/v1.4/..%2f..%2ftenant-b/x',
		// Servers with parameters in a path, that undo escapes twice, or take bytes that are no UTF-8.
		'https://signing.example.com/web/v1.4/..;/..;/tenant-b/x',
		'https://signing.example.com/web/v1.4/..%252f..%252ftenant-b/x',
		'https://signing.example.com/web/v1.4/%252e%252e/tenant-b/x',
		'https://signing.example.com/web/v1.4/%c0%af..%c0%aftenant-b/x',
		'https://signing.example.com/web/v1.4/..%5C..%5Ctenant-b/x',
	])('nor one beside the path of a base URL of your own: %s', async (other) => {
		await expect(sign({ url: other })).rejects.toThrow(
			/can be used only for signing\.example\.com\/web\/v1\.4/,
		);
		const path = other.slice('https://signing.example.com'.length);
		await expect(sign({ baseURL: 'https://signing.example.com', url: path })).rejects.toThrow(
			/can be used only for signing\.example\.com\/web\/v1\.4/,
		);
	});

	test("the service's own hosts answer under more than one path", async () => {
		const elsewhere = { url: 'https://api.securedsigning.com/web/v1.5/Account/Info' };
		await expect(
			type.authenticate({ ...credential, environment: 'production' }, elsewhere),
		).resolves.toHaveProperty('headers');
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
			/can be used only for signing\.example\.com\/web\/v1\.4/,
		);
		await expect(sign({ uri: other })).rejects.toThrow(
			/can be used only for signing\.example\.com\/web\/v1\.4/,
		);
	});

	// Whoever sends the request reads its address with axios, or as n8n does for its own checks.
	const readings = ({ url, baseURL }: { url: string; baseURL?: string }) =>
		[() => axios.getUri({ url, baseURL }), () => new URL(url, baseURL).href].flatMap((read) => {
			try {
				return [new URL(read()).origin];
			} catch {
				return [];
			}
		});

	test.each([
		'https:evil.example.net/x',
		'https:/evil.example.net/x',
		'https:\\\\evil.example.net/x',
		'//evil.example.net/x',
		'/web/v1.4/Account/Info',
		'https://signing.example.com\\@evil.example.net/x',
		'https://signing.example.com@evil.example.net/x',
		'\thttps://evil.example.net/x',
		'https://evil.example.net\n.signing.example.com/x',
		'',
	])('does not sign what is not clearly its address: %j', async (url) => {
		await expect(sign({ url })).rejects.toThrow(
			/can be used only for signing\.example\.com\/web\/v1\.4/,
		);
		await expect(sign({ url: '', uri: url })).rejects.toThrow(
			/only for signing\.example\.com\/web\/v1\.4/,
		);
		await expect(sign({ uri: url })).rejects.toThrow(/only for signing\.example\.com\/web\/v1\.4/);
	});

	test.each([
		[{ url: '', uri: 'https://evil.example.net' }],
		[{ url: 'https://evil.example.net', uri: url }],
		[{ url, uri: 'https://evil.example.net' }],
		[{ url: '/x', baseURL: 'https://evil.example.net' }],
		[{ url: '//evil.example.net/x', baseURL: credential.baseUrl }],
		[{ url: '/\\evil.example.net/x', baseURL: credential.baseUrl }],
		[{ url: '/\t/evil.example.net/x', baseURL: credential.baseUrl }],
		[{ url: '@evil.example.net', baseURL: 'https://signing.example.com' }],
		[{ url: '.evil.example.net', baseURL: 'https://signing.example.com' }],
		[{}],
	])('nor %j', async (options) => {
		await expect(sign(options)).rejects.toThrow(
			/can be used only for signing\.example\.com\/web\/v1\.4/,
		);
	});

	test('a base address with blanks is not signed', async () => {
		// RFC 3986 section 2.2 has none; with one before its last slash, it is another folder.
		for (const blank of [' ', '\t', '\n', '\u00a0']) {
			const baseURL = `${credential.baseUrl}${blank}/`;
			await expect(sign({ url: '', baseURL })).rejects.toThrow(/can be used only for/);
		}
	});

	test('whatever is signed goes to its address, however it is read', async () => {
		const pieces = [
			'https:',
			'http:',
			'/',
			'//',
			'\\',
			'@',
			':',
			'.',
			'?',
			'#',
			'\t',
			'\n',
			' ',
			'%2f',
		];
		const hosts = [
			'signing.example.com',
			'evil.example.net',
			'web/v1.4',
			'SIGNING.example.com',
			'443',
		];
		const written = fc.array(fc.constantFrom(...pieces, ...hosts), { maxLength: 7 });
		const address = fc.oneof(
			written.map((parts) => parts.join('')),
			written.map((parts) => `https://signing.example.com${parts.join('')}`),
			written.map((parts) => `${credential.baseUrl}${parts.join('')}`),
		);
		await fc.assert(
			fc.asyncProperty(address, fc.option(address, { nil: undefined }), async (url, baseURL) => {
				const isSigned = await sign({ url, baseURL }).then(
					() => true,
					() => false,
				);
				if (!isSigned) return;
				expect(new Set(readings({ url, baseURL }))).toEqual(new Set([own]));
				expect(new URL(axios.getUri({ url, baseURL })).pathname).toMatch(/^\/web\/v1\.4(?:\/|$)/i);
			}),
			{ numRuns: 20_000 },
		);
	});

	test('no redirect is followed, in the words of both kinds of request', async () => {
		expect(await sign({ url, followRedirect: true, maxRedirects: 5 })).toMatchObject({
			disableFollowRedirect: true,
			followRedirect: false,
			followAllRedirects: false,
			maxRedirects: 0,
		});
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

// n8n's credentials-tester.service.js shows the status line of a status without a rule, whatever stands in it.
test('each status of a refused test has words of ours, of all that three digits say', () => {
	const { rules = [] } = type.test;
	const ofStatus = (status: number) =>
		rules.filter(({ type, properties }) => type === 'responseCode' && properties.value === status);
	for (let status = 300; status <= 999; status++) {
		expect(ofStatus(status)).toHaveLength(1);
		expect(ofStatus(status)[0].properties.message).toMatch(
			/Secured Signing.*\. .*\.$|^There is no/,
		);
	}
});
