/**
 * Several forms in one send: `Forms` is a list, and the vendor's samples send two as one package (docs/api/API.md
 * sections 5.5 and 12.3). Who signs what is said by the roles of section 6 (FormDirectInvitee.SignerType).
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { getFormRoles } from '../../nodes/SecuredSigning/pickers/loadOptions';
import { editorContext } from './editor.cts';
import { execute } from './executions.cts';
import { usePacks } from './packs.cts';
import { ana, ben, byReference, inDays } from './samples.cts';

const packs = usePacks('form');

const cleo = { firstName: 'Cleo', lastName: 'Ng', email: 'cleo@example.com' };
const employee = { ...ana, signerType: 'Employee' };
const employer = { ...ben, signerType: 'Employer' };
const form = (name: string) => byReference(packs.references[name]);
const formsOf = (...names: string[]): INodeParameters => ({
	form: form(names[0]),
	additionalForms: { form: names.slice(1).map((name) => ({ form: form(name) })) },
});
/** A contract and the tax form that comes with it, each for an employee and an employer. */
const pack = () => formsOf('Employment Agreement', 'Tax Declaration');
const sending = (parameters: object): INodeParameters => ({
	...{ resource: 'form', operation: 'send', dueDate: inDays(20) },
	signers: { signer: [employee, employer] },
	...pack(),
	...parameters,
});
const send = async (parameters: object = {}) => await packs.bench.run(sending(parameters));

interface SentForm extends IDataObject {
	Name: string;
	Signers: IDataObject[];
}
const sent = () =>
	packs.bench.simulator.requests
		.filter(({ operationId }) => operationId?.startsWith('sendForms'))
		.map(({ body }) => (body as unknown as { Forms: SentForm[] }).Forms);
/** Who signs what, as it went out. */
const invited = () =>
	sent()[0].map(({ Name, Signers }) => [
		Name,
		...Signers.filter(({ Optional }) => Optional !== true).map(
			({ SignerType, Email }) => `${SignerType as string} ${Email as string}`,
		),
	]);
/** The simulator names a document after its form. */
const namesOf = (items: Array<{ json: IDataObject }>) =>
	items.map(({ json }) => (json.name as string).replace('.pdf', ''));
const AGREEMENT = ['Employment Agreement', 'Employee ana@example.com', 'Employer ben@example.com'];
const TAX = ['Tax Declaration', 'Employee ana@example.com', 'Employer ben@example.com'];

describe('what goes out', () => {
	test('two forms in one request, in their order, to the same people, as one package', async () => {
		const { items, error } = await send({ options: { clientReference: 'hire-7' } });
		expect(error).toBeUndefined();
		expect(sent()).toHaveLength(1);
		expect(invited()).toEqual([AGREEMENT, TAX]);
		expect(sent()[0].map(({ ClientReference }) => ClientReference)).toEqual(['hire-7', 'hire-7']);
		expect(namesOf(items)).toEqual(['Employment Agreement', 'Tax Declaration']);
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

describe('what is refused before anything is sent', () => {
	test.each<[string, () => object, RegExp]>([
		[
			'the same form twice',
			() => formsOf('Tax Declaration', 'Tax Declaration'),
			/^The same form is chosen twice/,
		],
		[
			'a row without a form',
			() => ({ additionalForms: { form: [{ form: byReference('={{ "" }}') }] } }),
			/^'Form' of additional form 1 is empty/,
		],
		[
			'a role of the second form that nobody fills',
			() => ({
				...formsOf('Confidentiality Undertaking', 'Tax Declaration'),
				signers: { signer: [{ ...cleo, signerType: 'Recipient' }, employee] },
			}),
			/^No signer for the role "Employer" of the form "Tax Declaration"/,
		],
		[
			'somebody with a role that no form has',
			() => ({ signers: { signer: [employee, employer, { ...cleo, signerType: 'Witness' }] } }),
			/^None of the forms has a role for Signer 3 with the role "Witness"/,
		],
		[
			'somebody for whom no place is left',
			() => ({ signers: { signer: [employee, employer, cleo] } }),
			/for Signer 3/,
		],
		[
			'somebody with a role that one form does not have',
			() => ({
				...formsOf('Tax Declaration', 'Confidentiality Undertaking'),
				signers: {
					signer: [
						employee,
						employer,
						{
							...cleo,
							signerType: 'Recipient',
							details: { onlyInForm: form('Tax Declaration') },
						},
					],
				},
			}),
			/^The form "Tax Declaration" has no role for Signer 3 with the role "Recipient"/,
		],
		[
			'somebody for a form that is not sent',
			() => ({
				signers: {
					signer: [
						employee,
						{ ...employer, details: { onlyInForm: form('Confidentiality Undertaking') } },
					],
				},
			}),
			/^Signer 2 has a form in 'Only in Form' that is not part of this send/,
		],
		[
			'a prefill that declares a document type',
			() => ({
				additionalForms: {
					form: [{ form: form('Tax Declaration'), details: { xmlData: '<!DOCTYPE x>' } }],
				},
			}),
			/^'Prefill \(XML\)' of additional form 1 declares a document type/,
		],
		[
			'more documents than may go out',
			() => ({ options: { sendingLimits: { limits: { maxDocuments: 1 } } } }),
			/^This would send 2 documents/,
		],
		[
			'more people than may sign, counted once',
			() => ({ options: { sendingLimits: { limits: { maxSigners: 1 } } } }),
			/^2 people would sign/,
		],
		[
			'a prefill of the second form that makes a Smart Tag, where people are limited',
			() => ({
				additionalForms: {
					form: [{ form: form('Tax Declaration'), details: { xmlData: '<a>[!Sign.1.F]</a>' } }],
				},
				options: { sendingLimits: { limits: { maxSigners: 9 } } },
			}),
			/^The value of "Prefill \(XML\)" contains a Smart Tag/,
		],
	])('%s', async (_what, parameters, message) => {
		const { error } = await send(parameters());
		expect(error?.message).toMatch(message);
		expect(error?.context?.itemIndex).toBe(0);
		expect(sent()).toEqual([]);
	});

	test.each([
		['one person signs all', [{ ...ana }], true],
		['of two people, nobody knows which', [ana, ben], false],
	])('a form whose signer has no role: %s', async (_what, signer, isSent) => {
		packs.bench.simulator.faults.spoil((answer, { operationId }) =>
			operationId === 'getSingleForm'
				? { ...(answer as object), Signers: [{ FirstName: '', LastName: '', Email: '' }] }
				: answer,
		);
		const { error } = await send({ signers: { signer } });
		// The simulator wants the roles of its own forms: what counts here is whether anything left.
		expect(sent()).toHaveLength(isSent ? 1 : 0);
		if (!isSent) expect(error?.message).toMatch(/^A signer of the form "Employment Agreement" has/);
	});
});

describe('what became of it', () => {
	type Documents = { Documents: Array<{ Signers: IDataObject[]; Reference: string }> };
	const spoilAnswer = (change: (documents: Documents['Documents']) => unknown[]) =>
		packs.bench.simulator.faults.spoil((answer, { operationId }) =>
			operationId === 'sendForms2'
				? { ...(answer as object), Documents: change((answer as Documents).Documents) }
				: answer,
		);

	test('of an answer that names one of two, the other is looked up', async () => {
		spoilAnswer((documents) => documents.slice(0, 1));
		const { items, error } = await send();
		expect(error).toBeUndefined();
		expect(namesOf(items)).toEqual(['Employment Agreement', 'Tax Declaration']);
		expect(sent()).toHaveLength(1);
	});

	test('an answer in another order is the same', async () => {
		const details = { onlyInForm: form('Tax Declaration') };
		spoilAnswer((documents) => documents.reverse());
		const { items, error } = await send({
			signers: { signer: [employee, employer, { ...cleo, signerType: 'Employer', details }] },
		});
		expect(error).toBeUndefined();
		expect(namesOf(items)).toEqual(['Tax Declaration', 'Employment Agreement']);
	});

	test('somebody whom one of the documents does not name is told, though the other one does', async () => {
		const leaveOutBen = <T extends { Signers: IDataObject[] }>(document: T): T => ({
			...document,
			Signers: document.Signers.filter(({ Email }) => Email !== ben.email),
		});
		packs.bench.simulator.faults.spoil((answer, { operationId }) => {
			if (operationId === 'sendForms2') {
				const { Documents } = answer as Documents;
				return { ...(answer as object), Documents: [Documents[0], leaveOutBen(Documents[1])] };
			}
			const { Name } = answer as { Name?: string };
			return operationId === 'getDocumentStatus' && Name === 'Tax Declaration.pdf'
				? leaveOutBen(answer as { Signers: IDataObject[] })
				: answer;
		});
		const { error } = await send();
		expect(error?.message).toBe('This was sent, but not to Ben Wu (ben@example.com)');
		expect(sent()).toHaveLength(1);
	});

	test('an answer that was lost is found, with both documents', async () => {
		packs.bench.simulator.faults.add({ kind: 'cutAfter', operation: 'sendForms2' });
		const { items, error } = await send();
		expect(error).toBeUndefined();
		expect(namesOf(items)).toEqual(['Employment Agreement', 'Tax Declaration']);
		expect(items.map(({ json }) => json.recovered)).toEqual([true, true]);
		expect(sent()).toHaveLength(1);
	});

	test('of a lost answer, one document that no list shows yet is not passed over', async () => {
		packs.bench.simulator.faults.add({ kind: 'cutAfter', operation: 'sendForms2' });
		const before = new Set(packs.bench.simulator.documents().map(({ reference }) => reference));
		packs.bench.simulator.faults.spoil((answer) =>
			Array.isArray(answer)
				? answer.filter(
						({ Name, Reference }: { Name: string; Reference: string }) =>
							Name !== 'Tax Declaration.pdf' || before.has(Reference),
					)
				: answer,
		);
		const { error } = await send();
		expect(error?.message).toBe('Only 1 of 2 documents of this send were found');
		expect(sent()).toHaveLength(1);
	});

	test('sent once per reference, the second run sends nothing', async () => {
		const options = { clientReference: 'hire-8', oncePerClientReference: true };
		await send({ options });
		const { items, error } = await send({ options });
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.recovered)).toEqual([true, true]);
		expect(sent()).toHaveLength(1);
		const other = await send({
			...formsOf('Employment Agreement', 'Confidentiality Undertaking'),
			signers: { signer: [employee, employer, { ...cleo, signerType: 'Recipient' }] },
			options,
		});
		expect(other.error?.message).toMatch(/^This was sent, but /);
		expect(sent()).toHaveLength(1);
	});

	describe('sent once per reference, and asked for with the people of both forms exchanged', () => {
		const dan = { firstName: 'Dan', lastName: 'Fox', email: 'dan@example.com' };
		const peopleOf = (name: string, ...people: object[]) =>
			people.map((person, at) => ({
				...person,
				signerType: ['Employee', 'Employer'][at],
				details: { onlyInForm: form(name) },
			}));
		const arranged = (agreement: object[], tax: object[], clientReference: string) => ({
			signers: {
				signer: [
					...peopleOf('Employment Agreement', ...agreement),
					...peopleOf('Tax Declaration', ...tax),
				],
			},
			options: { clientReference, oncePerClientReference: true },
		});

		test.each(['in this process', 'after a restart'])('%s', async (where) => {
			const reference = `exchanged-${where}`;
			await send(arranged([ana, ben], [cleo, dan], reference));
			const again = async () => {
				const { error } = await send(arranged([cleo, dan], [ana, ben], reference));
				expect(error?.message).toMatch(
					/^This was sent, but the documents have each other's signers/,
				);
				expect(error?.message).toContain(
					'“Employment Agreement.pdf” goes to Ana Lopez (ana@example.com) as Employee and Ben Wu',
				);
			};
			await (where === 'in this process' ? again() : packs.stage.restarted(again));
			expect(sent()).toHaveLength(1);
		});

		test('where the names of the documents do not tell, nothing is said of it', async () => {
			packs.bench.simulator.faults.spoil((answer) =>
				JSON.parse(
					JSON.stringify(answer).replace(
						/"(Employment Agreement|Tax Declaration)\.pdf"/g,
						'"Forms.pdf"',
					),
				),
			);
			await send(arranged([ana, ben], [cleo, dan], 'nameless'));
			await packs.stage.restarted(async () => {
				const { items, error } = await send(arranged([cleo, dan], [ana, ben], 'nameless'));
				expect(error).toBeUndefined();
				expect(items.map(({ json }) => json.recovered)).toEqual([true, true]);
			});
			expect(sent()).toHaveLength(1);
		});
	});

	test('an answer that has the names of two documents exchanged is told', async () => {
		const details = { onlyInForm: form('Tax Declaration') };
		packs.bench.simulator.faults.spoil((answer, { operationId }) => {
			const swapped = (name: unknown) =>
				({
					'Employment Agreement.pdf': 'Tax Declaration.pdf',
					'Tax Declaration.pdf': 'Employment Agreement.pdf',
				})[String(name)] ?? name;
			if (operationId === 'getDocumentStatus') {
				return { ...(answer as IDataObject), Name: swapped((answer as IDataObject).Name) };
			}
			if (operationId !== 'sendForms2') return answer;
			const { Documents } = answer as { Documents: IDataObject[] };
			return {
				...(answer as object),
				Documents: Documents.map((own) => ({ ...own, Name: swapped(own.Name) })),
			};
		});
		const { error } = await send({
			signers: { signer: [employee, employer, { ...cleo, signerType: 'Employer', details }] },
		});
		expect(error?.message).toMatch(
			/each other's signers: .*“Tax Declaration.pdf” goes to [^;]*ben@example.com/,
		);
	});

	test.each<[string, string[]]>([
		['the second form alone', ['Tax Declaration']],
		['the first form alone', ['Employment Agreement']],
	])('under the reference of a lost answer, %s is another order', async (_what, names) => {
		const options = { clientReference: `lag-${names[0]}`, oncePerClientReference: true };
		packs.bench.simulator.faults.add({ kind: 'cutAfter', operation: 'sendForms2' });
		packs.bench.simulator.faults.spoil((answer) =>
			Array.isArray(answer)
				? answer.filter(
						(own: IDataObject) =>
							own.Name !== 'Tax Declaration.pdf' || own.ClientReference !== options.clientReference,
					)
				: answer,
		);
		const first = await send({ options });
		expect(first.error?.message).toBe('Only 1 of 2 documents of this send were found');
		const { error } = await send({ ...formsOf(...names), options });
		expect(error?.message).toMatch(/^This was sent, but with other values: .*Additional Forms/);
		expect(error?.description).toContain('under another client reference');
		expect(sent()).toHaveLength(1);
	});

	test('a try of n8n after one that could not be looked up finds both, and sends nothing', async () => {
		packs.bench.simulator.faults.add({ kind: 'cutAfter', operation: 'sendForms2' });
		packs.bench.simulator.faults.add({ kind: 'unauthorized', operation: 'getActiveDocuments' });
		const node = { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 };
		const { items, error } = await execute(packs.bench, sending({}), { node });
		expect(error).toBeUndefined();
		expect(namesOf(items)).toEqual(['Employment Agreement', 'Tax Declaration']);
		expect(sent()).toHaveLength(1);
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
	expect(namesOf(signed.map((document) => ({ json: document })))).toEqual([
		'Employment Agreement',
		'Tax Declaration',
	]);
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
