/** 'Due Date' and 'Due In (Days)': what goes out, and what is refused before that. */
import type { INodeParameters } from 'n8n-workflow';

import { startBench, type Bench } from './node.cts';
import { both, byReference, dataFile, inDays } from './samples.cts';

let bench: Bench;
const things: Record<string, INodeParameters> = {};
beforeAll(async () => {
	bench = await startBench();
	const forms = await bench.run({
		resource: 'form',
		operation: 'getAll',
		simplify: false,
		returnAll: true,
	});
	const templates = await bench.run({ resource: 'template', operation: 'getAll', simplify: false });
	const referenceOf = ({ items }: typeof forms, name: string) =>
		byReference(items.find(({ json }) => json.Name === name)?.json.Reference);
	things.form = { form: referenceOf(forms, 'Employment Agreement') };
	things.template = { template: referenceOf(templates, 'Tenancy Agreement') };
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.simulator.requests.length = 0;
	bench.simulator.account.MaxDueDate = 365;
});

const pdf = dataFile('confidentiality-agreement.pdf');
const send = async (parameters: INodeParameters, resource = 'smartTag', timezone?: string) =>
	await bench.run(
		{ resource, operation: 'send', signers: both, ...things[resource], ...parameters },
		{ items: [await bench.file(pdf, 'confidentiality-agreement.pdf')], timezone },
	);
/** What leaves a trace at the service. */
const isChange = ({ operationId = '' }) => /^(send|upload)/.test(operationId);
const isSend = ({ operationId = '' }) => /^send(SmartTag|Forms|FormFiller)/.test(operationId);
const asked = () => bench.simulator.requests.map(({ operationId }) => operationId);
const sentDueDate = () => {
	const { body } = bench.simulator.requests.find(isSend) ?? {};
	return body as { DueDate: string; GMT: string };
};

/** The day, by the clocks of a zone; the browser's own reading of it, not the product's. */
const dayIn = (timeZone: string, at: Date) =>
	new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone }).format(at);
const lastSecondOf = (timeZone: string, { DueDate }: { DueDate: string }) =>
	new Intl.DateTimeFormat('sv-SE', {
		dateStyle: 'short',
		timeStyle: 'medium',
		timeZone,
	}).format(new Date(DueDate));
/** The date so many days after another one. */
const daysAfter = (day: string, days: number) =>
	new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

test.each<[resource: string, timezone: string, parameters: INodeParameters, days: number]>([
	// docs/api/API.md section 3: forms and templates take 14 days when there is no due date.
	['smartTag', 'Pacific/Auckland', {}, 14],
	['form', 'America/Los_Angeles', {}, 14],
	['template', 'UTC', {}, 14],
	['smartTag', 'UTC', { dueDate: '', dueInDays: 3 }, 3],
	['form', 'UTC', { dueInDays: '={{ "30" }}' }, 30],
])('%s in %s with %j is due at the end of day %d', async (resource, timezone, parameters, days) => {
	const before = dayIn(timezone, new Date());
	const { error } = await send(parameters, resource, timezone);
	const after = dayIn(timezone, new Date());
	expect(error).toBeUndefined();
	expect(sentDueDate().GMT).toBe('0');
	// The test may run over midnight.
	expect([before, after].map((day) => `${daysAfter(day, days)} 23:59:59`)).toContain(
		lastSecondOf(timezone, sentDueDate()),
	);
});

test("'Due Date' wins over 'Due In (Days)'", async () => {
	const { error } = await send({ dueDate: inDays(5), dueInDays: 9 }, 'smartTag', 'UTC');
	expect(error).toBeUndefined();
	expect(lastSecondOf('UTC', sentDueDate())).toBe(`${inDays(5)} 23:59:59`);
});

test.each([0, -1, 1.5, '={{ "soon" }}', '={{ [14] }}', 1e9])(
	'%j is not a number of days',
	async (dueInDays) => {
		const { error } = await send({ dueInDays });
		expect(error?.message).toMatch(/^'Due In \(Days\)' is not a number of days/);
		expect(asked()).toEqual([]);
	},
);

describe('the latest date that the account allows', () => {
	test.each(['smartTag', 'form', 'template'])(
		'holds for a %s, before it is sent',
		async (resource) => {
			bench.simulator.account.MaxDueDate = 30;
			const dueDate = daysAfter(dayIn('America/New_York', new Date()), 40);
			for (const parameters of [{ dueInDays: 40 }, { dueDate }]) {
				const { error } = await send(parameters, resource);
				expect(error?.message).toMatch(
					/^The due date is (39|40) days from now, but your Secured Signing account allows 30$/,
				);
			}
			expect(asked().filter((operation) => operation === 'getAccountInfo')).toHaveLength(2);
			expect(bench.simulator.requests.filter(isChange)).toEqual([]);
		},
	);

	test('the last day that it allows is sent', async () => {
		bench.simulator.account.MaxDueDate = 30;
		expect((await send({ dueInDays: 30 })).error).toBeUndefined();
	});

	// README: “A date later than your account allows is refused before anything is sent”.
	test.each([
		['smartTag', {}],
		['form', {}],
		['template', {}],
		['smartTag', { dueDate: inDays(10) }],
	])('of less than the usual 14 days holds for a %s with %j', async (resource, parameters) => {
		bench.simulator.account.MaxDueDate = 7;
		const { error } = await send(parameters, resource);
		expect(error?.message).toMatch(
			/^The due date is \d+ days from now, but your Secured Signing account allows 7$/,
		);
		expect(error?.description).toMatch(/Nothing was sent\.$/);
		expect(asked()).toContain('getAccountInfo');
		expect(bench.simulator.requests.filter(isChange)).toEqual([]);
	});

	test('of less than the usual 14 days holds for a mail merge', async () => {
		bench.simulator.account.MaxDueDate = 7;
		const { error } = await bench.run(
			{ resource: 'mailMerge', operation: 'send', document: byReference('1') },
			{ items: [{ json: { Email: 'ana@example.com' } }] },
		);
		expect(error?.message).toMatch(/your Secured Signing account allows 7$/);
		expect(asked()).toEqual(['getAccountInfo']);
	});

	test('is asked once for all items', async () => {
		const file = await bench.file(pdf, 'confidentiality-agreement.pdf');
		const parameters = { resource: 'smartTag', operation: 'send', signers: both };
		const ofAccount = () => asked().filter((operation) => operation === 'getAccountInfo');
		await bench.run({ ...parameters, dueInDays: 14 }, { items: [file] });
		expect(ofAccount()).toHaveLength(1);
		await bench.run({ ...parameters, dueInDays: 60 }, { items: [file, file, file] });
		expect(ofAccount()).toHaveLength(2);
		expect(bench.simulator.requests.filter(isSend)).toHaveLength(4);
	});

	test('is left to Secured Signing where the account does not say it', async () => {
		bench.simulator.faults.add({ kind: 'serverErrorHtml', operation: 'getAccountInfo', times: 10 });
		const { error } = await send({ dueInDays: 60, requestOptions: { retries: 0 } });
		bench.simulator.faults.clear();
		expect(error).toBeUndefined();
	});
});

/**
 * What a later date than the account allows does is unknown (docs/api/API.md section 3): a service may shorten it. The
 * signers then have less time than the workflow counts on.
 */
describe('an answer with an earlier due date', () => {
	const answered = (DueDate: unknown, GMT?: string) =>
		bench.simulator.faults.spoil((answer) =>
			JSON.parse(JSON.stringify(answer), (name, value: unknown) =>
				name === 'DueDate' ? DueDate : name === 'GMT' ? GMT : value,
			),
		);
	afterEach(() => bench.simulator.faults.clear());
	const at = (days: number, time: string) => `${inDays(days)}T${time}`;

	test.each(['smartTag', 'form', 'template'])('is a warning of a %s', async (resource) => {
		answered(at(6, '23:59:59Z'), '0');
		const { items, error } = await send({ dueDate: inDays(12) }, resource, 'UTC');
		expect(error).toBeUndefined();
		expect(items[0].json.warning).toMatch(
			new RegExp(`due ${inDays(6)}T23:59:59.000Z, earlier than asked \\(${inDays(12)}T23:59:59`),
		);
	});

	test.each([
		['one day less, at the same time', at(11, '23:59:59.999Z'), '0'],
		['one day less, as a day', inDays(11), undefined],
		['in the form of ServiceStack', `/Date(${Date.parse(at(6, '12:00:00Z'))})/`, undefined],
		['in slashes, however they are read', '01/01/2024', undefined],
	])('%s', async (_what, date, minutes) => {
		answered(date, minutes);
		const { items } = await send({ dueDate: inDays(12) }, 'template', 'UTC');
		expect(items[0].json.warning).toMatch(/earlier than asked/);
	});

	test.each([
		['the same moment', at(12, '23:59:59.999Z'), '0'],
		['the day without a time', inDays(12), undefined],
		['the beginning of the day in UTC', at(12, '00:00:00Z'), '0'],
		['the beginning of the day in Auckland', at(12, '11:00:00Z'), '0'],
		['a time without a zone', at(12, '23:59:59'), undefined],
		['a later one', at(20, '00:00:00Z'), '0'],
		['what cannot be read', 'in a fortnight', undefined],
		['a date that nobody set', '0001-01-01T00:00:00', undefined],
		['none', undefined, undefined],
	])('%s is not', async (_what, date, minutes) => {
		answered(date, minutes);
		const { items, error } = await send({ dueDate: inDays(12) }, 'template', 'UTC');
		expect(error).toBeUndefined();
		expect(items[0].json.warning).toBeUndefined();
	});
});
