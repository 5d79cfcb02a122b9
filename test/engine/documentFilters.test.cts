import { DateTime } from 'luxon';

import { startBench, type Bench } from './node.cts';
import { both, dataFile } from './samples.cts';

/** In the time zone that n8n gives a workflow without one of its own. */
const dayIn = (days: number) =>
	DateTime.now().setZone('America/New_York').plus({ days }).toISODate() as string;

/** Lists of docs/api/API.md section 5.2: one document that was uploaded, three that were sent, two of them signed. */
let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
	const file = async (name: string) =>
		await bench.file(dataFile('confidentiality-agreement.pdf'), name);
	await bench.run(
		{ resource: 'document', operation: 'upload' },
		{ items: [await file('Draft lease.pdf')] },
	);
	const other = { ...both.signer[1], email: 'mia@example.com', firstName: 'Mia', lastName: 'Wong' };
	const send = async (name: string, days: number, second = both.signer[1]) => {
		const signers = { signer: [both.signer[0], second] };
		const options = { clientReference: name.replace('.pdf', '') };
		const { items, error } = await bench.run(
			{ resource: 'smartTag', operation: 'send', signers, dueDate: dayIn(days), options },
			{ items: [await file(name)] },
		);
		expect(error).toBeUndefined();
		return items[0].json.documentReference as string;
	};
	await send('Offer.pdf', 3);
	for (const reference of [await send('Lease A.pdf', 9, other), await send('Lease B.pdf', 6)]) {
		await bench.simulator.sign(reference);
		await bench.simulator.sign(reference);
	}
});
afterEach(() => bench.simulator.faults.clear());
afterAll(async () => await bench.close());

const list = async (parameters: object = {}) =>
	await bench.run({
		resource: 'document',
		operation: 'getAll',
		folder: 'all',
		sort: 'name',
		returnAll: true,
		...parameters,
	});
const names = async (filters: object, parameters: object = {}) => {
	const { items, error } = await list({ filters, ...parameters });
	expect(error).toBeUndefined();
	return items.map(({ json }) => json.name);
};

test('all folders at once', async () => {
	expect(await names({})).toEqual(['Draft lease.pdf', 'Lease A.pdf', 'Lease B.pdf', 'Offer.pdf']);
});

test.each<[object, string[]]>([
	[{ status: ['completed'] }, ['Lease A.pdf', 'Lease B.pdf']],
	[{ status: ['notStarted', 'inProgress'] }, ['Draft lease.pdf', 'Offer.pdf']],
	[{ status: ['declined'] }, []],
	[{ status: 'declined' }, []],
	[{ status: '={{ "completed, notStarted" }}' }, ['Draft lease.pdf', 'Lease A.pdf', 'Lease B.pdf']],
	[{ name: 'lease' }, ['Draft lease.pdf', 'Lease A.pdf', 'Lease B.pdf']],
	[{ name: ' LEASE\u00a0a ' }, ['Lease A.pdf']],
	[{ signerEmail: 'MIA@example.com' }, ['Lease A.pdf']],
	[{ signerEmail: 'mia@example.co' }, []],
	[{ clientReference: 'Offer' }, ['Offer.pdf']],
	[{ clientReference: 'Off' }, []],
	[{ name: 'lease', status: ['completed'], signerEmail: both.signer[1].email }, ['Lease B.pdf']],
])('%j leaves %j', async (filters, expected) => {
	expect(await names(filters)).toEqual(expected);
});

test('a day counts as a whole, on both sides', async () => {
	expect(await names({ dueAfter: dayIn(6) })).toEqual(['Lease A.pdf', 'Lease B.pdf']);
	expect(await names({ dueBefore: dayIn(6) })).toEqual(['Lease B.pdf', 'Offer.pdf']);
	expect(await names({ dueAfter: dayIn(4), dueBefore: dayIn(8) })).toEqual(['Lease B.pdf']);
	expect(await names({ signedAfter: dayIn(-1) })).toEqual(['Lease A.pdf', 'Lease B.pdf']);
	expect(await names({ signedBefore: dayIn(-1) })).toEqual([]);
});

test('sorted, and the limit counts what is left', async () => {
	expect(await names({}, { sort: 'dueFirst' })).toEqual([
		'Offer.pdf',
		'Lease B.pdf',
		'Lease A.pdf',
		'Draft lease.pdf',
	]);
	expect((await names({}, { sort: 'lastSignedFirst' })).slice(0, 2)).toEqual([
		'Lease B.pdf',
		'Lease A.pdf',
	]);
	expect(await names({ name: 'lease' }, { returnAll: false, limit: 2 })).toEqual([
		'Draft lease.pdf',
		'Lease A.pdf',
	]);
});

test('a document that moves on while the folders are read comes once, as it is then', async () => {
	let moved: object[] = [];
	bench.simulator.faults.spoil((answer, { path }) => {
		const documents = answer as object[];
		if (path.endsWith('/Progress')) moved = documents;
		if (!path.endsWith('/Signed')) return answer;
		return [...documents, ...moved.map((document) => ({ ...document, Status: 'Complete' }))];
	});
	const { items } = await list({ filters: { name: 'offer' }, simplify: false });
	expect(items.map(({ json }) => json.Status)).toEqual(['Complete']);
});

// README, "Bad input is refused": what cannot be used must not let everything pass.
test.each<[object, RegExp]>([
	[{ status: ['Completed'] }, /'Status' is not in the list: "Completed"/],
	[{ status: '={{ ({ a: 1 }) }}' }, /'Status' is not in the list: /],
	[{ status: [] }, /'Status' in 'Filters' is empty/],
	[{ clientReference: '={{ $json.order }}' }, /'Client Reference' in 'Filters' is empty/],
	[{ name: ' ' }, /'Name Contains' in 'Filters' is empty/],
	[{ signerEmail: '={{ null }}' }, /'Signer Email' in 'Filters' is empty/],
	[
		{ signerEmail: '={{ ["a@example.com"] }}' },
		/'Signer Email' in 'Filters' is not text, but a list/,
	],
	[{ dueBefore: '' }, /'Due Before' in 'Filters' is empty/],
])('%j is refused before anything is asked', async (filters, message) => {
	bench.simulator.requests.length = 0;
	const { error } = await list({ filters });
	expect(error?.message).toMatch(message);
	expect(bench.simulator.requests).toHaveLength(0);
});

test.each([-1, 0, 1.5, 'abc', '={{ null }}'])('a limit of %j is refused', async (limit) => {
	const { error } = await list({ returnAll: false, limit });
	expect(error?.message).toMatch(/'Limit' is not a whole number above 0/);
});

test('what is no date is refused before anything is asked', async () => {
	bench.simulator.requests.length = 0;
	const { error } = await list({ filters: { dueBefore: 'soon' } });
	expect(error?.message).toMatch(/'Due Before' is not a date: "soon"/);
	expect(bench.simulator.requests).toHaveLength(0);
});

/** Changes each document of the lists by its name, and none of what a status says. */
const listed = (change: (name: string) => object) =>
	bench.simulator.faults.spoil((answer, { operationId }) =>
		operationId === 'getActiveDocuments'
			? (answer as Array<{ Name: string }>).map((document) => ({
					...document,
					...change(document.Name.replace('.pdf', '')),
				}))
			: answer,
	);
const hintsOf = ({ run }: Awaited<ReturnType<typeof list>>) =>
	(run.data.resultData.runData['Secured Signing'][0].hints ?? []).map(({ message }) => message);
const looksUp = () =>
	bench.simulator.requests.filter(({ operationId }) => operationId === 'getDocumentStatus').length;

// docs/api/API.md section 3: dates are “text of unknown form”. Luxon reads these as the 10th, 20th and 31st.
describe.each<[form: string, dates: string[]]>([
	['d LLL yyyy', ['10 Dec 2026', '20 Dec 2026', '31 Dec 2026']],
	[
		'EEEE, LLLL d, yyyy',
		['Thursday, December 10, 2026', 'Sunday, December 20, 2026', 'Thursday, December 31, 2026'],
	],
	['d/M/yyyy HH:mm:ss', ['10/12/2026 10:00:00', '20/12/2026 10:00:00', '31/12/2026 10:00:00']],
	['yyyyLLdd', ['20261210', '20261220', '20261231']],
])('due dates written as %s', (form, dates) => {
	const [tenth, twentieth, last] = dates;
	beforeEach(() =>
		listed((name) => ({
			DueDate: { Offer: tenth, 'Lease B': twentieth, 'Lease A': last }[name],
		})),
	);

	test('are what Luxon says', () => {
		const days = dates.map((date) => DateTime.fromFormat(date, form, { locale: 'en' }).day);
		expect(days).toEqual([10, 20, 31]);
	});

	test('are filtered by, and sorted by', async () => {
		expect(await names({ dueBefore: '2026-12-24' })).toEqual(['Lease B.pdf', 'Offer.pdf']);
		expect(await names({ dueAfter: '2026-12-15' })).toEqual(
			// The tenth of December may be the twelfth of October: that is no later.
			['Lease A.pdf', 'Lease B.pdf'],
		);
		expect((await names({}, { sort: 'dueFirst' })).slice(0, 3)).toEqual([
			...['Offer.pdf', 'Lease B.pdf', 'Lease A.pdf'],
		]);
		expect(hintsOf(await list({ filters: { dueBefore: '2026-12-24' } }))).toEqual([]);
	});
});

describe('what cannot be judged is said', () => {
	test('due dates in no form that is known', async () => {
		listed((name) => ({
			DueDate: { Offer: 'soon', 'Lease B': '10 décembre 2026' }[name] ?? '2026-12-10',
		}));
		const found = await list({ filters: { dueBefore: '2026-12-24' } });
		expect(found.items.map(({ json }) => json.name)).toContain('Lease A.pdf');
		expect(found.items.map(({ json }) => json.name)).not.toContain('Offer.pdf');
		expect(hintsOf(found)).toEqual([
			expect.stringMatching(
				/^2 documents have a due date that cannot be read: .*“soon”.* They are left out\.$/,
			),
		]);
		// One that another filter leaves out anyway is not worth a word.
		const one = await list({ filters: { dueBefore: '2026-12-24', name: 'offer' } });
		expect(hintsOf(one)).toEqual([
			'1 document has a due date that cannot be read: Offer.pdf (“soon”). It is left out.',
		]);
		const sorted = await list({ sort: 'dueFirst' });
		const last = sorted.items.map(({ json }) => json.name).slice(-2);
		expect(last.sort()).toEqual(['Lease B.pdf', 'Offer.pdf']);
		expect(hintsOf(sorted)[0]).toMatch(/^2 documents have a due date .* They are the last\.$/);
		expect(hintsOf(await list())).toEqual([]);
	});

	test('dates of last signatures', async () => {
		listed((name) => ({ LastSignedDate: name.startsWith('Lease') ? 'gestern' : undefined }));
		for (const filters of [{ signedAfter: dayIn(-1) }, { signedBefore: dayIn(1) }]) {
			const found = await list({ filters });
			expect(found.items).toEqual([]);
			expect(hintsOf(found)[0]).toMatch(
				/^2 documents have a date of the last signature that cannot be read/,
			);
		}
	});
});

// docs/api/API.md section 3: “whatever is not required may be missing”; Document > Status has it.
describe.each<[property: string, filters: object, expected: string[]]>([
	['ClientReference', { clientReference: 'Offer' }, ['Offer.pdf']],
	['DueDate', { dueBefore: dayIn(6) }, ['Lease B.pdf', 'Offer.pdf']],
	['Name', { name: 'lease a' }, ['Lease A.pdf']],
	['Signers', { signerEmail: 'mia@example.com' }, ['Lease A.pdf']],
	['LastSignedDate', { signedAfter: dayIn(-1) }, ['Lease A.pdf', 'Lease B.pdf']],
])('the lists leave %s out', (property, filters, expected) => {
	test.each([undefined, null, ''])('as %j: it is looked up', async (value) => {
		listed(() => ({ [property]: value }));
		expect(await names(filters)).toEqual(expected);
		// Not what is left out by another filter.
		bench.simulator.requests.length = 0;
		expect(await names({ ...filters, status: ['declined'] })).toEqual([]);
		expect(looksUp()).toBe(0);
	});

	test('others of the folder have it: nothing is looked up', async () => {
		listed((name) => (name === 'Lease B' ? { [property]: undefined } : {}));
		bench.simulator.requests.length = 0;
		await names(filters, { folder: 'Signed' });
		expect(looksUp()).toBe(0);
	});
});

test('signers without addresses are looked up', async () => {
	bench.simulator.faults.spoil((answer, { operationId }) =>
		operationId === 'getActiveDocuments'
			? (answer as Array<{ Signers: object[] }>).map((document) => ({
					...document,
					Signers: document.Signers.map((signer) => ({ ...signer, Email: '' })),
				}))
			: answer,
	);
	expect(await names({ signerEmail: 'mia@example.com' })).toEqual(['Lease A.pdf']);
});

test('a hundred are looked up, and the rest is said', async () => {
	bench.simulator.faults.spoil((answer, { path }) => {
		const [document] = path.endsWith('/Progress') ? (answer as object[]) : [];
		return document
			? Array.from({ length: 130 }, () => ({ ...document, ClientReference: undefined }))
			: answer;
	});
	bench.simulator.requests.length = 0;
	const found = await list({ folder: 'Progress', filters: { clientReference: 'Offer' } });
	expect(looksUp()).toBe(100);
	expect(found.items).toHaveLength(100);
	expect(hintsOf(found)).toEqual([
		'30 of the documents are listed without their client reference and were not looked up, since at most 100 are. They are left out.',
	]);
});

test('what cannot be looked up is said', async () => {
	listed(() => ({ ClientReference: undefined }));
	bench.simulator.faults.choose(({ operationId }) =>
		operationId === 'getDocumentStatus' ? { kind: 'serverErrorHtml' } : undefined,
	);
	const found = await list({ filters: { clientReference: 'Offer' } });
	expect(found.error).toBeUndefined();
	expect(hintsOf(found)).toEqual([
		'4 of the documents are listed without their client reference and could not be looked up. They are left out.',
	]);
});
