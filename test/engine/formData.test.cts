import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { binaryData } from '../harness/engine.cts';
import { toldOn } from '../harness/told.cts';
import { startBench, type Bench } from './node.cts';
import { ana, ben, byReference } from './samples.cts';

let bench: Bench;
let form: string;
let document: string;

beforeAll(async () => {
	bench = await startBench();
	const forms = await bench.run({ resource: 'form', operation: 'getAll', simplify: false });
	const named = forms.items.find(({ json }) => json.Name === 'Employment Agreement');
	form = named?.json.Reference as string;
	const sent = await bench.run({
		resource: 'form',
		operation: 'send',
		form: byReference(form),
		signers: { signer: [ana, ben] },
		options: { xmlData: '<form><Position>Chef, "head"</Position><Hours>Full time</Hours></form>' },
	});
	document = sent.items[0].json.documentReference as string;
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.simulator.requests.length = 0;
	bench.simulator.faults.clear();
});

const run = async (operation: string, parameters: object = {}) =>
	await bench.run({ resource: 'form', operation, simplify: false, ...parameters });
const operations = () => bench.simulator.requests.map(({ operationId }) => operationId);
const contentOf = async ({ binary }: INodeExecutionData, field = 'data') =>
	await (await binaryData()).getAsBuffer(binary![field]);

describe('get fields', () => {
	test('an item for each field, with the choices', async () => {
		const { items, error } = await run('getFields', { form: byReference(form) });
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.FieldName)).toEqual([
			'Position',
			'StartDate',
			'Hours',
			'Trial',
		]);
		expect(items[2].json).toMatchObject({
			DisplayName: 'Hours',
			FieldType: 'DropDownList',
			ValueOptions: ['Full time', 'Part time'],
		});
	});

	test.each(['listed', 'absent'] as const)('radio buttons %s as a type', async (radioButtons) => {
		bench.simulator.readings.radioButtons = radioButtons;
		const { items } = await run('getFields', { form: byReference(form) });
		bench.simulator.readings.radioButtons = 'listed';
		expect(items[3].json).toMatchObject({
			FieldType: radioButtons === 'listed' ? 'RadioButton' : 'DropDownList',
			ValueOptions: ['Yes', 'No'],
		});
	});

	test('without a form nothing is asked', async () => {
		const { error } = await run('getFields', { form: byReference('={{ "" }}') });
		expect(error?.message).toMatch(/'Form' is empty/);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});

	test('of a form that does not exist', async () => {
		const { error } = await run('getFields', { form: byReference('1') });
		expect(error?.message).toMatch(/Form not found/);
	});
});

describe('download data', () => {
	test('CSV, with its values as JSON', async () => {
		const { items, error } = await run('downloadData', { document: byReference(document) });
		expect(error).toBeUndefined();
		expect(operations()).toEqual(['downloadFormData']);
		expect(items[0].json).toMatchObject({
			documentReference: document,
			fileName: 'Employment Agreement.csv',
			mimeType: 'text/csv',
			values: { Position: 'Chef, "head"', Hours: 'Full time', StartDate: '' },
		});
		expect(items[0].json.rows).toContainEqual({ Field: 'Position', Value: 'Chef, "head"' });
		expect((await contentOf(items[0])).toString()).toContain('"Chef, ""head"""');
	});

	test.each(['xml', 'xls', 'xlsx'])('%s as a file alone', async (fileType) => {
		const { items } = await run('downloadData', {
			document: byReference(document),
			fileType,
			binaryPropertyName: 'answers',
			options: { fileName: `chef.${fileType}` },
		});
		expect(items[0].json).toMatchObject({ fileName: `chef.${fileType}` });
		expect(items[0].json).not.toHaveProperty('rows');
		expect((await contentOf(items[0], 'answers')).toString()).toContain('Full time');
	});

	test('CSV without JSON', async () => {
		const { items } = await run('downloadData', {
			document: byReference(document),
			includeValues: false,
		});
		expect(items[0].json).not.toHaveProperty('values');
	});

	test('an answer that names neither type nor file', async () => {
		bench.simulator.readings.downloadHeaders = 'absent';
		const { items, error } = await run('downloadData', { document: byReference(document) });
		bench.simulator.readings.downloadHeaders = 'present';
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({
			fileName: `${document}.csv`,
			mimeType: 'text/csv',
			values: { Hours: 'Full time' },
		});
	});

	test('without a document nothing is asked', async () => {
		const { error } = await run('downloadData', { document: byReference(' ') });
		expect(error?.message).toMatch(/'Document' is empty/);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});

	test('of a document that is gone', async () => {
		const { error } = await run('downloadData', { document: byReference('1') });
		expect(error?.message).toMatch(`${toldOn(404)}: “Form not found`);
	});

	test('a web page in place of the file', async () => {
		bench.simulator.faults.add({ kind: 'wrongBody', body: 'html' });
		const { error } = await run('downloadData', {
			document: byReference(document),
			requestOptions: { retries: 0 },
		});
		expect(error?.message).toMatch(toldOn('unreadable'));
	});
});

describe('employers', () => {
	const employers = async () => (await run('getEmployers')).items[0].json;
	const first = async (kind: string) => ((await employers())[kind] as IDataObject[])[0];

	test('are read, a list for each kind', async () => {
		expect(await employers()).toMatchObject({
			SuperFund: [{ Name: 'Harbour Super', USI: 'HBR0001AU' }],
			TFN: [{ Name: 'Harbour Cafe' }],
			AccClaimsHistory: [{ ContactPersonName: 'Mia Tane', IsDefault: true }],
		});
	});

	test('reading that is refused', async () => {
		bench.simulator.faults.add({ kind: 'unauthorized' });
		const { error } = await run('getEmployers');
		expect(error?.message).toMatch(toldOn(401));
	});

	test('are saved from fields, of every kind', async () => {
		const fund = await first('SuperFund');
		const claims = await first('AccClaimsHistory');
		bench.simulator.requests.length = 0;
		const { items, error } = await run('updateEmployers', {
			employers: {
				superFund: [
					{
						name: 'Harbour Super',
						reference: fund.Reference,
						details: { phone: '093000000', abn: '' },
					},
				],
				tfn: [{ name: 'New Cafe', reference: 'new', details: { businessSuburb: 'Newtown' } }],
				accClaimsHistory: [
					{ name: 'Harbour Cafe', reference: claims.Reference, details: { isDefault: false } },
				],
			},
			simplify: true,
		});
		expect(error).toBeUndefined();
		expect(bench.simulator.requests[0].body).toEqual({
			SuperFund: [{ Reference: fund.Reference, Name: 'Harbour Super', Phone: '093000000' }],
			TFN: [{ Reference: 'new', Name: 'New Cafe', BusinessSuburb: 'Newtown' }],
			AccClaimsHistory: [{ Reference: claims.Reference, Name: 'Harbour Cafe', IsDefault: false }],
		});
		expect(items[0].json).toMatchObject({
			superFund: [{ phone: '093000000', usi: 'HBR0001AU' }],
			accClaimsHistory: [{ isDefault: false }],
		});
	});

	test.each([
		['True', true],
		['FALSE', false],
		['yes', undefined],
	])('from JSON, the switch IsDefault %s is %s', async (IsDefault, expected) => {
		const { Reference, Name } = await first('AccClaimsHistory');
		bench.simulator.requests.length = 0;
		const { error } = await run('updateEmployers', {
			employersFrom: 'json',
			employersJson: JSON.stringify({ AccClaimsHistory: [{ Reference, Name, IsDefault }] }),
		});
		if (expected === undefined) {
			expect(error?.message).toMatch(/IsDefault of .* is neither true nor false/);
			expect(bench.simulator.requests).toEqual([]);
		} else {
			expect(bench.simulator.requests[0].body).toMatchObject({
				AccClaimsHistory: [{ IsDefault: expected }],
			});
		}
	});

	test('are saved as they are, however a service escapes what it shows', async () => {
		const [first] = (await employers()).TFN as IDataObject[];
		bench.simulator.requests.length = 0;
		const { error } = await run('updateEmployers', {
			employersFrom: 'json',
			employersJson: JSON.stringify({ TFN: [{ ...first, Name: 'Smith &amp; O&#39;Neil' }] }),
		});
		expect(error).toBeUndefined();
		expect(bench.simulator.requests[0].body).toMatchObject({ TFN: [{ Name: "Smith & O'Neil" }] });
	});

	// The API takes no other details (docs/api/openapi.yaml); the description says that they are not saved.
	test('are saved as they were read, whatever else stands with them', async () => {
		const read = await employers();
		const extended = (read.TFN as IDataObject[]).map((entry) => ({
			...entry,
			Added: 1,
			ABN: null,
		}));
		bench.simulator.requests.length = 0;
		const { error } = await bench.run(
			{
				resource: 'form',
				operation: 'updateEmployers',
				simplify: false,
				employersFrom: 'json',
				employersJson: '={{ $json }}',
			},
			{ items: [{ json: { ...read, TFN: extended } }] },
		);
		expect(error).toBeUndefined();
		const { TFN, SuperFund } = bench.simulator.requests[0].body as typeof read;
		expect(SuperFund).toEqual(read.SuperFund);
		expect((TFN as IDataObject[])[0]).not.toHaveProperty('Added');
		expect((TFN as IDataObject[])[0]).not.toHaveProperty('ABN');
	});

	test.each(['*******3556', 'XXXXXXX3556', '…3556', '51&nbsp;824'])(
		'of which only a part is shown are not saved: %s',
		async (ABN) => {
			const { TFN } = (await employers()) as { TFN: IDataObject[] };
			bench.simulator.requests.length = 0;
			const { error } = await run('updateEmployers', {
				employersFrom: 'json',
				employersJson: JSON.stringify({ TFN: [{ ...TFN[0], ABN }] }),
			});
			expect(error?.message).toMatch(/1 does not have the whole "ABN", but "/);
			expect(error?.description).toMatch(/Nothing was sent\.$/);
			expect(bench.simulator.requests).toEqual([]);
		},
	);

	test.each<[string, object, RegExp]>([
		['nobody', { employers: {} }, /There is no employer to save/],
		[
			'no name',
			{ employers: { tfn: [{ reference: '1', name: ' ' }] } },
			/Declaration 1 has no name/,
		],
		[
			'no reference',
			{ employersFrom: 'json', employersJson: '{"SuperFund":[{"Name":"A"}]}' },
			/Super Fund 1 has no reference/,
		],
		[
			'no JSON',
			{ employersFrom: 'json', employersJson: '{' },
			/does not contain lists of employers/,
		],
		[
			'a list',
			{ employersFrom: 'json', employersJson: '[]' },
			/does not contain lists of employers/,
		],
		[
			'one employer in place of a list',
			{ employersFrom: 'json', employersJson: '{"TFN":{"Name":"A"}}' },
			/Declaration is not a list of employers/,
		],
	])('%s is refused before anything is sent', async (_what, parameters, message) => {
		const { error } = await run('updateEmployers', parameters);
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(/Nothing was sent\.$/);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});

	test('a save that may have been carried out is not repeated', async () => {
		bench.simulator.faults.add({ kind: 'gateway' });
		const { error } = await run('updateEmployers', {
			employers: { tfn: [{ reference: 'new', name: 'Twice' }] },
		});
		expect(error?.message).toMatch(/could not handle the request/);
		expect(operations()).toEqual(['saveEmployers']);
	});
});

test('every request and answer was as described', () => {
	expect(bench.simulator.problems).toEqual([]);
});
