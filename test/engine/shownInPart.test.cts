/** What lists and statuses show only in part may be what is looked for: it never proves that it is not. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { restarted } from './anew.cts';
import { execute, retryFromStart } from './executions.cts';
import { UNCONFIRMED } from './flows.cts';
import { startBench, type Bench } from './node.cts';
import { ana, ben, dataFile, inDays } from './samples.cts';

let bench: Bench;
beforeEach(async () => {
	bench = await startBench();
	bench.records = false;
});
afterEach(async () => await bench.close());

/** From now on, these answers show each value of such a name like this. */
function show(
	shown: Record<string, (value: string) => string>,
	by = ['getActiveDocuments', 'getDocumentStatus'],
): void {
	const changed = (value: unknown, name = ''): unknown => {
		if (Array.isArray(value)) return value.map((entry) => changed(entry));
		if (typeof value === 'string') return shown[name]?.(value) ?? value;
		if (typeof value !== 'object' || value === null) return value;
		const entries = Object.entries(value).map(([key, own]) => [key, changed(own, key)]);
		return Object.fromEntries(entries) as IDataObject;
	};
	bench.simulator.faults.spoil((answer, { operationId }) =>
		by.includes(operationId ?? '') ? changed(answer) : answer,
	);
}

const fileOf = async (name: string) =>
	await bench.file(dataFile('confidentiality-agreement.pdf'), name);
const timesSent = () =>
	bench.simulator.documents().filter(({ state }) => state !== 'NotStart').length;

const send = (reference = '', signer: INodeParameters[] = [ana, ben]) => ({
	resource: 'smartTag',
	operation: 'send',
	signers: { signer },
	dueDate: inDays(9),
	...(reference !== '' && { options: { clientReference: reference } }),
	requestOptions: { retries: 0 },
});

/** What a restarted n8n says that tries again what was sent, and has kept nothing of it. */
async function sentAgain(
	isShown: () => void,
	{ reference = '', name = 'Offer.pdf', to = [ana, ben] } = {},
) {
	const first = await execute(bench, send(reference), { items: [await fileOf(name)] });
	expect(first.error).toBeUndefined();
	isShown();
	const parameters = send(reference, to);
	const items = [await fileOf(name)];
	const again = await retryFromStart(restarted(bench), first, items, { parameters });
	return again.error?.message;
}

const reconcile = async (emails: string[], parameters: object = {}) => {
	const { items, error } = await bench.run(
		{
			...{ resource: 'document', operation: 'reconcile', signerEmail: '={{ $json.email }}' },
			...{ keepsDocuments: true, ...parameters },
		},
		{ items: emails.map((email) => ({ json: { email } })) },
	);
	expect(error).toBeUndefined();
	return items.map(({ json }) => json);
};

const MASKS: Array<[string, (email: string) => string]> = [
	['asterisks', (email) => email.replace(/^(.).*@/, '$1****@')],
	['an ellipsis', (email) => email.replace(/^(.).*@/, '$1…@')],
	['three dots', (email) => email.replace(/^(.).*@/, '$1...@')],
	['other letters', (email) => email.replace(/^(.).*@.*\./, '$1xxxx@xxxxxxx.')],
	['a masked domain', (email) => email.replace(/@.*/, '@***')],
	['no ending', (email) => email.replace(/\.com$/, '')],
	['a word in their place', () => 'hidden'],
];

describe.each(MASKS)('addresses that are shown with %s', (_what, shown) => {
	test.each([true, false])(
		'do not prove that nothing was sent (account keeps documents: %j)',
		async (keepsDocuments) => {
			await execute(bench, send(), { items: [await fileOf('Offer.pdf')] });
			show({ Email: shown });
			const [row] = await reconcile([ana.email], { keepsDocuments });
			expect(row.state).toBe('unknown');
			expect(row.reason).toMatch(/“Offer\.pdf”, whose signer's email is not certain/);
		},
	);

	test.each([
		['', { ClientReference: () => '' }],
		['=order-{{ $execution.id }}', {}],
	])(
		'are not sent to again by a retry of which n8n kept nothing (reference: %j)',
		async (reference, more) => {
			const message = await sentAgain(() => show({ Email: shown, ...more }), { reference });
			expect(message).toMatch(UNCONFIRMED);
			expect(timesSent()).toBe(1);
		},
	);
});

test('addresses that only the list shows in part are looked up', async () => {
	await execute(bench, send(), { items: [await fileOf('Offer.pdf')] });
	show({ Email: MASKS[0][1] }, ['getActiveDocuments']);
	const rows = await reconcile([ana.email, 'alf@example.com', 'zoe@example.com']);
	expect(rows.map(({ state }) => state)).toEqual(['pending', 'notSent', 'notSent']);
});

test('what is shown of other people does not keep a retry from its send', async () => {
	const to = [
		{ ...ana, email: 'zoe@example.com' },
		{ ...ben, email: 'yann@example.com' },
	];
	const mask = () => show({ Email: MASKS[0][1] });
	expect(await sentAgain(mask, { to })).toBeUndefined();
	expect(timesSent()).toBe(2);
});
