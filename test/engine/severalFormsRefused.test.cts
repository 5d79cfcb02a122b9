/** Several forms in one send: what is refused before anything is sent. */
import { employee, employer, useFormPacks } from './formPacks.cts';
import { ana, ben, byReference, cleo } from './samples.cts';

const { packs, form, formsOf, send, sent } = useFormPacks();

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
		if (!isSent)
			expect(error?.message).toMatch(
				/^In Secured Signing, the form "Employment Agreement" has a signer/,
			);
	});
});
