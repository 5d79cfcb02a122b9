import { readSettings, SERVICE_ADDRESS } from '../../credentials/settings';

const credential = {
	environment: 'production',
	apiKey: 'key-1',
	apiSecret: 'secret-1',
	domain: 'https://www.example.com',
};
const custom = (baseUrl: string) => ({ ...credential, environment: 'custom', baseUrl });

const thrownBy = (work: () => unknown): { description?: string } => {
	try {
		work();
		return {};
	} catch (error) {
		return error as { description?: string };
	}
};

describe('readSettings', () => {
	test('knows the two addresses of the service', () => {
		expect(readSettings(credential).baseUrl).toBe('https://api.securedsigning.com/web/v1.4');
		expect(readSettings({ ...credential, environment: 'sandbox' }).baseUrl).toBe(
			'https://api.dsx.co.nz/web/v1.4',
		);
		expect(SERVICE_ADDRESS.production).toMatch(/^https:/);
	});

	// README: Production, Sandbox or Custom. n8n keeps a Base URL that it does not show any more.
	test.each([
		...[
			'Production',
			'PRODUCTION',
			'production ',
			'Sandbox',
			'weird',
			'',
			null,
			undefined,
			0,
			true,
		],
		...[{}, ['production'], 'constructor'],
	])('refuses an environment that is none of the three: %j', (environment) => {
		const baseUrl = 'https://old-gateway.example/web';
		const refused = () => readSettings({ ...custom(baseUrl), environment } as never);
		expect(refused).toThrow(/Environment/);
		expect(thrownBy(refused).description).toMatch(
			/Production, Sandbox or Custom.*Nothing was sent/,
		);
	});

	test.each([
		['spaces', '  key-1  '],
		['a line break at the end', 'key-1\r\n'],
		['a tab', '\tkey-1'],
		['a zero-width space and a byte order mark', '\ufeffkey-1\u200b'],
		['a no-break space', '\u00a0key-1\u00a0'],
	])('drops %s around a pasted value', (_what, pasted) => {
		const settings = readSettings({
			...credential,
			apiKey: pasted,
			apiSecret: pasted,
			domain: pasted,
		});
		expect(settings).toMatchObject({
			apiKey: 'key-1',
			apiSecret: 'key-1',
			domain: 'https://key-1',
		});
	});

	test.each(['apiKey', 'apiSecret', 'domain'])('refuses a line break inside %s', (field) => {
		expect(() => readSettings({ ...credential, [field]: 'one\r\nX-Other: two' })).toThrow(
			/line break|not a web address/,
		);
	});

	test.each(['apiKey', 'apiSecret'])(
		'refuses a letter that cannot stand in a header in %s',
		(field) => {
			expect(() => readSettings({ ...credential, [field]: 'kéy' })).toThrow(/special character/);
		},
	);

	test.each([
		['apiKey', 'API Key'],
		['apiSecret', 'API Secret'],
		['domain', 'Domain (Access URL)'],
	])('says which field is empty: %s', (field, shown) => {
		for (const value of ['', '  \n', undefined]) {
			expect(() => readSettings({ ...credential, [field]: value as string })).toThrow(
				`The credential has no ${shown}`,
			);
		}
	});

	test.each([
		['www.example.com', 'https://www.example.com'],
		['http://www.example.com', 'http://www.example.com'],
		['https://www.example.com/app/', 'https://www.example.com/app/'],
		['münchen.example', 'https://xn--mnchen-3ya.example/'],
	])('completes the domain %s to %s', (domain, referer) => {
		expect(readSettings({ ...credential, domain }).domain).toBe(referer);
	});

	test.each(['ftp://example.com', 'https://', 'https://user:pass@example.com', 'two words'])(
		'refuses the domain %s',
		(domain) => {
			expect(() => readSettings({ ...credential, domain })).toThrow(/not a web address/);
		},
	);

	test.each([
		['https://signing.example.com/web/v1.4', 'https://signing.example.com/web/v1.4'],
		[' https://signing.example.com/web/v1.4/ \n', 'https://signing.example.com/web/v1.4'],
		['http://127.0.0.1:4010/web/v1.4', 'http://127.0.0.1:4010/web/v1.4'],
		['http://localhost:4010', 'http://localhost:4010'],
		['http://[::1]:4010/web/v1.4', 'http://[::1]:4010/web/v1.4'],
	])('takes the base URL %s', (baseUrl, used) => {
		expect(readSettings(custom(baseUrl)).baseUrl).toBe(used);
	});

	test.each([
		'http://signing.example.com/web/v1.4',
		'http://127.0.0.1.example.com/web/v1.4',
		'http://localhost.example.com',
		'ftp://signing.example.com',
		'https://user:pass@signing.example.com',
		'https://signing.example.com/web/v1.4?x=1',
		'signing.example.com',
		'',
	])('refuses the base URL "%s"', (baseUrl) => {
		expect(() => readSettings(custom(baseUrl))).toThrow(/Base URL/);
	});
});
