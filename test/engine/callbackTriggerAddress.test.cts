/** Which addresses get the key of the callback trigger. */
import { withCallbackKey } from '../../nodes/SecuredSigning/fields/notifyUrl';
import { startBench, type Bench } from './node.cts';
import { both, byReference, inDays } from './samples.cts';
import { listen } from './webhook.cts';

describe('which addresses get the key', () => {
	const END = '/webhook/3f6c1d2e/secured-signing-callback';
	let bench: Bench;
	beforeAll(async () => {
		bench = await startBench();
	});
	afterAll(async () => await bench.close());
	const notifyUrlOf = async (triggerUrl: string, webhookUrls = '') => {
		const credential = { ...bench.simulator.credential, webhookUrls };
		const parameters = { resource: 'account', operation: 'getNotifyUrl', triggerUrl };
		return await bench.run(parameters, { credential });
	};

	// The engine's own webhook address is http://localhost/webhook-waiting/….
	test.each<[string, string, string?]>([
		['its own', `http://localhost${END}`],
		['its own by number', `http://127.0.0.1${END}`],
		['a tunnel', `https://tunnel.example.com${END}`, 'https://tunnel.example.com'],
		[
			'one of several, in a folder',
			`https://b.example.com/n8n${END}`,
			'https://a.example.com, https://b.example.com/n8n/',
		],
		['its test address', `http://localhost${END.replace('webhook', 'webhook-test')}`],
		['where N8N_ENDPOINT_WEBHOOK says', `http://localhost${END.replace('webhook', 'hooks')}`],
		[
			"a proxy's own folder for webhooks",
			'https://a.example.com/calls/3f6c1d2e/secured-signing-callback',
			'https://a.example.com/calls',
		],
	])('%s', async (_what, address, webhookUrls = '') => {
		const { items } = await notifyUrlOf(address, webhookUrls);
		const { apiSecret } = bench.simulator.credential;
		expect(items[0].json).toEqual({ notifyUrl: withCallbackKey(address, apiSecret) });
	});

	test.each<[string, string, string?]>([
		['another host that ends alike', `https://evil.example.com${END}`],
		['another port', `http://localhost:1234${END}`],
		['another scheme', `https://localhost${END}`],
		['a host that begins alike', `http://localhost.example.com${END}`],
		['a user name that looks like the host', `http://localhost@evil.example.com${END}`],
		[
			'another folder',
			`https://tunnel.example.com/n8n-other${END}`,
			'https://tunnel.example.com/n8n',
		],
		// A Webhook node of anybody may have such a path: docs/errors.md, "could start the workflow".
		['a folder in between', `http://localhost/webhook/evil${END}`],
		['one part in between', `http://localhost${END.replace('webhook', 'webhook/evil')}`],
		['a redirect', `http://localhost/redirect/https:/evil.example.com${END}`],
		['an address with two slashes', `http://localhost//evil.example.com${END}`],
		['a user name', `http://localhost/@evil.example.com${END}`],
		['a waiting execution', `http://localhost${END.replace('webhook', 'webhook-waiting')}`],
		['a form', `http://localhost${END.replace('webhook', 'form')}`],
		['no folder', `http://localhost${END.replace('/webhook', '')}`],
		[
			'a folder behind a tunnel',
			`https://tunnel.example.com/webhook/evil${END}`,
			'https://tunnel.example.com',
		],
		// Servers in between read these as steps upwards, or as other folders of n8n.
		...['..%2f..%2fevil', '..;/webhook', '%2e%2e%2fevil', 'FORM', '%66orm', 'web;hook'].map(
			(folder): [string, string, string] => [
				`the folder ${folder}`,
				`https://n8n.example.com/n8n${END.replace('webhook', folder)}`,
				'https://n8n.example.com/n8n/',
			],
		),
		[
			'a user name in front of the host',
			`https://ana:pw@n8n.example.com/n8n${END}`,
			'https://n8n.example.com/n8n/',
		],
		['a list that is none', `https://tunnel.example.com${END}`, 'tunnel.example.com'],
	])('not %s: refused before anything is sent', async (_what, address, webhookUrls = '') => {
		for (const run of [
			await notifyUrlOf(address, webhookUrls),
			await bench.run(
				{
					...{ resource: 'form', operation: 'send', form: byReference('1'), signers: both },
					...{ dueDate: inDays(5), options: { notifyUrl: address } },
				},
				{ credential: { ...bench.simulator.credential, webhookUrls } },
			),
		]) {
			expect(run.error?.message).toMatch(/does not seem to belong to this n8n/);
			expect(run.error?.description).toMatch(/'Webhook URLs'/);
		}
		expect(bench.simulator.documents()).toEqual([]);
	});

	// docs/README, Credentials: https; plain http for this machine alone.
	test('one of its own by plain http on another machine is refused', async () => {
		const address = `http://n8n.example.com${END}`;
		const { error } = await notifyUrlOf(address, 'http://n8n.example.com');
		expect(error?.message).toBe(`The address of the callback trigger is not https: ${address}`);
		const other = await notifyUrlOf(`https://n8n.example.com:444${END}`, 'https://n8n.example.com');
		expect(other.error?.message).toMatch(/does not seem to belong to this n8n/);
	});

	test('an address that has a key is left alone', async () => {
		const address = `https://other.example.com${END}?key=theirs`;
		expect((await notifyUrlOf(address)).items[0].json).toEqual({ notifyUrl: address });
	});
});

describe('get notify URL', () => {
	test('the address with the key that the trigger takes', async () => {
		const bench = await startBench();
		const other = await listen(bench.simulator);
		const { origin } = new URL(other.productionUrl);
		Object.assign(bench.simulator.credential, { webhookUrls: origin });
		const getNotifyUrl = async (triggerUrl: string) =>
			await bench.run({ resource: 'account', operation: 'getNotifyUrl', triggerUrl });
		const { items } = await getNotifyUrl(` ${other.productionUrl} `);
		expect(items[0].json).toEqual({ notifyUrl: other.url });
		const { error } = await getNotifyUrl('https://www.example.com/signed');
		expect(error?.message).toMatch(/is not the address of a callback trigger/);
		expect(bench.simulator.requests).toEqual([]);
		await other.close();
		await bench.close();
	});
});
