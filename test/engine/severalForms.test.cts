/**
 * Several forms in one send: `Forms` is a list, and the vendor's samples send two as one package (docs/api/API.md
 * sections 5.5 and 12.3). Who signs what is said by the roles of section 6 (FormDirectInvitee.SignerType).
 */
import type { IDataObject } from 'n8n-workflow';

import { getFormRoles } from '../../nodes/SecuredSigning/pickers/loadOptions';
import { editorContext } from './editor.cts';
import { employee, employer, useFormPacks } from './formPacks.cts';
import { namesOf } from './packs.cts';
import { ana, ben, cleo } from './samples.cts';

const { packs, form, formsOf, pack, sending, send, sent } = useFormPacks();

/** Who signs what, as it went out. */
const invited = () =>
	sent()[0].map(({ Name, Signers }) => [
		Name,
		...Signers.filter(({ Optional }) => Optional !== true).map(
			({ SignerType, Email }) => `${SignerType as string} ${Email as string}`,
		),
	]);
const AGREEMENT = ['Employment Agreement', 'Employee ana@example.com', 'Employer ben@example.com'];
const TAX = ['Tax Declaration', 'Employee ana@example.com', 'Employer ben@example.com'];

describe('what goes out', () => {
	test('two forms in one request, in their order, to the same people, as one package', async () => {
		const { items, error } = await send({ options: { clientReference: 'hire-7' } });
		expect(error).toBeUndefined();
		expect(sent()).toHaveLength(1);
		expect(invited()).toEqual([AGREEMENT, TAX]);
		expect(sent()[0].map(({ ClientReference }) => ClientReference)).toEqual(['hire-7', 'hire-7']);
		expect(namesOf(items.map(({ json }) => json))).toEqual([
			'Employment Agreement',
			'Tax Declaration',
		]);
		const packages = new Set(items.map(({ json }) => json.packageReference));
		expect([...packages]).toEqual([expect.stringMatching(/^\d+$/)]);
		expect(items.map(({ json, pairedItem }) => [json.signerCount, pairedItem])).toEqual([
			[2, { item: 0 }],
			[2, { item: 0 }],
		]);
	});

	test.each<[string, object[], string[][]]>([
		['in any order of the rows', [employer, employee], [AGREEMENT, TAX]],
		['without roles, in the order of the forms', [ana, ben], [AGREEMENT, TAX]],
		['one of them without a role', [ben, employee], [AGREEMENT, TAX]],
	])('one person takes the same role in all forms, %s', async (_how, signer, expected) => {
		const { error } = await send({ signers: { signer } });
		expect(error).toBeUndefined();
		expect(invited()).toEqual(expected);
	});

	test('somebody else signs in a role of one form', async () => {
		const details = { onlyInForm: form('Tax Declaration') };
		const { error } = await send({
			signers: { signer: [employee, employer, { ...cleo, signerType: 'employer', details }] },
		});
		expect(error).toBeUndefined();
		expect(invited()).toEqual([
			AGREEMENT,
			['Tax Declaration', 'Employee ana@example.com', 'Employer cleo@example.com'],
		]);
	});

	test('two people who change places from one form to the other', async () => {
		const in1 = { onlyInForm: form('Employment Agreement') };
		const in2 = { onlyInForm: form('Tax Declaration') };
		const { items, error } = await send({
			signers: {
				signer: [
					{ ...employee, details: in1 },
					{ ...employer, details: in1 },
					{ ...ben, signerType: 'Employee', details: in2 },
					{ ...ana, signerType: 'Employer', details: in2 },
				],
			},
		});
		expect(error).toBeUndefined();
		expect(items).toHaveLength(2);
		expect(invited()).toEqual([
			AGREEMENT,
			['Tax Declaration', 'Employee ben@example.com', 'Employer ana@example.com'],
		]);
	});

	test('roles that not all forms have, and an optional one that stays empty', async () => {
		const { error } = await send({
			...formsOf('Tax Declaration', 'Confidentiality Undertaking'),
			signers: { signer: [{ ...cleo, signerType: 'Recipient' }, employee, employer] },
		});
		expect(error).toBeUndefined();
		expect(invited()).toEqual([TAX, ['Confidentiality Undertaking', 'Recipient cleo@example.com']]);
	});

	test('each form has its own prefill', async () => {
		const details = { xmlData: '<tax><TaxNumber>7</TaxNumber></tax>' };
		const { error } = await send({
			additionalForms: { form: [{ form: form('Tax Declaration'), details }] },
			options: { xmlData: '<job><Position>Cook</Position></job>', embedded: true },
		});
		expect(error).toBeUndefined();
		expect(sent()[0].map(({ XMLData, EmbedForm }) => [XMLData, EmbedForm])).toEqual([
			['<job><Position>Cook</Position></job>', true],
			['<tax><TaxNumber>7</TaxNumber></tax>', true],
		]);
	});

	test('each by itself, by the other route', async () => {
		const { items, error } = await send({ options: { sendAs: 'documents' } });
		expect(error).toBeUndefined();
		expect(packs.bench.simulator.requests.at(-1)?.operationId).toBe('sendForms');
		expect(items).toHaveLength(2);
	});

	// What the pages warn of: nobody sees in an empty list that it was filled by an expression.
	test('n8n empties a list that an expression fills as a whole', async () => {
		const { form: rows } = pack().additionalForms as { form: object[] };
		const { error } = await packs.bench.run(sending({ additionalForms: '={{ $json.list }}' }), {
			items: [{ json: { list: { form: rows } as never } }],
		});
		expect(error).toBeUndefined();
		expect(sent()[0]).toHaveLength(1);
	});

	test('an untouched list is none', async () => {
		const { items } = await send({ additionalForms: {} });
		expect(items).toHaveLength(1);
		expect(sent()[0]).toHaveLength(1);
	});
});

test('the wait goes on when all forms are signed', async () => {
	const { begin, n8n, output, references: waitedFor, settle } = packs.stage;
	const id = await begin(sending({ operation: 'sendAndAwait' }), [{ json: {} }]);
	expect(n8n.status(id)).toBe('waiting');
	const [documents] = waitedFor(id);
	expect(documents).toHaveLength(2);
	for (const [at, reference] of documents.entries()) {
		expect(n8n.status(id)).toBe('waiting');
		await packs.bench.simulator.sign(reference, ana.email);
		await settle();
		expect([at, n8n.status(id)]).toEqual([at, 'waiting']);
		await packs.bench.simulator.sign(reference, ben.email);
		await settle();
	}
	expect(n8n.status(id)).toBe('success');
	const [{ json }, ...others] = output(id).items;
	expect(others).toEqual([]);
	expect(json).toMatchObject({ status: 'completed', finished: true });
	const signed = json.documents as IDataObject[];
	expect(namesOf(signed)).toEqual(['Employment Agreement', 'Tax Declaration']);
	expect(signed.map(({ status }) => status)).toEqual(['completed', 'completed']);
	expect(new Set(signed.map(({ packageReference }) => packageReference)).size).toBe(1);
});

test('the editor offers the roles of all forms, each once', async () => {
	const parameters = formsOf(
		'Confidentiality Undertaking',
		'Tax Declaration',
		'Employment Agreement',
	);
	const roles = await getFormRoles.call(editorContext(packs.bench, parameters));
	expect(roles.map(({ name }) => name)).toEqual([
		'(In the Order of the Form)',
		'Recipient',
		'Witness (Optional)',
		'Employee',
		'Employer',
	]);
});
