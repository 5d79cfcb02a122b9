/** What an account holds, and who may send for it: lists, invoices, senders. */
import { simplifyInvoiceLine } from '../../nodes/SecuredSigning/api/answers/invoice';
import { binaryData } from '../harness/engine.cts';
import { toldOn } from '../harness/told.cts';
import { startBench, type Bench } from './node.cts';
import { ana, byReference } from './samples.cts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.simulator.requests.length = 0;
	bench.simulator.faults.clear();
});

const called = () => bench.simulator.requests.map(({ operationId }) => operationId);

describe('email templates', () => {
	const list = async (parameters = {}) =>
		await bench.run({
			resource: 'emailTemplate',
			operation: 'getAll',
			simplify: false,
			...parameters,
		});

	test('of both kinds, each saying its kind', async () => {
		const { items } = await list();
		expect(items.map(({ json: { kind, Name } }) => [kind, Name])).toEqual([
			['invitation', 'Standard invitation'],
			['invitation', 'Friendly invitation'],
			['completion', 'Standard completion'],
			['completion', 'Completion for the archive'],
		]);
		expect(items[0].json).toMatchObject({ Reference: expect.any(String), IsDefault: true });
		expect(bench.simulator.problems).toEqual([]);
	});

	test.each([
		['invitation', 'getInvitationEmailTemplates'],
		['completion', 'getCompletionEmailTemplates'],
	])('of one kind: %s', async (kind, operation) => {
		const { items } = await list({ kind });
		expect(items.map(({ json }) => json.kind)).toEqual([kind, kind]);
		expect(called()).toEqual([operation]);
	});

	test('the limit is one for both kinds together', async () => {
		expect((await list({ limit: 3 })).items).toHaveLength(3);
		expect((await list({ returnAll: true, limit: 3 })).items).toHaveLength(4);
	});

	test.each([
		[2, ['Standard invitation', 'Standard completion']],
		[3, ['Standard invitation', 'Friendly invitation', 'Standard completion']],
	])('a limit of %d leaves something of each kind', async (limit, names) => {
		const { items } = await list({ limit });
		expect(items.map(({ json }) => json.Name)).toEqual(names);
	});

	test("the service's refusal", async () => {
		bench.simulator.faults.add({ kind: 'unauthorized', operation: 'getCompletionEmailTemplates' });
		expect((await list()).error?.message).toMatch(toldOn(401));
	});
});

describe('recipients', () => {
	const list = async (parameters = {}) =>
		await bench.run({ resource: 'recipient', operation: 'getAll', simplify: false, ...parameters });

	test.each(['array', 'object'] as const)('one item each, from an answer as %s', async (shape) => {
		bench.simulator.readings.recipients = shape;
		const { items } = await list();
		bench.simulator.readings.recipients = 'array';
		expect(items.map(({ json }) => json)).toEqual([
			expect.objectContaining({ kind: 'notification', FirstName: 'Nora', IsReviewer: true }),
			expect.objectContaining({ kind: 'completion', Email: 'archive@example.com' }),
		]);
		expect(bench.simulator.problems).toEqual([]);
	});

	test('stops at the limit', async () => {
		expect((await list({ limit: 1 })).items).toHaveLength(1);
	});

	test("the service's refusal", async () => {
		bench.simulator.faults.add({ kind: 'notFound', operation: 'getRecipients' });
		expect((await list()).error?.message).toMatch(toldOn(404));
	});
});

describe('invoices', () => {
	const run = async (operation: string, parameters = {}) =>
		await bench.run({ resource: 'invoice', operation, ...parameters });
	const first = async () => {
		const { items } = await run('getAll');
		bench.simulator.requests.length = 0;
		return byReference(items[0].json.invoiceReference);
	};

	test('get many', async () => {
		const { items } = await run('getAll');
		expect(items.map(({ json }) => json.invoiceNumber)).toEqual(['INV-1001', 'INV-1002']);
		expect((await run('getAll', { limit: 1 })).items).toHaveLength(1);
	});

	test.each(['iso', 'servicestack'] as const)(
		'get gives the lines, with dates sent as %s',
		async (dates) => {
			const invoice = await first();
			bench.simulator.readings.dates = dates;
			const { items } = await run('get', { invoice });
			bench.simulator.readings.dates = 'iso';
			expect(items.map(({ json }) => json)).toEqual([
				{
					invoiceReference: invoice.value,
					invoiceNumber: 'INV-1001',
					invoiceType: 'Account',
					description: 'Sandbox invoice INV-1001',
					endDate: '2026-01-31T00:00:00.000Z',
					price: 49.5,
					quantity: 1,
				},
			]);
			expect(bench.simulator.problems).toEqual([]);
		},
	);

	test('get raw', async () => {
		const { items } = await run('get', { invoice: await first(), simplify: false });
		expect(items[0].json).toMatchObject({ Price: 49.5, EndDateTimezone: 'UTC' });
	});

	test.each(['present', 'absent'] as const)(
		'download, with the headers %s',
		async (downloadHeaders) => {
			const invoice = await first();
			bench.simulator.readings.downloadHeaders = downloadHeaders;
			const { items } = await run('download', { invoice });
			bench.simulator.readings.downloadHeaders = 'present';
			const fileName =
				downloadHeaders === 'present' ? 'INV-1001.pdf' : `${String(invoice.value)}.pdf`;
			expect(items[0].json).toMatchObject({
				invoiceReference: invoice.value,
				fileName,
				mimeType: 'application/pdf',
			});
			const bytes = await (await binaryData()).getAsBuffer(items[0].binary!.data);
			expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
		},
	);

	test.each(['get', 'download'])('%s without an invoice sends nothing', async (operation) => {
		const { error } = await run(operation, { invoice: byReference('={{ "" }}') });
		expect(error?.message).toMatch(/'Invoice' is empty/);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});

	test.each(['get', 'download'])('%s of an invoice that does not exist', async (operation) => {
		const { error } = await run(operation, { invoice: byReference('1') });
		expect(error?.message).toMatch(`${toldOn(404)}: “Invoice not found`);
	});

	test('a list that is refused', async () => {
		bench.simulator.faults.add({ kind: 'paymentRequired', operation: 'getInvoices' });
		expect((await run('getAll')).error?.message).toBeTruthy();
	});
});

test.each([
	['2026-01-31T10:00:00', 'UTC', '2026-01-31T10:00:00.000Z'],
	['2026-01-31T10:00:00', '720', '2026-01-30T22:00:00.000Z'],
	['2026-01-31T10:00:00Z', 'New Zealand Standard Time', '2026-01-31T10:00:00.000Z'],
	['/Date(1769853600000+1300)/', 'New Zealand Standard Time', '2026-01-31T10:00:00.000Z'],
	['2026-01-31T10:00:00', 'New Zealand Standard Time', '2026-01-31T10:00:00'],
])(
	'the date of an invoice %s in the zone "%s" is %s',
	(StartDate, StartDateTimezone, startDate) => {
		expect(simplifyInvoiceLine('1')({ StartDate, StartDateTimezone })).toEqual({
			invoiceReference: '1',
			startDate,
		});
	},
);

describe('save sender', () => {
	const save = async (parameters = {}) =>
		await bench.run({ resource: 'account', operation: 'saveSender', ...ana, ...parameters });

	test('with everything that is known, and once more', async () => {
		const options = {
			clientReference: 'sender-1',
			gmt: 720,
			companyName: 'Harbour Cafe',
			phoneCountry: '+64',
			phoneNumber: 5551234,
			title: '',
		};
		const { items } = await save({ options });
		expect(items[0].json).toEqual({ senderReference: expect.stringMatching(/^\d{48}$/) });
		expect(bench.simulator.requests[0].body).toEqual({
			User: {
				FirstName: 'Ana',
				LastName: 'Lopez',
				Email: 'ana@example.com',
				CompanyName: 'Harbour Cafe',
				PhoneCountry: '+64',
				PhoneNumber: '5551234',
			},
			GMT: '720',
			ClientReference: 'sender-1',
		});
		expect((await save({ options })).items).toEqual(items);
		expect(bench.simulator.problems).toEqual([]);
	});

	test('with name and email alone', async () => {
		expect((await save()).error).toBeUndefined();
		expect(Object.keys(bench.simulator.requests[0].body as object)).toEqual(['User']);
	});

	test.each([
		[{ email: 'ana' }, /email address of The sender is not valid/],
		[{ firstName: ' ' }, /The sender has no first name/],
	])('refuses %j', async (parameters, message) => {
		const { error } = await save(parameters);
		expect(error?.message).toMatch(message);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});

	test("the service's refusal", async () => {
		bench.simulator.faults.add({ kind: 'serverErrorHtml', operation: 'saveSender' });
		expect((await save()).error?.message).toBeTruthy();
		expect(called()).toEqual(['saveSender']);
	});
});
