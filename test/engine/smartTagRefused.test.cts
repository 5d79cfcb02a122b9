/** Smart Tag > Send: what is refused before anything is sent, and what the service refuses. */
import { NO_DUE_DATE, PAST_DUE_DATE } from '../../nodes/SecuredSigning/fields/dueDate.ts';
import { NO_SIGNER } from '../../nodes/SecuredSigning/fields/signerRows.ts';
import { toldOn } from '../harness/told.cts';
import type { Bench } from './node.cts';
import { ana, ben, byReference, dataFile, documentList } from './samples.cts';
import { base, useSmartTags } from './smartTagSends.cts';

let bench: Bench;
const { pdf, send } = useSmartTags((own) => ({ bench } = own));

describe('nothing is sent, and the message says why', () => {
	const signer = (values: object) => ({ signers: { signer: [ana, { ...ben, ...values }] } });

	test.each<[string, object, RegExp | string]>([
		['no signer', { signers: {} }, NO_SIGNER],
		['a signer without email', signer({ email: "={{ '' }}" }), /Signer 2 has no email/],
		['a wrong email', signer({ email: 'ben@example' }), /email address of Signer 2.*"ben@example"/],
		['two emails in one', signer({ email: 'a@example.com, b@example.com' }), /email address/],
		['no first name', signer({ firstName: ' ' }), /Signer 2 has no first name/],
		['no last name', signer({ lastName: '={{ undefined }}' }), /Signer 2 has no last name/],
		[
			'letters in a mobile number',
			signer({ details: { mobileCountry: '64', mobileNumber: '021-HELLO' } }),
			/mobile number of Signer 2/,
		],
		[
			'a country code in the number',
			signer({ details: { mobileCountry: '64', mobileNumber: '+64 21 1234567' } }),
			/mobile number of Signer 2/,
		],
		[
			'a number without its country',
			signer({ details: { mobileNumber: '0211234567' } }),
			/Signer 2 has no valid country code/,
		],
		[
			'a country without a number',
			signer({ details: { mobileCountry: '64' } }),
			/mobile number of Signer 2/,
		],
		[
			'a wrong return address',
			signer({ details: { returnUrl: 'thanks' } }),
			/Return URL of Signer 2/,
		],
		[
			'a wrong JSON list',
			{ signersFrom: 'json', signersJson: '{"email":"a@example.com"}' },
			/not a list of signers/,
		],
		['an empty JSON list', { signersFrom: 'json', signersJson: '[]' }, NO_SIGNER],
		['no due date', { dueDate: '={{ null }}', dueInDays: '={{ null }}' }, NO_DUE_DATE],
		['a due date in the past', { dueDate: '2020-01-01' }, PAST_DUE_DATE],
		['a due date that reads two ways', { dueDate: '02/03/2030' }, /'Due Date' is not a date/],
		['a day that does not exist', { dueDate: '2030-02-31' }, /'Due Date' is not a date/],
		['a due date that is none', { dueDate: 'next week' }, /'Due Date' is not a date/],
		[
			'a wrong notify address',
			{ options: { notifyUrl: 'ftp://example.com' } },
			/'Notify URL' is not a web address/,
		],
		[
			'a person to share with, without email',
			{ options: { shareUsers: { user: [{ firstName: 'C', lastName: 'N', email: '' }] } } },
			/Person 1 of Share With has no email/,
		],
		['no document', { documentsFrom: 'documents', documents: {} }, /There is no document to send/],
		[
			'a document twice',
			{ documentsFrom: 'documents', documents: documentList('1', '1') },
			/twice/,
		],
		['no field name', { binaryPropertyName: ' , ' }, /Input Data Field Name/],
		['a field named twice', { binaryPropertyName: 'data, data' }, /“data” is named twice/],
		['a field without a file', { binaryPropertyName: 'other' }, /other/],
	])('%s', async (_what, parameters, message) => {
		const { error, items } = await send(parameters);
		expect(items).toEqual([]);
		expect(error?.message).toMatch(message);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});

	test('a file of a type that the service does not take stops the send before the first upload', async () => {
		const good = (await pdf()).binary!.data;
		const bad = (await bench.file(Buffer.from('PNG'), 'photo.png', 'image/png')).binary!.data;
		const { error } = await bench.run(
			{ ...base(), binaryPropertyName: 'good,bad' },
			{ items: [{ json: {}, binary: { good, bad } }] },
		);
		expect(error?.message).toMatch(/does not accept files like “photo.png”/);
		expect(bench.simulator.requests).toEqual([]);
	});
});

test("the service's refusal is told in its own words", async () => {
	const { error } = await bench.run(
		{ ...base(), options: { checkFirst: false } },
		{ items: [await bench.file(dataFile('no-tags.pdf'), 'no-tags.pdf')] },
	);
	expect(error?.message).toMatch(new RegExp(`${toldOn(400)}: “.*tag.*”`, 'i'));
	expect(error?.httpCode).toBe('400');
});

test('a send that stops half-way names the files that are uploaded already', async () => {
	for (const operation of ['sendSmartTag2', 'uploadDocument'] as const) {
		const { data } = (await pdf()).binary!;
		// The first upload goes through, then the second upload or the send does not.
		const uploads = operation === 'uploadDocument' ? 'data,again' : 'data';
		const before = bench.simulator.documents().length;
		const run = bench.run(
			{ ...base(), binaryPropertyName: uploads },
			{ items: [{ json: {}, binary: { data, again: { ...data, fileName: 'again.pdf' } } }] },
		);
		if (operation === 'sendSmartTag2') {
			bench.simulator.faults.add({ kind: 'planExhausted', operation });
		} else {
			bench.simulator.account.DocumentLeft = 1;
		}
		const { error } = await run;
		bench.simulator.account.DocumentLeft = 1000;
		const uploaded = bench.simulator.documents().slice(before);
		expect(uploaded).toHaveLength(1);
		expect(error?.message).toMatch(toldOn(426));
		expect(error?.description).toContain(`Uploaded for it: ${uploaded[0].reference}.`);
	}
});

test('a template that does not exist is refused by the service', async () => {
	const { error } = await send({ options: { invitationEmailTemplate: byReference('12345') } });
	expect(error?.message).toMatch(/template/i);
});
