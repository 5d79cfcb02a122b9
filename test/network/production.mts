/**
 * Checks the service under its real name, over TLS and through the proxy, and that what a person reads names
 * what to set where something is not set.
 */
import assert from 'node:assert/strict';
import { check } from '../harness/check.mts';
import type { Desk } from '../n8n/desk.mts';
import { prepareFiles } from '../n8n/examples.mts';
import type { Credential } from '../n8n/instance.mts';
import { readFiles, sendingFile } from '../n8n/nodes.mts';
import { toldOn } from '../n8n/told.mts';
import { until } from '../n8n/until.mts';
import { publish } from '../n8n/workflows.mts';
import { ask, askingWorkflow, begin, outcome } from './asking.mts';
import { without, type Company } from './company.mts';
import type { Office } from './office.mts';

const ACCOUNT = 'account';
const SEND = 'send';
const WAIT = 'wait';

/** Something that a company's network needs and n8n was not told. */
interface Gap {
	name: string;
	settings(company: Company): NodeJS.ProcessEnv;
	/** How the proxy answers. */
	status?: number;
	/** What the node shows. */
	shown: RegExp[];
	/** What the credential's test shows; n8n words what is not an answer. */
	test: Record<number, RegExp>;
}

const proxied = (company: Company, url: string): NodeJS.ProcessEnv => ({
	...company.settings,
	HTTPS_PROXY: url,
	https_proxy: url,
});

const GAPS: Gap[] = [
	{
		name: 'NODE_EXTRA_CA_CERTS',
		settings: (company) => without(company, 'NODE_EXTRA_CA_CERTS'),
		shown: [/^Secured Signing's certificate is not trusted/, /set .* NODE_EXTRA_CA_CERTS/],
		test: { 1: /verify the first certificate/, 2: /UNABLE_TO_VERIFY_LEAF_SIGNATURE/ },
	},
	{
		name: 'HTTPS_PROXY',
		settings: (company) => without(company, 'HTTPS_PROXY'),
		shown: [
			new RegExp(`^${toldOn('ENOTFOUND')}`),
			/HTTPS_PROXY: it must contain the proxy's address/,
		],
		test: { 1: /connection cannot be established/, 2: /ENOTFOUND/ },
	},
	{
		name: 'the right HTTPS_PROXY',
		settings: (company) => proxied(company, 'http://127.0.0.1:9'),
		shown: [
			new RegExp(`^${toldOn('ECONNREFUSED')}`),
			/HTTPS_PROXY: it must contain the proxy's address/,
		],
		test: { 1: /refused the connection/, 2: /ECONNREFUSED/ },
	},
	{
		name: 'http:// in HTTPS_PROXY',
		settings: (company) => proxied(company, company.proxy.url.replace('http:', 'https:')),
		shown: [/The connection .* could not be encrypted/, /HTTPS_PROXY: .* http:\/\//],
		test: { 1: /EPROTO/, 2: /EPROTO/ },
	},
];

/** n8n 1 does not hear what the credential says of a status. */
const OWN_WORDS = /credentials|could not be processed/;

const REFUSALS: Array<Pick<Gap, 'name' | 'shown' | 'test'> & { status: number }> = [
	{
		name: 'wants a login',
		status: 407,
		shown: [/^A proxy .* asks for a login/, /HTTPS_PROXY/],
		test: { 1: OWN_WORDS, 2: /A proxy .* asks for a login\. .*HTTPS_PROXY/ },
	},
	{
		name: 'bars the address',
		status: 403,
		shown: [/^This was not allowed/, /proxy or firewall of your network may bar the address/],
		test: { 1: OWN_WORDS, 2: /proxy or firewall of your network/ },
	},
];

const test = async ({ owner }: Desk, credentials: Credential) =>
	(
		await owner.post<{ data: { status: string; message: string } }>('/rest/credentials/test', {
			credentials,
		})
	).data;

/** The credential as people have it: no address of its own. */
const productionOf = ({ data, ...credential }: Credential): Credential => ({
	...credential,
	data: { ...data, environment: 'production', baseUrl: '' },
});

export const checkProduction = async (office: Office, isShort: boolean): Promise<void> => {
	const { n8n, company, simulator, on } = office;
	const credential = productionOf(office.credential);
	const { proxy } = company;
	const { major } = n8n.installation;

	await check('workflows with the Production environment are imported', async () => {
		const [contract] = await prepareFiles(n8n.home);
		const read = readFiles('Read Contract', contract);
		await n8n.importCredentials([credential]);
		await n8n.importWorkflows([
			askingWorkflow(ACCOUNT, credential, { resource: 'account', operation: 'get' }),
			askingWorkflow(SEND, credential, sendingFile, [read]),
			askingWorkflow(WAIT, credential, { ...sendingFile, operation: 'sendAndAwait' }, [read]),
		]);
	});

	/** Both a request that reads and a send, neither of which reaches the service. */
	const isTold = async (desk: Desk, { shown, test: tested }: Omit<Gap, 'name' | 'settings'>) => {
		const before = simulator.requests.length;
		for (const id of [ACCOUNT, SEND]) {
			const said = await ask(desk, id);
			for (const words of shown) assert.match(said.shown, words, id);
		}
		const { status, message } = await test(desk, credential);
		assert.equal(status, 'Error');
		assert.match(message, tested[major]);
		assert.equal(simulator.requests.length, before);
	};

	await on({ ...company.settings, N8N_LOG_LEVEL: 'debug' }, async (desk) => {
		for (const id of [ACCOUNT, SEND, WAIT]) await publish(desk.owner, id);
		await check('the service is asked by its name, over TLS, through the proxy', async () => {
			const { items } = await ask(desk, ACCOUNT);
			assert.equal(items[0].json.email, simulator.account.Email);
			assert.equal(simulator.requests.at(-1)?.headers.host, 'api.securedsigning.com');
			assert.ok(proxy.asked.includes('CONNECT api.securedsigning.com:443'));
		});
		await check("and so does the credential's test", async () => {
			assert.deepEqual((await test(desk, credential)).status, 'OK');
		});
		await check('a document is sent, waited for and fetched that way', async () => {
			const execution = await begin(desk, WAIT);
			await desk.executions.until(execution, 'waiting');
			const [{ reference }] = simulator.documents();
			await simulator.sign(reference);
			await simulator.sign(reference);
			const { items } = await outcome(desk, execution);
			assert.equal(items[0].json.finished, true);
			assert.ok(items[0].binary?.data);
		});
		await check("n8n's log at level debug tells it, and no secret", () => {
			const log = desk.log().map(({ message }) => message);
			for (const line of [
				/^Secured Signing: GET \/Account\/Info: status 200 after \d+ ms$/,
				/^Secured Signing: POST \/SmartTag\/Send2?: status 200 after \d+ ms$/,
				/^Secured Signing: waits until .* \(documents: 1\)$/,
				/^Secured Signing: was called: the wait ends$/,
			]) {
				assert.ok(
					log.some((message) => line.test(message)),
					String(line),
				);
			}
			const { apiKey, apiSecret } = simulator.credential;
			const signatures = simulator.requests.map(({ headers }) => headers['x-custom-signature']);
			for (const secret of [apiKey, apiSecret, ...new Set(signatures)]) {
				assert.ok(!log.some((message) => message.includes(String(secret))));
			}
		});
		for (const { name, status, ...told } of REFUSALS) {
			await check(`a proxy that ${name} is told from the service`, async () => {
				proxy.status = status;
				await isTold(desk, told).finally(() => (proxy.status = 200));
			});
		}
	});

	for (const { name, settings, ...told } of isShort ? GAPS.slice(0, 2) : GAPS) {
		await on(settings(company), async (desk) => {
			await check(`without ${name}, the node says what to set`, async () => {
				await isTold(desk, told);
			});
		});
	}
	if (!isShort) await checkOwnAddress(office);
};

/** What n8n says where it cannot call itself to see how a document stands. */
const checkOwnAddress = async ({ company, simulator, on }: Office): Promise<void> => {
	await on(without(company, 'NO_PROXY'), async (desk) => {
		await check("without NO_PROXY, n8n's log says what to set", async () => {
			const execution = await begin(desk, WAIT);
			await desk.executions.until(execution, 'waiting');
			const warning = await until('warning', () =>
				desk.log().find(({ message }) => message.startsWith('n8n could not call its own address')),
			);
			assert.match(warning.message, /NO_PROXY/);
			// What the service calls gets in all the same.
			const { reference } = simulator.documents().at(-1) ?? assert.fail();
			await simulator.sign(reference);
			await simulator.sign(reference);
			assert.equal((await outcome(desk, execution)).items[0].json.finished, true);
		});
	});
};
