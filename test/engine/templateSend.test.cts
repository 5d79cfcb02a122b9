/** Template > Send: who signs, what is refused, and what becomes of the answer. */
import type { IDataObject, ResourceMapperField } from 'n8n-workflow';

import { PAST_DUE_DATE } from '../../nodes/SecuredSigning/fields/dueDate.ts';
import { NO_SIGNER } from '../../nodes/SecuredSigning/fields/signerRows.ts';
import { startBetween } from './between.cts';
import type { Bench } from './node.cts';
import { ana, ben, both, byReference, inDays } from './samples.cts';
import { useTemplates } from './templateSends.cts';

let bench: Bench;
let references: Record<string, string>;
let schema: ResourceMapperField[];
const { operations, mapped, send, sent, valuesOf } = useTemplates(
	(own) => ({ bench, references, schema } = own),
);

describe('send', () => {
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

	test.each<[string, object, RegExp | string]>([
		['nobody', { signers: {} }, NO_SIGNER],
		[
			'a wrong email',
			{ signers: { signer: [ana, { ...ben, email: 'ben' }] } },
			/email address of Signer 2/,
		],
		['a due date in the past', { dueDate: '2020-01-01' }, PAST_DUE_DATE],
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
		const template = byReference(references['Letter of Offer']);
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
				template: byReference(references['Consent Form']),
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
