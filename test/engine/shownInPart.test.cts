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

const LONG = 'A very long name of a contract that somebody signs.pdf';
const NAMES: Array<[string, string, (name: string) => string]> = [
	['escaped', 'R&D Offer.pdf', (name) => name.replace('&', '&amp;')],
	['escaped as a number', "O'Neil Offer.pdf", (name) => name.replace("'", '&#39;')],
	['with an entity of HTML', 'Verträge.pdf', (name) => name.replace('ä', '&auml;')],
	['with a lost letter', 'Verträge.pdf', (name) => name.replace('ä', '?')],
	['without accents', 'Verträge.pdf', (name) => name.replace('ä', 'a')],
	['as in a web address', 'My Offer.pdf', (name) => name.replace(' ', '%20')],
	['without a hyphen', 'My-Offer.pdf', (name) => name.replace('-', '')],
	['cut', LONG, (name) => name.slice(0, 30)],
	['cut, with dots', LONG, (name) => `${name.slice(0, 30)}...`],
	['not at all', LONG, () => ''],
];

const ORDER = '=order-{{ $execution.id }}';

describe.each(NAMES)('names that are shown %s', (_what, name, shown) => {
	test('are not sent again by a retry of which n8n kept nothing', async () => {
		const message = await sentAgain(() => show({ Name: shown }), { reference: ORDER, name });
		expect(message).toMatch(UNCONFIRMED);
		expect(timesSent()).toBe(1);
	});

	test('do not prove that nothing was sent', async () => {
		await execute(bench, send(), { items: [await fileOf(name)] });
		show({ Name: shown });
		const wanted = name.replace('.pdf', '');
		const [row] = await reconcile([ana.email], { more: { name: wanted } });
		expect(['pending', 'unknown']).toContain(row.state);
	});
});

test.each(['Offers of others.pdf', 'Annex', 'Notes…'])(
	'a document with the name %s does not keep a retry from its send',
	async (shown) => {
		const isShown = () => show({ Name: () => shown });
		expect(await sentAgain(isShown, { reference: ORDER, name: 'My Offer.pdf' })).toBeUndefined();
		expect(timesSent()).toBe(2);
	},
);

describe('filters', () => {
	const listed = async (filters: object) => {
		const { items, error, run } = await bench.run({
			...{ resource: 'document', operation: 'getAll', folder: 'Progress', returnAll: true },
			filters,
		} as never);
		expect(error).toBeUndefined();
		const [{ hints = [] }] = run.data.resultData.runData['Secured Signing'];
		return { count: items.length, hints: hints.map(({ message }) => message) };
	};
	beforeEach(async () => {
		await execute(bench, send('R&D-1'), { items: [await fileOf('R&D Offer.pdf')] });
	});

	test('know client references however they are escaped', async () => {
		show({ ClientReference: (own) => own.replace('&', '&amp;') });
		expect(await listed({ clientReference: 'R&D-1' })).toMatchObject({ count: 1 });
		expect(await listed({ clientReference: 'R&D' })).toMatchObject({ count: 0 });
	});

	test('know names however they are escaped', async () => {
		for (const escaped of ['R&amp;D Offer.pdf', 'R%26D%20Offer.pdf']) {
			show({ Name: () => escaped });
			expect(await listed({ name: 'r&d offer' })).toMatchObject({ count: 1 });
		}
	});

	test('look up what the list shows in part, and say what could not be seen', async () => {
		const part = { Name: () => 'R&D…', Email: MASKS[0][1] };
		for (const filters of [{ name: 'offer' }, { signerEmail: ana.email }]) {
			show(part, ['getActiveDocuments']);
			expect(await listed(filters)).toMatchObject({ count: 1 });
			show(part);
			const { count, hints } = await listed(filters);
			expect(count).toBe(0);
			expect(hints[0]).toMatch(/1 of the documents are listed without their whole /);
		}
	});
});
