/** Template > Send: which fields are filled in, and with what. */
import type { ResourceMapperField } from 'n8n-workflow';
import type { Bench } from './node.cts';
import { useTemplates } from './templateSends.cts';

let bench: Bench;
let schema: ResourceMapperField[];
const { mapped, send, sent, valuesOf } = useTemplates((own) => ({ bench, schema } = own));

describe('send', () => {
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

	test.each([
		['undefined', 'undefined'],
		['={{ "Salary: " + DateTime.fromISO("x").toFormat("yyyy") }}', 'Invalid DateTime'],
		['={{ "Salary: " + 0 / 0 }}', 'NaN'],
		['{{ $json.salary }}', '{{ $json.salary }}'],
		['=€ {{ ({}) }}', '[object Object]'],
		['={{ String(0 / 0) }}', 'NaN'],
		['={{ new Date("x") }}', 'Invalid Date'],
	])('the text %j was not filled in', async (value, shown) => {
		const { error } = await send({ fields: mapped({ 'Salary (Read-Only)': value }) });
		expect(error?.message).toBe(`"Salary" was not replaced by a value: it still says "${shown}"`);
		expect(error?.description).toMatch(/Nothing was sent\.$/);
		expect(sent()).toEqual([]);
	});

	test('words of a contract are no placeholders', async () => {
		const Salary = 'null and void, if undefined {see annex}';
		const { error } = await send({ fields: mapped({ 'Salary (Read-Only)': Salary }) });
		expect(error).toBeUndefined();
		expect(valuesOf(sent()[0])).toEqual({ Salary });
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

	/** The template, with other labels for its text field, its date and its boxes. */
	const labelled = (...labels: string[]) =>
		bench.simulator.faults.spoil((answer) => {
			if (typeof answer !== 'object' || answer === null || !('Fields' in answer)) return answer;
			const Fields = (answer.Fields as object[]).map((field, at) => ({
				...field,
				...(at in labels && { Label: labels[at] }),
			}));
			return { ...answer, Fields };
		});

	// docs/operations/template.md: "each input field fills every template field whose label is the same as its name".
	test('mapped automatically, all fields of a label get its value', async () => {
		labelled('Start', 'start');
		const { error } = await send({ fields: automatic }, [{ Start: '2030-03-03' }]);
		expect(error).toBeUndefined();
		expect(sent()[0].Templates[0].Fields.map(({ Label, Value }) => [Label, Value])).toEqual([
			['Start', '2030-03-03'],
			['start', '2030-03-03'],
		]);
	});

	test.each([
		['Gr\u00f6\u00dfe', 'Gro\u0308\u00dfe'],
		['Salary &amp; Bonus', 'Salary & Bonus'],
		['First\u00a0salary', 'First salary'],
	])('mapped automatically, %j is the label %j, as it looks', async (label, name) => {
		labelled(label);
		const { error } = await send({ fields: automatic }, [{ [name]: '7' }]);
		expect(error).toBeUndefined();
		expect(sent()[0].Templates[0].Fields.map(({ Value }) => Value)).toEqual(['7']);
	});

	test('mapped automatically, a label counts before the ID of another field, and an ID last', async () => {
		const [{ id }, { displayName }] = schema;
		labelled('Other', id);
		const { error } = await send({ fields: automatic }, [{ [id]: '2030-03-03' }]);
		expect(error).toBeUndefined();
		expect(valuesOf(sent()[0])).toEqual({ [id]: '2030-03-03' });
		labelled('Other', displayName);
		await send({ fields: automatic }, [{ [id]: '85000' }]);
		expect(valuesOf(sent()[1])).toEqual({ Other: '85000' });
	});

	test('chosen in the node, a field is the one with its ID, whatever the labels say', async () => {
		labelled('Salary', schema[0].id);
		const { error } = await send({ fields: mapped({ 'Salary (Read-Only)': '85000' }) });
		expect(error).toBeUndefined();
		expect(valuesOf(sent()[0])).toEqual({ Salary: '85000' });
	});

	test('mapped automatically, two spellings of a label are refused', async () => {
		const json = { 'first day': '2030-03-03', 'FIRST DAY': '2030-04-04' };
		const { error } = await send({ fields: automatic }, [json]);
		expect(error?.message).toBe(
			'The item has both "first day" and "FIRST DAY" for the field "First day"',
		);
		expect(sent()).toEqual([]);
	});
});
