/**
 * Whom a request names is whom Secured Signing invites (docs/api/API.md sections 12.1 and 12.6), and what
 * the builder says of a field is what goes out.
 */
import type { IDataObject, INodeParameters, ResourceMapperField } from 'n8n-workflow';

import { getTemplateFields } from '../../nodes/SecuredSigning/pickers/resourceMapping';
import { editorContext } from './editor.cts';
import { startBench, type Bench } from './node.cts';
import { ana, ben, both, byReference, dataFile, inDays } from './samples.cts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.simulator.requests.length = 0;
	bench.simulator.readings.updateSigner = 'corrects';
});
afterEach(() => expect(bench.simulator.problems).toEqual([]));

/** The form of the simulator with an optional role: a Recipient signs, a Witness may. */
const sendWithWitness = async (signers: INodeParameters[], options: INodeParameters = {}) => {
	const { items } = await bench.run({
		resource: 'form',
		operation: 'getAll',
		simplify: false,
		returnAll: true,
	});
	const form = items.find(({ json }) => json.Name === 'Confidentiality Undertaking')!.json;
	bench.simulator.requests.length = 0;
	const result = await bench.run({
		resource: 'form',
		operation: 'send',
		form: byReference(form.Reference),
		signers: { signer: signers },
		options: options,
	});
	const request = bench.simulator.requests.find(({ operationId }) => operationId === 'sendForms2');
	const [sent] = ((request?.body ?? { Forms: [] }) as { Forms: object[] }).Forms;
	return { ...result, sent: sent as { Signers: object[] } | undefined };
};
const invited = (reference: unknown) =>
	bench.simulator
		.documents()
		.find((document) => document.reference === reference)!
		.signers.map(({ email }) => email);

describe('an optional role of a form', () => {
	test('that is filled goes with Optional: false, and that person is invited', async () => {
		const { items, sent, error } = await sendWithWitness([
			{ ...ana, signerType: 'Recipient' },
			{ ...ben, signerType: 'Witness' },
		]);
		expect(error).toBeUndefined();
		expect(sent?.Signers).toMatchObject([
			{ SignerType: 'Recipient', Email: ana.email, Optional: false },
			{ SignerType: 'Witness', Email: ben.email, Optional: false },
		]);
		expect(invited(items[0].json.documentReference)).toEqual([ana.email, ben.email]);
	});

	test('that stays empty keeps its place, with Optional: true, and nobody is invited for it', async () => {
		const { items, sent, error } = await sendWithWitness([ana]);
		expect(error).toBeUndefined();
		expect(sent?.Signers).toMatchObject([
			{ SignerType: 'Recipient', Email: ana.email, Optional: false },
			{ SignerType: 'Witness', Optional: true },
		]);
		expect(invited(items[0].json.documentReference)).toEqual([ana.email]);
	});

	test('that stays empty counts for no limit', async () => {
		const sendingLimits = { limits: { allowedDomains: 'example.com', maxSigners: 1 } };
		const { error } = await sendWithWitness([ana], { sendingLimits });
		expect(error).toBeUndefined();
	});
});

describe('after a change of a signer', () => {
	const update = async () => {
		const { items } = await bench.run(
			{ resource: 'smartTag', operation: 'send', signers: both, dueDate: inDays(9) },
			{ items: [await bench.file(dataFile('confidentiality-agreement.pdf'), 'Lease.pdf')] },
		);
		const [first] = items[0].json.signers as Array<{ signerReference: string }>;
		return await bench.run({
			resource: 'signer',
			operation: 'update',
			document: byReference(items[0].json.documentReference),
			signer: byReference(first.signerReference),
			updateFields: { email: 'ana.lopez@example.com' },
		});
	};

	test('who signs is the same, where the service corrects the one that is named', async () => {
		const { items, error } = await update();
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ email: 'ana.lopez@example.com' });
	});

	test('whoever is missing is named, where the service takes the list for all signers', async () => {
		bench.simulator.readings.updateSigner = 'replaces';
		const { error } = await update();
		expect(error?.message).toMatch(
			/was updated, but .* no longer names Ben Wu \(ben@example\.com\)/,
		);
		expect(error?.description).toMatch(/Do not run this item again/);
	});

	test.each([
		['address', { Email: 'other@example.com' }],
		['name', { FirstName: 'Otto', LastName: 'Other' }],
	])('whoever got another %s under the same reference is named', async (_what, others) => {
		let isUpdated = false;
		const changed = (value: unknown): unknown => {
			if (Array.isArray(value)) return value.map(changed);
			if (typeof value !== 'object' || value === null) return value;
			const own = Object.fromEntries(
				Object.entries(value).map(([name, entry]) => [name, changed(entry)]),
			);
			return own.Email === ben.email ? { ...own, ...others } : own;
		};
		bench.simulator.faults.spoil((answer, { operationId }) => {
			isUpdated ||= operationId === 'updateSigners';
			return isUpdated ? changed(answer) : answer;
		});
		const { error } = await update();
		bench.simulator.faults.clear();
		expect(error?.message).toMatch(
			/was updated, but .* no longer names Ben Wu \(ben@example\.com\)/,
		);
	});
});

describe('the fields of a template', () => {
	const schemaOf = async (template: unknown) =>
		(
			await getTemplateFields.call(
				editorContext(bench, { template: byReference(template) as INodeParameters }),
			)
		).fields;
	const contract = async () => {
		const { items } = await bench.run({
			resource: 'template',
			operation: 'getAll',
			simplify: false,
		});
		return items.find(({ json }) => json.Name === 'Casual Contract')!.json.Reference as string;
	};
	const send = async (
		fields: (schema: ResourceMapperField[]) => INodeParameters,
		json: IDataObject = {},
	) => {
		const template = await contract();
		const schema = await schemaOf(template);
		bench.simulator.requests.length = 0;
		const result = await bench.run(
			{
				resource: 'template',
				operation: 'send',
				template: byReference(template),
				signers: { signer: [ana] },
				fields: fields(schema),
			},
			{ items: [{ json }] },
		);
		const request = bench.simulator.requests.find(
			({ operationId }) => operationId === 'sendFormFillerTemplates',
		);
		const { Templates } = (request?.body ?? {}) as { Templates?: [{ Fields: IDataObject[] }] };
		return { ...result, sent: Templates?.[0].Fields.map(({ Label, Value }) => [Label, Value]) };
	};
	/** As the editor stores it: an entry for each field, and false for a switch that nobody touched. */
	const mapped =
		(values: Record<string, string | boolean>, types: Record<string, 'boolean'> = {}) =>
		(schema: ResourceMapperField[]) =>
			({
				mappingMode: 'defineBelow',
				value: Object.fromEntries(
					schema.map(({ id, displayName, type }) => [
						id,
						values[displayName] ?? (type === 'boolean' ? false : null),
					]),
				),
				schema: schema.map((field) => ({
					...field,
					type: types[field.displayName] ?? field.type,
				})),
			}) as unknown as INodeParameters;

	test('a box is a switch only where the template leaves it clear for certain', async () => {
		const schema = await schemaOf(await contract());
		expect(schema.map(({ displayName, type }) => [displayName, type])).toEqual([
			['Hourly rate (Read-Only)', 'string'],
			['Uniform', 'options'],
			['Parking', 'options'],
		]);
	});

	test('a box that the template ticks with any word is cleared where the builder says No', async () => {
		const { sent, error } = await send(
			mapped({ 'Hourly rate (Read-Only)': '31.50', Uniform: 'false' }),
		);
		expect(error).toBeUndefined();
		expect(sent).toEqual([
			['Hourly rate', '31.50'],
			['Uniform', 'false'],
		]);
	});

	test('a switch of a node that was made before the template ticked the box is refused', async () => {
		const values = { 'Hourly rate (Read-Only)': '31.50', Uniform: false };
		const { sent, error } = await send(mapped(values, { Uniform: 'boolean' }));
		expect(error?.message).toMatch(/The checkbox "Uniform" is ticked in the template/);
		expect(sent).toBeUndefined();
	});

	test('what only the sender can fill in is refused when it is empty, by its name', async () => {
		const auto = () => ({ mappingMode: 'autoMapInputData', value: null, schema: [] });
		const mistyped = await send(auto as never, { 'Hourly rat': '31.50' });
		expect(mistyped.error?.message).toBe('"Hourly rate" is required and has no value');
		expect(mistyped.error?.description).toMatch(/read-only.*Nothing was sent/);
		expect(mistyped.sent).toBeUndefined();
		const right = await send(auto as never, { 'Hourly rate': '31.50' });
		expect(right.error).toBeUndefined();
		expect(right.sent).toEqual([['Hourly rate', '31.50']]);
	});
});
