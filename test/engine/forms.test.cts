import { PAST_DUE_DATE } from '../../nodes/SecuredSigning/fields/dueDate.ts';
import { NO_SIGNER } from '../../nodes/SecuredSigning/fields/signerRows.ts';
import { UNCONFIRMED } from '../../nodes/SecuredSigning/send/recovered.ts';
import { toldOn } from '../harness/told.cts';
import { useForms } from './forms.cts';
import type { Bench } from './node.cts';
import { ana, ben, byReference, inDays } from './samples.cts';

let bench: Bench;
let forms: Array<{ Name: string; Reference: string; Signers: Array<{ SignerType: string }> }>;
const { formOf, send } = useForms((own) => ({ bench, forms } = own));

const sentForm = () => {
	const request = bench.simulator.requests.find(({ operationId }) =>
		operationId?.startsWith('sendForms'),
	);
	return request?.body as { Forms: Array<Record<string, unknown>> } & Record<string, unknown>;
};
const employee = { ...ana, signerType: 'employee' };
const employer = { ...ben, signerType: 'Employer' };

test('get many lists the forms with the signers they ask for', () => {
	expect(forms.map(({ Name }) => Name)).toEqual(
		expect.arrayContaining(['Employment Agreement', 'Confidentiality Undertaking']),
	);
	expect(formOf('Employment Agreement').Signers.map(({ SignerType }) => SignerType)).toEqual([
		'Employee',
		'Employer',
	]);
});

test('get many stops at the limit', async () => {
	const { items } = await bench.run({
		resource: 'form',
		operation: 'getAll',
		simplify: false,
		limit: 1,
	});
	expect(items).toHaveLength(1);
});

test('get gives one form', async () => {
	const { items } = await bench.run({
		resource: 'form',
		operation: 'get',
		simplify: false,
		form: byReference(formOf('Tax Declaration').Reference),
	});
	expect(items[0].json).toMatchObject({ Name: 'Tax Declaration' });
});

test('get of a form that does not exist', async () => {
	const { error } = await bench.run({
		resource: 'form',
		operation: 'get',
		simplify: false,
		form: byReference('1'),
	});
	expect(error?.message).toMatch(`${toldOn(404)}: “Form not found`);
});

test('get without a form', async () => {
	const { error } = await bench.run({
		resource: 'form',
		operation: 'get',
		simplify: false,
		form: byReference('={{ "" }}'),
	});
	expect(error?.message).toMatch(/'Form' is empty/);
	expect(bench.simulator.requests).toEqual([]);
});

describe('send', () => {
	test('people go into their roles, in whatever order they are given', async () => {
		const { items, error } = await send('Employment Agreement', {
			signers: { signer: [employer, employee] },
			dueDate: inDays(20),
			options: {
				clientReference: 'hire-1',
				embedded: true,
				returnUrl: 'https://www.example.com/thanks',
				notifyUrl: 'http://127.0.0.1:9/notify',
				xmlData: '<form/>',
				listItems: { item: [{ clientField: 'hours', item: 'Full time', value: 'FT' }] },
			},
		});
		expect(error).toBeUndefined();
		expect(bench.simulator.requests.map(({ operationId }) => operationId)).toEqual([
			'getSingleForm',
			// How late a due date may be.
			'getAccountInfo',
			'sendForms2',
		]);
		expect(sentForm()).toMatchObject({
			GMT: '0',
			DueDate: expect.stringMatching(/Z$/),
			ListItems: [{ ClientField: 'hours', Item: 'Full time', Value: 'FT' }],
			Forms: [
				{
					Name: 'Employment Agreement',
					EmbedForm: true,
					ReturnUrl: 'https://www.example.com/thanks',
					NotifyUrl: 'http://127.0.0.1:9/notify',
					XMLData: '<form/>',
					ClientReference: 'hire-1',
					Signers: [
						{ SignerType: 'Employee', Email: 'ana@example.com' },
						{ SignerType: 'Employer', Email: 'ben@example.com' },
					],
				},
			],
		});
		expect(items[0].json).toMatchObject({ status: 'inProgress', signerCount: 2 });
	});

	test('somebody without a role does not take the role of another', async () => {
		const { error } = await send('Employment Agreement', { signers: { signer: [ben, employee] } });
		expect(error).toBeUndefined();
		expect(sentForm().Forms[0].Signers).toMatchObject([
			{ SignerType: 'Employee', Email: 'ana@example.com' },
			{ SignerType: 'Employer', Email: 'ben@example.com' },
		]);
	});

	test('what is set for one signer is sent for this one', async () => {
		const details = {
			clientReference: 'person-1',
			isFaceToFaceSigning: true,
			mobileCountry: '64',
			mobileNumber: '0211234567',
			shareUsers: { user: [{ firstName: 'Cleo', lastName: 'Ng', email: 'cleo@example.com' }] },
			videoConfirmation: true,
		};
		const { error } = await send('Tax Declaration', {
			signers: { signer: [{ ...ana, details }, ben] },
		});
		expect(error).toBeUndefined();
		const [first, second] = sentForm().Forms[0].Signers as Array<Record<string, unknown>>;
		expect(first).toMatchObject({
			ClientReference: 'person-1',
			EnabledFaceToFaceSigning: true,
			MobileCountry: '64',
			MobileNumber: '0211234567',
			ShareUsers: [{ FirstName: 'Cleo', LastName: 'Ng', Email: 'cleo@example.com' }],
			VideoConfirmation: true,
		});
		expect(second).not.toHaveProperty('VideoConfirmation');
	});

	// docs/api/API.md sections 6 (FormDirectInvitee, AuthInfo) and 12.9.
	test('somebody without a mobile phone is identified by data', async () => {
		const question = [
			{ label: 'Date of birth', dataType: 'date', value: '1990-01-31' },
			{ label: 'Staff number', value: '0042' },
			{ label: 'Private email', dataType: 'email', value: 'ana.l@example.org' },
		];
		const { error } = await send('Tax Declaration', {
			signers: { signer: [{ ...ana, details: { idData: { question } } }, ben] },
		});
		expect(error).toBeUndefined();
		const [first, second] = sentForm().Forms[0].Signers as Array<Record<string, unknown>>;
		expect(first).toMatchObject({
			UseIDData: true,
			IDData: [
				{ Label: 'Date of birth', Value: '1990-01-31', DataType: 'date' },
				{ Label: 'Staff number', Value: '0042', DataType: 'text' },
				{ Label: 'Private email', Value: 'ana.l@example.org', DataType: 'email' },
			],
		});
		expect(Object.keys(second)).not.toEqual(expect.arrayContaining(['UseIDData']));
		expect(Object.keys(second)).not.toEqual(expect.arrayContaining(['IDData']));
	});

	test.each<[string, object, RegExp]>([
		['no answer', { label: 'Born', dataType: 'date', value: '' }, /^The answer of question 1 in/],
		[
			'no label',
			{ label: '', value: '7' },
			/^The label of question 1 in 'Identity Data' of Signer 1/,
		],
		['no date', { label: 'Born', dataType: 'date', value: '31/01/1990' }, /is not a date/],
		['no address', { label: 'Email', dataType: 'email', value: 'ana' }, /is not an email address/],
		['an expression that gives nothing', { label: 'Born', value: '={{ "" }}' }, /is empty/],
	])('%s among these data is refused, and nothing is sent', async (_what, row, message) => {
		const { error } = await send('Tax Declaration', {
			signers: { signer: [{ ...ana, details: { idData: { question: [row] } } }, ben] },
		});
		expect(error?.message).toMatch(message);
		expect(bench.simulator.requests).toEqual([]);
	});

	test('without roles, in the order of the form', async () => {
		const { error } = await send('Employment Agreement', { signers: { signer: [ana, ben] } });
		expect(error).toBeUndefined();
		expect(sentForm().Forms[0].Signers).toMatchObject([
			{ SignerType: 'Employee', Email: 'ana@example.com' },
			{ SignerType: 'Employer', Email: 'ben@example.com' },
		]);
	});

	test('a form that comes with nulls goes back without them', async () => {
		bench.simulator.readings.nullFields = 'null';
		const { error } = await send('Tax Declaration', { signers: { signer: [ana, ben] } });
		bench.simulator.readings.nullFields = 'omitted';
		expect(error).toBeUndefined();
		expect(JSON.stringify(sentForm())).not.toContain('null');
	});

	test.each(['asNamed', 'swapped'] as const)(
		'either shape of the answer is taken (%s)',
		async (sendFormsAnswer) => {
			bench.simulator.readings.sendFormsAnswer = sendFormsAnswer;
			for (const sendAs of ['package', 'documents']) {
				const { items, error } = await send('Tax Declaration', {
					signers: { signer: [ana, ben] },
					options: { sendAs },
				});
				expect(error).toBeUndefined();
				expect(items).toHaveLength(1);
				expect(items[0].json).toMatchObject({ documentReference: expect.any(String) });
			}
			bench.simulator.readings.sendFormsAnswer = 'asNamed';
		},
	);

	test.each<[string, object, RegExp | string]>([
		['nobody', { signers: {} }, NO_SIGNER],
		['somebody missing', { signers: { signer: [employee] } }, /No signer for the role "Employer"/],
		['somebody too many', { signers: { signer: [ana, ben, ana] } }, /no role for Signer 3/],
		[
			'an unknown role',
			{ signers: { signer: [{ ...ana, signerType: 'Witness' }, ben] } },
			/no role for Signer 1 with the role "Witness"/,
		],
		[
			'the same role twice',
			{ signers: { signer: [employee, employee] } },
			/no role for Signer 2 with the role "employee"/,
		],
		[
			'a wrong email',
			{ signers: { signer: [ana, { ...ben, email: 'ben' }] } },
			/email address of Signer 2/,
		],
		[
			'a due date in the past',
			{ signers: { signer: [ana, ben] }, dueDate: '2020-01-01' },
			PAST_DUE_DATE,
		],
	])('refuses %s, and sends nothing', async (_what, parameters, message) => {
		const { error } = await send('Employment Agreement', parameters);
		expect(error?.message).toMatch(message);
		expect(error?.context?.itemIndex).toBe(0);
		expect(sentForm()).toBeUndefined();
	});

	test.each([
		['somebody else', { FirstName: 'Eve', LastName: 'Moss', Email: 'eve@example.com' }, undefined],
		['the same person', { FirstName: 'Ana', LastName: 'Lopez', Email: ana.email }, '0211111111'],
		['nobody', {}, '0211111111'],
	])('a form that keeps %s in a role, with a number', async (_who, person, number) => {
		bench.simulator.faults.spoil((answer, { operationId }) => {
			if (operationId !== 'getSingleForm') return answer;
			const form = answer as { Signers: object[] };
			const [first, ...others] = form.Signers;
			const kept = { ...first, ...person, MobileNumber: '0211111111', MobileCountry: '64' };
			return { ...form, Signers: [kept, ...others] };
		});
		const { error } = await send('Tax Declaration', { signers: { signer: [ana, ben] } });
		bench.simulator.faults.clear();
		expect(error).toBeUndefined();
		const [{ Signers }] = sentForm().Forms;
		const [signer] = Signers as Array<Record<string, unknown>>;
		expect(signer).toMatchObject({ FirstName: 'Ana', Email: ana.email });
		expect(signer.MobileNumber).toBe(number);
	});

	test.each(['****4567', 'XXXXXX4567', '…4567', '4567'])(
		'a form that shows %s of the number that it keeps of the same person',
		async (MobileNumber) => {
			bench.simulator.faults.spoil((answer, { operationId }) => {
				if (operationId !== 'getSingleForm') return answer;
				const form = answer as { Signers: object[] };
				const [first, ...others] = form.Signers;
				const kept = { Email: ana.email, MobileNumber, MobileCountry: '64' };
				return { ...form, Signers: [{ ...first, ...kept }, ...others] };
			});
			const masked = await send('Tax Declaration', { signers: { signer: [ana, ben] } });
			expect(masked.error?.message).toBe(
				`The form "Tax Declaration" does not show the whole 'Mobile Number' of Signer 1`,
			);
			expect(masked.error?.description).toMatch(/Nothing was sent\.$/);
			expect(sentForm()).toBeUndefined();
			const details = { mobileCountry: '64', mobileNumber: '0211234567' };
			const whole = await send('Tax Declaration', {
				signers: { signer: [{ ...ana, details }, ben] },
			});
			bench.simulator.faults.clear();
			expect(whole.error).toBeUndefined();
			const [signer] = sentForm().Forms[0].Signers as Array<Record<string, unknown>>;
			expect(signer.MobileNumber).toBe('0211234567');
		},
	);

	test('a send that the account may not pay for', async () => {
		bench.simulator.faults.add({ kind: 'paymentRequired', operation: 'sendForms2' });
		const { error } = await send('Tax Declaration', { signers: { signer: [ana, ben] } });
		expect(error?.message).toBe(UNCONFIRMED);
		expect(error?.description).toMatch(new RegExp(`${toldOn(402)}.*Settle the account`));
	});
});
