/**
 * Several templates in one send: `Templates` is a list, and the vendor's sample sends two as one package, of which the
 * second is signed by the second signer of the first alone (docs/api/API.md sections 5.6 and 12.3; samples/FormFiller.cs
 * of the vendor's .NET SDK).
 */
import type { IDataObject, INodeParameters, ResourceMapperField } from 'n8n-workflow';

import { getTemplateFields } from '../../nodes/SecuredSigning/pickers/resourceMapping';
import { editorContext } from './editor.cts';
import { usePacks } from './packs.cts';
import { ana, ben, both, byReference, inDays } from './samples.cts';

const packs = usePacks('template');

const cleo = { firstName: 'Cleo', lastName: 'Ng', email: 'cleo@example.com' };
const template = (name: string) => byReference(packs.references[name]);
const row = (name: string, signedBy = '') => ({
	template: template(name),
	signedBy,
});
/** For two signers, and a consent for one of them. */
const pack = (signedBy = '2') => ({
	template: template('Letter of Offer'),
	additionalTemplates: { template: [row('Consent Form', signedBy)] },
});
const sending = (parameters: object): INodeParameters => ({
	...{ resource: 'template', operation: 'send', dueDate: inDays(20), signers: both },
	...pack(),
	...parameters,
});
const send = async (parameters: object = {}, items: object[] = [{}]) =>
	await packs.bench.run(sending(parameters), {
		items: items.map((json) => ({ json }) as { json: IDataObject }),
	});

interface SentTemplate extends IDataObject {
	Name: string;
	Signers: IDataObject[];
	Fields: Array<{ Label: string; Value: string }>;
}
const sent = () =>
	packs.bench.simulator.requests
		.filter(({ operationId }) => operationId === 'sendFormFillerTemplates')
		.map(({ body }) => (body as unknown as { Templates: SentTemplate[] }).Templates);
const invited = () =>
	sent()[0].map(({ Name, Signers }) => [Name, ...Signers.map(({ Email }) => Email)]);
const filled = () =>
	sent()[0].map(({ Fields }) =>
		Object.fromEntries(Fields.map(({ Label, Value }) => [Label, Value])),
	);
const namesOf = (documents: IDataObject[]) =>
	documents.map(({ name }) => (name as string).replace('.pdf', ''));

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

describe('what is refused before anything is sent', () => {
	test.each<[string, () => object, RegExp]>([
		[
			'the same template twice',
			() => ({ additionalTemplates: { template: [row('Letter of Offer')] } }),
			/^The same template is chosen twice/,
		],
		[
			'a row without a template',
			() => ({ additionalTemplates: { template: [{ template: byReference('={{ "" }}') }] } }),
			/^'Template' of additional template 1 is empty/,
		],
		[
			'nobody knows who of two signs it',
			() => pack(''),
			/^The template "Consent Form" is signed by 1 person, but 2 are chosen for it/,
		],
		['more than sign it', () => pack('1, 2'), /is signed by 1 person, but 2 are chosen for it/],
		['a signer who is not there', () => pack('3'), /names signer 3, but there are only 2 people/],
		['no numbers', () => pack('Ben'), /is not a list of signers: "Ben"/],
		['a number twice', () => pack('1, 1'), /is not a list of signers: "1, 1"/],
		[
			'somebody who signs nothing',
			() => ({ signers: { signer: [ana, ben, cleo] } }),
			/^Signer 3 signs none of the templates/,
		],
		[
			'fewer than sign the first one',
			() => ({ signers: { signer: [ana] } }),
			/^The template is signed by 2 people, but 1 were entered/,
		],
		[
			'more documents than may go out',
			() => ({ options: { sendingLimits: { limits: { maxDocuments: 1 } } } }),
			/^This would send 2 documents/,
		],
	])('%s', async (_what, parameters, message) => {
		const { error } = await send(parameters());
		expect(error?.message).toMatch(message);
		expect(error?.context?.itemIndex).toBe(0);
		expect(sent()).toEqual([]);
	});
});

describe('what became of it', () => {
	type Answer = { Documents: Array<{ Signers: IDataObject[] }> };

	test('of an answer that names one of two, the other is looked up', async () => {
		packs.bench.simulator.faults.spoil((answer, { operationId }) =>
			operationId === 'sendFormFillerTemplates'
				? { ...(answer as Answer), Documents: (answer as Answer).Documents.slice(1) }
				: answer,
		);
		const { items, error } = await send();
		expect(error).toBeUndefined();
		expect(namesOf(items.map(({ json }) => json)).sort()).toEqual([
			'Consent Form',
			'Letter of Offer',
		]);
		expect(sent()).toHaveLength(1);
	});

	test('a document that went to the signer of the other one is told', async () => {
		const swapped = <T extends { Signers: IDataObject[] }>(document: T): T => ({
			...document,
			Signers: document.Signers.map((signer) => ({
				...signer,
				...{ FirstName: 'Ana', LastName: 'Lopez', Email: ana.email },
			})),
		});
		packs.bench.simulator.faults.spoil((answer, { operationId }) => {
			if (operationId === 'sendFormFillerTemplates') {
				const { Documents } = answer as Answer;
				return { Documents: [Documents[0], swapped(Documents[1])] };
			}
			const isConsent = (answer as { Name?: string }).Name === 'Consent Form.pdf';
			return operationId === 'getDocumentStatus' && isConsent ? swapped(answer as never) : answer;
		});
		const { error } = await send();
		expect(error?.message).toBe(
			'This was sent, but not to Ben Wu (ben@example.com), also to Ana Lopez (ana@example.com)',
		);
		expect(sent()).toHaveLength(1);
	});

	test('an answer that was lost is found, with both documents', async () => {
		packs.bench.simulator.faults.add({ kind: 'cutAfter', operation: 'sendFormFillerTemplates' });
		const { items, error } = await send();
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.recovered)).toEqual([true, true]);
		expect(sent()).toHaveLength(1);
	});
});

test('the wait goes on when all templates are signed', async () => {
	const { begin, n8n, output, references: waitedFor, settle } = packs.stage;
	const id = await begin(sending({ operation: 'sendAndAwait' }), [{ json: {} }]);
	const [[offer, consent]] = waitedFor(id);
	for (const [reference, who] of [
		[consent, ben],
		[offer, ana],
		[offer, ben],
	] as const) {
		expect(n8n.status(id)).toBe('waiting');
		await packs.bench.simulator.sign(reference, who.email);
		await settle();
	}
	expect(n8n.status(id)).toBe('success');
	const [{ json }] = output(id).items;
	expect(namesOf(json.documents as IDataObject[])).toEqual(['Letter of Offer', 'Consent Form']);
	expect(json).toMatchObject({ status: 'completed', finished: true });
});
