import type { IDataObject, INodeParameters, ResourceMapperField } from 'n8n-workflow';

import { getTemplateFields } from '../../nodes/SecuredSigning/pickers/resourceMapping';
import { startBetween } from './between.cts';
import { editorContext } from './editor.cts';
import { startBench, type Bench } from './node.cts';
import { ana, ben, both, byReference, inDays } from './samples.cts';

let bench: Bench;
let templates: Array<{ Name: string; Reference: string }>;

beforeAll(async () => {
	bench = await startBench();
	const { items } = await bench.run({ resource: 'template', operation: 'getAll', simplify: false });
	templates = items.map(({ json }) => json as (typeof templates)[number]);
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.simulator.requests.length = 0;
	bench.simulator.faults.clear();
});

const referenceOf = (name: string) => templates.find(({ Name }) => Name === name)!.Reference;
const operations = () => bench.simulator.requests.map(({ operationId }) => operationId);

describe('get many', () => {
	test('lists the templates', () => {
		expect(templates.map(({ Name }) => Name)).toEqual(
			expect.arrayContaining(['Consent Form', 'Tenancy Agreement']),
		);
	});

	test('stops at the limit', async () => {
		const { items } = await bench.run({
			resource: 'template',
			operation: 'getAll',
			simplify: false,
			limit: 1,
		});
		expect(items).toHaveLength(1);
	});

	test('that is refused', async () => {
		bench.simulator.faults.add({ kind: 'unauthorized' });
		const { error } = await bench.run({
			resource: 'template',
			operation: 'getAll',
			simplify: false,
		});
		expect(error?.message).toMatch(/did not accept the credential/);
	});
});

describe('get', () => {
	const get = async (reference: string) =>
		await bench.run({
			resource: 'template',
			operation: 'get',
			simplify: false,
			template: byReference(reference),
		});

	test('gives signers and fields in one item', async () => {
		const { items, error } = await get(referenceOf('Tenancy Agreement'));
		expect(error).toBeUndefined();
		expect(operations().sort()).toEqual([
			'getFormFillerFieldTemplate',
			'getFormFillerSignerTemplate',
		]);
		expect(items[0].json).toMatchObject({
			Name: 'Tenancy Agreement',
			Signers: [{ SignerReference: expect.any(String) }, { SignerReference: expect.any(String) }],
			Fields: [{ Label: 'Address', IsRequired: true }, { Label: 'Weekly rent' }],
		});
	});

	test('has its reference also where the answers leave it out', async () => {
		const reference = referenceOf('Tenancy Agreement');
		bench.simulator.faults.spoil((answer) => {
			const { Reference, ...others } = answer as IDataObject;
			expect(Reference).toBe(reference);
			return others;
		});
		const { items, error } = await get(reference);
		expect(error).toBeUndefined();
		expect(items[0].json.Reference).toBe(reference);
	});

	test('without a template nothing is asked', async () => {
		const { error } = await get('={{ "" }}');
		expect(error?.message).toMatch(/'Template' is empty/);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});

	test('of a template that does not exist', async () => {
		const { error } = await get('1');
		expect(error?.message).toMatch(/Template not found/);
	});
});

describe('send', () => {
	let schema: ResourceMapperField[];
	beforeAll(async () => {
		const parameters = { template: byReference(referenceOf('Letter of Offer')) };
		schema = (await getTemplateFields.call(editorContext(bench, parameters))).fields;
	});

	/** The parameter 'Fields' as the editor stores it: an entry for each field, empty or not. */
	const mapped = (values: Record<string, unknown>, removed: string[] = []) => ({
		mappingMode: 'defineBelow',
		value: Object.fromEntries(
			schema.map(({ id, displayName, type }) => [
				id,
				values[displayName] ?? (type === 'boolean' ? false : null),
			]),
		),
		matchingColumns: [],
		schema: schema.map((field) => ({ ...field, removed: removed.includes(field.displayName) })),
		attemptToConvertTypes: false,
		convertFieldsToString: false,
	});
	const send = async (parameters: object, items?: object[]) =>
		await bench.run(
			{
				resource: 'template',
				operation: 'send',
				template: byReference(referenceOf('Letter of Offer')),
				signers: both,
				...parameters,
			} as INodeParameters,
			{
				items: items?.map((json) => ({ json }) as { json: Record<string, string> }),
				timezone: 'Pacific/Auckland',
			},
		);
	interface Sent extends Record<string, unknown> {
		Templates: Array<{
			Signers: Array<Record<string, unknown>>;
			Fields: Array<{ Label: string; Value: string }>;
		}>;
	}
	const sent = () =>
		bench.simulator.requests
			.filter(({ operationId }) => operationId === 'sendFormFillerTemplates')
			.map(({ body }) => body as unknown as Sent);
	const valuesOf = ({ Templates }: Sent) =>
		Object.fromEntries(Templates[0].Fields.map(({ Label, Value }) => [Label, Value]));

	test('people by position, options, and only the fields that were filled in', async () => {
		const { items, error } = await send({
			signers: {
				signer: [
					{
						...ana,
						details: {
							clientReference: 'hire-1',
							mobileCountry: '+64',
							mobileNumber: '021 123 4567',
							reviewBeforeSigning: true,
							shareUsers: { user: [ben] },
						},
					},
					ben,
				],
			},
			fields: mapped({ 'Salary (Read-Only)': '85,000', Hours: 'Part time' }),
			dueDate: inDays(10),
			options: {
				clientReference: 'offer-7',
				sequential: true,
				embedded: true,
				returnUrl: 'https://www.example.com/thanks',
				notifyUrl: 'http://127.0.0.1:9/notify',
			},
		});
		expect(error).toBeUndefined();
		expect(operations().at(-1)).toBe('sendFormFillerTemplates');
		expect(operations()).toHaveLength(4);
		const [request] = sent();
		expect(request).toMatchObject({
			GMT: '0',
			DueDate: expect.stringMatching(/Z$/),
			Sequential: true,
			Embedded: true,
			ReturnUrl: 'https://www.example.com/thanks',
			NotifyUrl: 'http://127.0.0.1:9/notify',
			Templates: [
				{
					Name: 'Letter of Offer',
					ClientReference: 'offer-7',
					Signers: [
						{
							SignerReference: expect.any(String),
							Email: 'ana@example.com',
							MobileCountry: '64',
							MobileNumber: '0211234567',
							ClientReference: 'hire-1',
							ReviewBeforeSigningEnabled: true,
							ShareUsers: [{ Email: 'ben@example.com' }],
						},
						{ SignerReference: expect.any(String), Email: 'ben@example.com' },
					],
				},
			],
		});
		expect(valuesOf(request)).toEqual({ Salary: '85,000', Hours: 'Part time' });
		expect(items).toHaveLength(1);
		expect(items[0].json).toMatchObject({
			status: 'inProgress',
			signerCount: 2,
			clientReference: 'offer-7',
			signers: [{ signingKey: expect.any(String) }, { email: 'ben@example.com' }],
		});
	});

	test('without fields and options, none are sent', async () => {
		const { error } = await send({});
		expect(error).toBeUndefined();
		expect(sent()[0].Templates[0].Fields).toEqual([]);
		expect(Object.keys(sent()[0])).toEqual(['Templates', 'DueDate', 'GMT']);
	});

	test('expressions are those of each item', async () => {
		const { error } = await send(
			{
				fields: mapped({
					'Salary (Read-Only)': '={{ $json.salary }}',
					'First day': '={{ $json.start }}',
					'Company car': '={{ $json.car }}',
				}),
				requestOptions: { itemsAtATime: 1 },
			},
			[
				{ salary: 70000, start: '2030-01-31', car: true },
				{ salary: '', start: '2030-01-30T11:00:00Z', car: 'no' },
			],
		);
		expect(error).toBeUndefined();
		expect(sent().map(valuesOf)).toEqual([
			{ Salary: '70000', 'First day': '2030-01-31', 'Company car': 'true' },
			// In the workflow's time zone it is the next day already.
			{ 'First day': '2030-01-31', 'Company car': 'false' },
		]);
	});

	test("a date of n8n's expressions", async () => {
		const { error } = await send({
			fields: mapped({ 'First day': '={{ DateTime.fromISO("2030-03-05T08:00") }}' }),
		});
		expect(error).toBeUndefined();
		expect(valuesOf(sent()[0])).toEqual({ 'First day': '2030-03-05' });
	});

	test('a switch that was taken out of the node says nothing', async () => {
		const { error } = await send({ fields: mapped({ 'Company car': true }, ['Company car']) });
		expect(error).toBeUndefined();
		expect(valuesOf(sent()[0])).not.toHaveProperty('Company car');
	});

	test('a box that the template ticks can be cleared', async () => {
		const { error } = await send({ fields: mapped({ 'Trial period': 'false' }) });
		expect(error).toBeUndefined();
		expect(valuesOf(sent()[0])).toEqual({ 'Trial period': 'false' });
	});

	test('mapped automatically, by label or client field', async () => {
		const { error } = await send(
			{ fields: { mappingMode: 'autoMapInputData', value: null, schema } },
			[
				{
					SALARY: '85000',
					start: '2030-02-01',
					hours: '',
					other: 'left out',
					'company car': 'yes',
				},
			],
		);
		expect(error).toBeUndefined();
		expect(valuesOf(sent()[0])).toEqual({
			Salary: '85000',
			'First day': '2030-02-01',
			'Company car': 'true',
		});
	});

	const automatic = { mappingMode: 'autoMapInputData', value: null };

	// docs/operations/template.md: "fills the field with the same label in every template; if a template has none, the one with the same client field".
	test.each<[string, Record<string, string>]>([
		['before the client field', { 'First day': '2030-03-03', start: '2030-04-04' }],
		['wherever it stands', { start: '2030-04-04', 'First day': '2030-03-03' }],
		['before another spelling', { 'first day': '2030-04-04', 'First day': '2030-03-03' }],
		['in another spelling, before the client field', { 'FIRST DAY': '2030-03-03', start: 'x' }],
	])('mapped automatically, the label counts %s', async (_which, json) => {
		const { error } = await send({ fields: automatic }, [json]);
		expect(error).toBeUndefined();
		expect(valuesOf(sent()[0])).toEqual({ 'First day': '2030-03-03' });
	});

	test('mapped automatically, two spellings of a label are refused', async () => {
		const json = { 'first day': '2030-03-03', 'FIRST DAY': '2030-04-04' };
		const { error } = await send({ fields: automatic }, [json]);
		expect(error?.message).toBe(
			'The item has both "first day" and "FIRST DAY" for the field "First day"',
		);
		expect(sent()).toEqual([]);
	});

	test.each(['key', 'url'] as const)('a signing key that is a %s', async (signingKey) => {
		bench.simulator.readings.signingKey = signingKey;
		const { items } = await send({ options: { embedded: true } });
		bench.simulator.readings.signingKey = 'key';
		const [signer] = items[0].json.signers as Array<Record<string, unknown>>;
		expect('signingLink' in signer).toBe(signingKey === 'url');
	});

	test('templates that come with nulls go back without them', async () => {
		bench.simulator.readings.nullFields = 'null';
		const { error } = await send({ fields: mapped({ Hours: 'Full time' }) });
		bench.simulator.readings.nullFields = 'omitted';
		expect(error).toBeUndefined();
		expect(JSON.stringify(sent()[0])).not.toContain('null');
	});

	test.each<[string, object, RegExp]>([
		['nobody', { signers: {} }, /Add at least one signer/],
		[
			'a wrong email',
			{ signers: { signer: [ana, { ...ben, email: 'ben' }] } },
			/email address of Signer 2/,
		],
		['a due date in the past', { dueDate: '2020-01-01' }, /in the past/],
		['a wrong address', { options: { returnUrl: 'www' } }, /'Return URL' is not a web address/],
		['no template', { template: byReference('={{ "" }}') }, /'Template' is empty/],
	])('%s is refused before anything is asked', async (_what, parameters, message) => {
		const { error } = await send(parameters);
		expect(error?.message).toMatch(message);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});

	test.each<[string, () => object, RegExp]>([
		['somebody missing', () => ({ signers: { signer: [ana] } }), /by 2 people, but 1 were entered/],
		[
			'somebody too many',
			() => ({ signers: { signer: [ana, ben, ana] } }),
			/by 2 people, but 3 were entered/,
		],
		[
			'a field that is gone',
			() => ({ fields: { mappingMode: 'defineBelow', value: { '123': 'x' }, schema } }),
			/no field "123"/,
		],
		[
			'a day that could be read as another',
			() => ({ fields: mapped({ 'First day': '01/02/2030' }) }),
			/"First day" is a date and cannot take "01\/02\/2030"/,
		],
		[
			'a day that does not exist',
			() => ({ fields: mapped({ 'First day': '2030-02-31' }) }),
			/"First day" is a date/,
		],
		[
			'a checkbox that is neither on nor off',
			() => ({ fields: mapped({ 'Company car': '={{ "red" }}' }) }),
			/"Company car" is a checkbox/,
		],
		[
			'a list in a text field',
			() => ({ fields: mapped({ Hours: '={{ [1, 2] }}' }) }),
			/"Hours" cannot take a list/,
		],
	])(
		'%s is refused when the template is known, and nothing is sent',
		async (_what, parameters, message) => {
			const { error } = await send(parameters());
			expect(error?.message).toMatch(message);
			expect(error?.description).toMatch(/Nothing was sent\.$/);
			expect(sent()).toEqual([]);
		},
	);

	// docs/api/API.md section 5.6: the signers are filled in by SignerReference.
	test.each<[string, Array<string | undefined>, string]>([
		['two with one reference', ['7', '7'], 'Signer 1 and signer 2 of the template have the same'],
		['one without a reference', ['7', undefined], 'Signer 2 of the template has no reference'],
		['none with a reference', ['', ''], 'Signer 1 of the template has no reference'],
		['numbers that are one', [7, '7'] as never, 'Signer 1 and signer 2 of the template have'],
	])('signers of a template of whom there are %s: nothing is sent', async (_, own, message) => {
		const between = await startBetween(bench);
		between.rule = async ({ route }, pass) => {
			const told = await pass();
			if (!route.includes('GetSignerTemplate')) return told;
			const template = JSON.parse(told.body ?? '') as { Signers: IDataObject[] };
			const Signers = own.map((SignerReference) => ({ SignerReference }));
			return { ...told, body: JSON.stringify({ ...template, Signers }) };
		};
		const template = byReference(referenceOf('Letter of Offer'));
		const parameters = { resource: 'template', operation: 'send', template };
		const { error } = await between.bench.run(
			{ ...parameters, signers: both },
			{
				items: [{ json: {} }, { json: {} }],
				credential: between.bench.simulator.credential as never,
			},
		);
		const alone = await between.bench.run(
			{ ...parameters, signers: { signer: [ana] } },
			{ credential: between.bench.simulator.credential as never },
		);
		between.close();
		expect(error?.message.slice(0, message.length)).toBe(message);
		expect(error?.description).toContain(' Nothing was sent: ');
		expect(error?.context?.itemIndex).toBe(0);
		expect(alone.error?.message).toMatch(/by 2 people, but 1 were entered/);
		expect(sent()).toEqual([]);
	});

	test('the only signer of a template needs no reference', async () => {
		const between = await startBetween(bench);
		between.rule = async ({ route }, pass) => {
			const told = await pass();
			if (!route.includes('GetSignerTemplate')) return told;
			return { ...told, body: told.body?.replace(/"SignerReference":"\d+",/, '') };
		};
		const { error } = await between.bench.run(
			{
				resource: 'template',
				operation: 'send',
				template: byReference(referenceOf('Consent Form')),
				signers: { signer: [ana] },
			},
			{ credential: between.bench.simulator.credential as never },
		);
		between.close();
		expect(error).toBeUndefined();
		expect(sent()[0].Templates[0].Signers).toMatchObject([{ Email: ana.email }]);
		expect(sent()[0].Templates[0].Signers[0]).not.toHaveProperty('SignerReference');
	});

	test('an ambiguous answer is not followed by a second send', async () => {
		bench.simulator.faults.add({ kind: 'cutAfter', operation: 'sendFormFillerTemplates' });
		const { items, error } = await send({});
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ status: 'inProgress', recovered: true });
		expect(sent()).toHaveLength(1);
	});
});

test('every answer was as described', () => {
	expect(bench.simulator.problems).toEqual([]);
});
