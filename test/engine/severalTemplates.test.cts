/**
 * Several templates in one send: `Templates` is a list, and the vendor's sample sends two as one package, of which the
 * second is signed by the second signer of the first alone (docs/api/API.md sections 5.6 and 12.3; samples/FormFiller.cs
 * of the vendor's .NET SDK).
 */
import type { IDataObject, INodeParameters, ResourceMapperField } from 'n8n-workflow';

import { getTemplateFields } from '../../nodes/SecuredSigning/pickers/resourceMapping';
import { editorContext } from './editor.cts';
import { namesOf } from './packs.cts';
import { ana, ben, cleo } from './samples.cts';
import { useTemplatePacks } from './templatePacks.cts';

const { packs, template, row, pack, send, sent } = useTemplatePacks();

const invited = () =>
	sent()[0].map(({ Name, Signers }) => [Name, ...Signers.map(({ Email }) => Email)]);
const filled = () =>
	sent()[0].map(({ Fields }) =>
		Object.fromEntries(Fields.map(({ Label, Value }) => [Label, Value])),
	);

describe('what goes out', () => {
	test("as the vendor's sample: the second template goes to the second signer alone", async () => {
		const { items, error } = await send({ options: { clientReference: 'hire-9' } });
		expect(error).toBeUndefined();
		expect(sent()).toHaveLength(1);
		expect(invited()).toEqual([
			['Letter of Offer', 'ana@example.com', 'ben@example.com'],
			['Consent Form', 'ben@example.com'],
		]);
		expect(sent()[0].map(({ ClientReference }) => ClientReference)).toEqual(['hire-9', 'hire-9']);
		expect(namesOf(items.map(({ json }) => json))).toEqual(['Letter of Offer', 'Consent Form']);
		expect(items.map(({ json }) => json.signerCount)).toEqual([2, 1]);
		expect(new Set(items.map(({ json }) => json.packageReference)).size).toBe(1);
		expect(items[0].json.packageReference).toMatch(/^\d+$/);
	});

	test.each<[string, object, Array<string[]>]>([
		[
			'everybody signs both, in the order of the rows',
			{ additionalTemplates: { template: [{ template: 'Tenancy Agreement' }] } },
			[
				['Letter of Offer', 'ana@example.com', 'ben@example.com'],
				['Tenancy Agreement', 'ana@example.com', 'ben@example.com'],
			],
		],
		[
			'in another order',
			{ additionalTemplates: { template: [{ template: 'Tenancy Agreement', signedBy: '2, 1' }] } },
			[
				['Letter of Offer', 'ana@example.com', 'ben@example.com'],
				['Tenancy Agreement', 'ben@example.com', 'ana@example.com'],
			],
		],
		[
			'by one person each',
			{
				template: 'Consent Form',
				additionalTemplates: { template: [{ template: 'Casual Contract', signedBy: 2 }] },
			},
			[
				['Consent Form', 'ana@example.com'],
				['Casual Contract', 'ben@example.com'],
			],
		],
		[
			'with somebody who signs the second one alone',
			{
				signers: { signer: [ana, ben, cleo] },
				additionalTemplates: { template: [{ template: 'Tenancy Agreement', signedBy: '3,1' }] },
			},
			[
				['Letter of Offer', 'ana@example.com', 'ben@example.com'],
				['Tenancy Agreement', 'cleo@example.com', 'ana@example.com'],
			],
		],
	])('who signs what: %s', async (_what, parameters, expected) => {
		const fields = { mappingMode: 'defineBelow', value: { 'Hourly rate': '30' }, schema: [] };
		const isRate = JSON.stringify(parameters).includes('Casual');
		const named = JSON.parse(JSON.stringify(parameters), (key, value: unknown) =>
			key === 'template' && typeof value === 'string' ? template(value) : value,
		) as object;
		const { error } = await send({ ...named, ...(isRate && { fields }) });
		expect(error).toBeUndefined();
		expect(invited()).toEqual(expected);
	});

	test('one signer of one template each is found in an answer that lists all beside it', async () => {
		const { items, error } = await send({ options: { embedded: true } });
		expect(error).toBeUndefined();
		const keys = items.map(({ json }) =>
			(json.signers as IDataObject[]).map(({ email, signingKey }) => [email, typeof signingKey]),
		);
		expect(keys).toEqual([
			[
				['ana@example.com', 'string'],
				['ben@example.com', 'string'],
			],
			[['ben@example.com', 'string']],
		]);
		expect(items[0].json).not.toHaveProperty('unmatchedSigningKeys');
	});
});

describe('fields', () => {
	let schema: ResourceMapperField[];
	beforeAll(async () => {
		const context = editorContext(packs.bench, pack() as unknown as INodeParameters);
		schema = (await getTemplateFields.call(context)).fields;
	});
	const mapped = (values: Record<string, unknown>) => ({
		mappingMode: 'defineBelow',
		value: Object.fromEntries(
			schema.map(({ id, displayName, type }) => [
				id,
				values[displayName] ?? (type === 'boolean' ? false : null),
			]),
		),
		schema,
	});

	test('the editor offers those of all templates, of the additional ones with their name', () => {
		expect(schema.map(({ displayName }) => displayName)).toEqual([
			'Salary (Read-Only)',
			'First day',
			'Hours',
			'Trial period',
			'Company car',
			'Consent Form: Question 1',
			'Consent Form: I agree',
		]);
		expect(new Set(schema.map(({ id }) => id)).size).toBe(schema.length);
	});

	test('each value goes to its own template', async () => {
		const { error } = await send({
			fields: mapped({ Hours: 'Full time', 'Consent Form: Question 1': 'Yes' }),
		});
		expect(error).toBeUndefined();
		expect(filled()).toEqual([{ Hours: 'Full time' }, { 'Question 1': 'Yes' }]);
	});

	test('mapped automatically, a label is filled in wherever it is', async () => {
		const { error } = await send({ fields: { mappingMode: 'autoMapInputData', value: null } }, [
			{ hours: 'Part time', question1: 'No', other: 1 },
		]);
		expect(error).toBeUndefined();
		expect(filled()).toEqual([{ Hours: 'Part time' }, { 'Question 1': 'No' }]);
	});

	// No source says that an ID is one template's alone.
	test('of two templates with the same IDs, each keeps its own values', async () => {
		packs.bench.simulator.faults.spoil((answer, { operationId }) => {
			if (operationId !== 'getFormFillerFieldTemplate') return answer;
			const { Fields, ...others } = answer as { Fields: object[] };
			return { ...others, Fields: Fields.slice(0, 1).map((each) => ({ ...each, ID: '7' })) };
		});
		const context = editorContext(packs.bench, pack() as unknown as INodeParameters);
		const { fields } = await getTemplateFields.call(context);
		const ids = fields.map(({ id }) => id);
		expect(new Set(ids).size).toBe(2);
		const value = { [ids[0]]: '85000', [ids[1]]: 'Yes' };
		await send({ fields: { mappingMode: 'defineBelow', value, schema: fields } });
		expect(filled()).toEqual([{ Salary: '85000' }, { 'Question 1': 'Yes' }]);
	});

	test('what only the sender can fill in is asked of each template', async () => {
		const { error } = await send({
			additionalTemplates: { template: [row('Casual Contract', '1')] },
		});
		expect(error?.message).toBe('"Hourly rate" is required and has no value');
		expect(sent()).toEqual([]);
	});
});
