/** Template > Get and Get Many. */
import type { IDataObject } from 'n8n-workflow';

import { toldOn } from '../harness/told.cts';
import type { Bench } from './node.cts';
import { byReference } from './samples.cts';
import { useTemplates } from './templateSends.cts';

let bench: Bench;
let references: Record<string, string>;
const { operations } = useTemplates((own) => ({ bench, references } = own));

describe('get many', () => {
	test('lists the templates', () => {
		expect(Object.keys(references)).toEqual(
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
		expect(error?.message).toMatch(toldOn(401));
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
		const { items, error } = await get(references['Tenancy Agreement']);
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
		const reference = references['Tenancy Agreement'];
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

test('every answer was as described', () => {
	expect(bench.simulator.problems).toEqual([]);
});
