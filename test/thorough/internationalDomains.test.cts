/**
 * An international domain and its ASCII form are one (RFC 5890, section 2.3.2.1): a service, a mail gateway or a database
 * may write either. What is given and what is shown are converted by Node's own `url.domainToASCII`.
 */
import { domainToASCII } from 'node:url';

import type { INodeParameters } from 'n8n-workflow';

import { SEND, startBetween, type Between } from '../engine/between.cts';
import { execute } from '../engine/executions.cts';
import { startBench, type Bench } from '../engine/node.cts';
import { ana, ben, byReference } from '../engine/samples.cts';
import { sending, sentTemplate } from '../engine/sends.cts';

const unicode = 'ana@exämple.com';
const ascii = `ana@${domainToASCII('exämple.com')}`;

let bench: Bench;
let between: Between;
let ids = 13_000;

beforeAll(async () => {
	bench = await startBench();
	bench.records = false;
});
afterAll(async () => await bench.close());
beforeEach(async () => {
	between = await startBetween(bench);
});
afterEach(() => between.close());

/** Whatever the service says is written in the other form; the answer to the first send may get lost. */
function shownAs(given: string, shown: string, isLost = false) {
	let left = isLost ? 1 : 0;
	between.rule = async ({ route }, pass) => {
		const told = await pass();
		if (SEND.test(route) && left-- > 0) return { status: 502 };
		const said = Buffer.from(told.body ?? '', 'latin1').toString('utf8');
		return {
			...told,
			body: Buffer.from(said.replaceAll(given, shown), 'utf8').toString('latin1'),
		};
	};
}

describe.each([
	[unicode, ascii],
	[ascii, unicode],
	[unicode.toUpperCase(), unicode],
])('%s, shown as %s', (given, shown) => {
	test.each(['form', 'template', 'file', 'stored'] as const)(
		'%s: it is who it was sent to, also where the answer is lost and once per client reference',
		async (kind) => {
			const { parameters, item } = await sending(bench, kind);
			const signers = { signer: [{ ...ana, email: given }, ben] };
			for (const isLost of [false, true]) {
				shownAs(given, shown, isLost);
				between.passed.length = 0;
				const once = { clientReference: `o-${++ids}`, oncePerClientReference: true };
				const options =
					kind === 'stored' ? (parameters.options as INodeParameters) : (once as INodeParameters);
				const own = { items: [await item(`s${ids}`)] };
				const send = async () =>
					await execute(between.bench, { ...parameters, signers, options }, own);
				const first = await send();
				expect(first.error).toBeUndefined();
				expect(first.items[0].json.recovered).toBe(isLost ? true : undefined);
				if (kind !== 'stored') {
					const again = await send();
					expect(again.error).toBeUndefined();
					expect(again.items[0].json.recovered).toBe(true);
				}
				expect(between.passed.filter(({ route }) => SEND.test(route))).toHaveLength(1);
			}
		},
	);

	test('a signer is updated to it, and it has its signing link', async () => {
		const document = await sentTemplate(bench);
		const [{ reference }] = bench.simulator
			.documents()
			.find((held) => held.reference === document)!.signers;
		shownAs(given, shown);
		const updated = await execute(between.bench, {
			resource: 'signer',
			operation: 'update',
			document: byReference(document),
			signer: byReference(reference),
			updateFields: { email: given },
		});
		expect(updated.error).toBeUndefined();
		const { firstName, lastName } = ana;
		const link = await execute(between.bench, {
			resource: 'signer',
			operation: 'getSigningLink',
			simplify: false,
			signerBy: 'details',
			document: byReference(document),
			firstName,
			lastName,
			email: given,
		});
		expect(link.error).toBeUndefined();
	});
});
