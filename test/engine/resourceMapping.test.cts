import type { INodeParameters, ResourceMapperField } from 'n8n-workflow';

import * as loadOptions from '../../nodes/SecuredSigning/pickers/loadOptions';
import * as resourceMapping from '../../nodes/SecuredSigning/pickers/resourceMapping';
import { SecuredSigning } from '../../nodes/SecuredSigning/SecuredSigning.node.ts';
import { toldOn } from '../harness/told.cts';
import { editorContext } from './editor.cts';
import { startBench, type Bench } from './node.cts';
import { byReference } from './samples.cts';
import { referencesOf } from './sends.cts';

let bench: Bench;
let references: Record<string, string>;
beforeAll(async () => {
	bench = await startBench();
	references = await referencesOf(bench, 'form', 'template');
});
afterAll(async () => await bench.close());
beforeEach(() => bench.simulator.faults.clear());

const fieldsOf = async (parameters: INodeParameters) =>
	await resourceMapping.getTemplateFields.call(editorContext(bench, parameters));
const rolesOf = async (parameters: INodeParameters) =>
	await loadOptions.getFormRoles.call(editorContext(bench, parameters));

test('every method that a field names exists, and the node offers it', () => {
	const node = new SecuredSigning();
	const description = JSON.stringify(node.description.properties);
	const named = (kind: string) =>
		new Set(
			[...description.matchAll(new RegExp(`"${kind}":"(\\w+)"`, 'g'))].map(([, method]) => method),
		);
	expect(named('resourceMapperMethod')).toEqual(new Set(Object.keys(node.methods.resourceMapping)));
	expect(named('loadOptionsMethod')).toEqual(new Set(Object.keys(node.methods.loadOptions)));
});

describe("a template's fields", () => {
	test('typed, with the required and the read-only ones marked', async () => {
		const { fields } = await fieldsOf({ template: byReference(references['Letter of Offer']) });
		const facts = fields.map(({ displayName, type, required }) => [displayName, type, required]);
		expect(facts).toEqual([
			['Salary (Read-Only)', 'string', true],
			['First day', 'dateTime', false],
			['Hours', 'string', false],
			['Trial period', 'options', false],
			['Company car', 'boolean', false],
		]);
		expect(fields[3].options?.map(({ value }) => value)).toEqual(['false', 'true']);
		for (const field of fields) {
			expect(field).toMatchObject({
				id: expect.stringMatching(/^\d{48}$/),
				display: true,
				canBeUsedToMatch: false,
			} satisfies Partial<Record<keyof ResourceMapperField, unknown>>);
		}
	});

	test('without a template nothing is asked', async () => {
		bench.simulator.requests.length = 0;
		for (const template of [byReference(''), undefined]) {
			const parameters = (template ? { template } : {}) as INodeParameters;
			expect(await fieldsOf(parameters)).toEqual({
				fields: [],
				emptyFieldsNotice: 'Choose a template first.',
			});
		}
		expect(bench.simulator.requests).toEqual([]);
	});

	test('a template that does not exist says so', async () => {
		await expect(fieldsOf({ template: byReference('1') })).rejects.toThrow(/Template not found/);
	});
});

describe("a form's roles", () => {
	test('with the optional ones marked, after "no role"', async () => {
		expect(await rolesOf({ form: byReference(references['Confidentiality Undertaking']) })).toEqual(
			[
				{ name: '(In the Order of the Form)', value: '' },
				{ name: 'Recipient', value: 'Recipient' },
				{ name: 'Witness (Optional)', value: 'Witness' },
			],
		);
	});

	test('without a form nothing is asked', async () => {
		bench.simulator.requests.length = 0;
		expect(await rolesOf({})).toHaveLength(1);
		expect(bench.simulator.requests).toEqual([]);
	});

	test('a form that cannot be fetched says why', async () => {
		bench.simulator.faults.add({ kind: 'unauthorized' });
		await expect(rolesOf({ form: byReference('1') })).rejects.toThrow(toldOn(401));
	});
});
