import { DateTime } from 'luxon';

import { startBench, type Bench } from './node.cts';
import { both, dataFile } from './samples.cts';

/** In the zone of the tests' workflows. */
const dayIn = (days: number) => DateTime.utc().plus({ days }).toISODate() as string;

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
	bench.simulator.faults.clear();
	expect(items.map(({ json }) => json.Status)).toEqual(['Complete']);
});

// README, "Bad input is refused": what cannot be used must not let everything pass.
test.each<[object, RegExp]>([
	[{ status: ['Completed'] }, /'Status' is not in the list: "Completed"/],
	[{ status: '={{ ({ a: 1 }) }}' }, /'Status' is not in the list: /],
	[{ status: [] }, /No value for 'Status' in 'Filters'/],
	[{ clientReference: '={{ $json.order }}' }, /No value for 'Client Reference' in 'Filters'/],
	[{ name: ' ' }, /No value for 'Name Contains' in 'Filters'/],
	[{ signerEmail: '={{ null }}' }, /No value for 'Signer Email' in 'Filters'/],
	[{ signerEmail: '={{ ["a@example.com"] }}' }, /'Signer Email' in 'Filters' is a list/],
	[{ dueBefore: '' }, /No value for 'Due Before' in 'Filters'/],
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
