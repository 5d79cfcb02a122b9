import { startBench, type Bench } from './node.cts';
import { ana, ben, both, byReference, dataFile, documentList, inDays } from './samples.cts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.simulator.requests.length = 0;
	bench.simulator.faults.clear();
});

const pdf = async () =>
	await bench.file(dataFile('confidentiality-agreement.pdf'), 'confidentiality-agreement.pdf');

const base = () => ({
	resource: 'smartTag',
	operation: 'send',
	signers: both,
	dueDate: inDays(10),
});

const send = async (parameters: object, timezone?: string) =>
	await bench.run({ ...base(), ...parameters }, { items: [await pdf()], timezone });

const sendBody = () =>
	bench.simulator.requests.find(({ operationId }) => operationId?.startsWith('sendSmartTag'))
		?.body as Record<string, unknown>;

async function firstReference(resource: string, operation: string): Promise<string> {
	const { Reference } = (await api(resource, operation))[0];
	return Reference as string;
}

async function api(method: string, folder: string): Promise<Array<Record<string, unknown>>> {
	const { SecuredSigningApi } = await import('../../credentials/SecuredSigningApi.credentials');
	const url = `${bench.simulator.url}/${method}/${folder}`;
	const { headers } = await new SecuredSigningApi().authenticate(bench.simulator.credential, {
		url,
	});
	const answer = await fetch(url, { headers: headers as Record<string, string> });
	return (await answer.json()) as Array<Record<string, unknown>>;
}

test('every option reaches the service under its own name', async () => {
	const invitation = await firstReference('EmailTemplate', 'GetInvitationTemplates');
	const completion = await firstReference('EmailTemplate', 'GetCompletionTemplates');
	const workflow = await firstReference('Workflow', 'GetSmartTagWorkflows');
	const share = { user: [{ firstName: 'Cleo', lastName: 'Ng', email: 'cleo@example.com' }] };
	bench.simulator.requests.length = 0;
	const { error } = await send({
		signers: {
			signer: [
				{
					...ana,
					details: {
						mobileCountry: '+64',
						mobileNumber: '021 123-4567',
						embedded: true,
						returnUrl: 'https://www.example.com/thanks',
						invitationText: 'Please sign by Friday.',
						isPersonalMessage: false,
						emailSubject: 'Your agreement',
						isFaceToFaceSigning: true,
						clientReference: 'employee-1',
						invitationEmailTemplate: byReference(invitation),
						completionEmailTemplate: byReference(completion),
						shareUsers: share,
					},
				},
				{ ...ben, details: { mobileCountry: '', mobileNumber: '' } },
			],
		},
		options: {
			embedded: false,
			singleDocumentAsPackage: true,
			noInvitationEmailTemplate: false,
			noCompletionEmailTemplate: true,
			supervising: true,
			packageName: 'Onboarding',
			queueReference: 'queue-1',
			invitationEmailTemplate: byReference(invitation),
			completionEmailTemplate: byReference(completion),
			workflow: byReference(workflow),
			returnUrl: 'https://www.example.com/done',
			notifyUrl: 'http://127.0.0.1:9/notify',
			shareUsers: share,
			listItems: { item: [{ clientField: 'size', item: 'Large', value: '' }] },
			clientReference: 'order-1',
		},
	});
	expect(error).toBeUndefined();
	expect(sendBody()).toEqual({
		DocumentReferences: [expect.any(String)],
		DueDate: expect.stringMatching(/Z$/),
		GMT: '0',
		Embedded: false,
		SingleDocumentAsPackage: true,
		NoInvitationEmailTemplate: false,
		NoCompletionEmailTemplate: true,
		Supervising: true,
		PackageName: 'Onboarding',
		QueueReference: 'queue-1',
		InvitationEmailTemplateReference: invitation,
		CompletionEmailTemplateReference: completion,
		WorkflowReference: workflow,
		ReturnUrl: 'https://www.example.com/done',
		NotifyUrl: 'http://127.0.0.1:9/notify',
		ShareUsers: [{ FirstName: 'Cleo', LastName: 'Ng', Email: 'cleo@example.com' }],
		ListItems: [{ ClientField: 'size', Item: 'Large', Value: 'Large' }],
		Signers: [
			{
				FirstName: 'Ana',
				LastName: 'Lopez',
				Email: 'ana@example.com',
				MobileCountry: '64',
				MobileNumber: '0211234567',
				Embedded: true,
				ReturnUrl: 'https://www.example.com/thanks',
				InvitationText: 'Please sign by Friday.',
				IsPersonalMessage: false,
				EmailSubject: 'Your agreement',
				IsFaceToFaceSigning: true,
				ClientReference: 'employee-1',
				InvitationEmailTemplateReference: invitation,
				CompletionEmailTemplateReference: completion,
				ShareUsers: [{ FirstName: 'Cleo', LastName: 'Ng', Email: 'cleo@example.com' }],
			},
			{ FirstName: 'Ben', LastName: 'Wu', Email: 'ben@example.com' },
		],
	});
});

test('only what was set is sent', async () => {
	await send({});
	expect(Object.keys(sendBody()).sort()).toEqual([
		'DocumentReferences',
		'DueDate',
		'GMT',
		'Signers',
	]);
});

test('signers come from JSON, as a list or as its text', async () => {
	for (const signersJson of [[ana, ben], JSON.stringify([ana, ben])]) {
		bench.simulator.requests.length = 0;
		const { error } = await send({
			signersFrom: 'json',
			signersJson:
				typeof signersJson === 'string' ? signersJson : `={{ ${JSON.stringify(signersJson)} }}`,
		});
		expect(error).toBeUndefined();
		expect(sendBody().Signers).toMatchObject([{ Email: 'ana@example.com' }, { LastName: 'Wu' }]);
	}
});

test("the document's own tags say who signs", async () => {
	const docx = await bench.file(
		dataFile('tenancy-agreement.docx'),
		'tenancy-agreement.docx',
		'application/octet-stream',
	);
	const { items, error } = await bench.run(
		{ ...base(), signersFrom: 'tags', signers: {} },
		{ items: [docx] },
	);
	expect(error).toBeUndefined();
	expect(sendBody()).not.toHaveProperty('Signers');
	expect(items[0].json.signerCount).toBeGreaterThan(0);
});

test('separate documents are sent as such', async () => {
	const { items } = await send({ options: { sendAs: 'documents' } });
	expect(sendBody()).toMatchObject({ NoPackage: true });
	expect(bench.simulator.requests.at(-1)?.operationId).toBe('sendSmartTag');
	expect(items[0].json).toMatchObject({ status: 'inProgress' });
	expect(items[0].json).not.toHaveProperty('packageReference');
});

test('the raw answer keeps the names of the service', async () => {
	const { items } = await send({ simplify: false, options: { singleDocumentAsPackage: true } });
	expect(items[0].json).toMatchObject({
		Reference: expect.any(String),
		Name: 'confidentiality-agreement.pdf',
		PackageReference: expect.any(String),
		Signers: [{ Email: 'ana@example.com' }, { Email: 'ben@example.com' }],
	});
});

describe('due dates', () => {
	const day = inDays(40);

	test.each([
		['a day is meant to its end', day, 'Pacific/Auckland'],
		["a local time is one of the workflow's zone", `${day}T17:30:00`, 'Pacific/Auckland'],
		['a zone of its own wins', `${day}T17:30:00+02:00`, 'Pacific/Auckland'],
		['an expression with a date-time', "={{ $now.plus(20, 'days') }}", 'Europe/Lisbon'],
	])('%s', async (_what, dueDate, timezone) => {
		const { error } = await send({ dueDate }, timezone);
		expect(error).toBeUndefined();
		const { DueDate, GMT } = sendBody() as { DueDate: string; GMT: string };
		expect(GMT).toBe('0');
		expect(DueDate).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
		if (dueDate.startsWith('=')) {
			expect(Math.round((Date.parse(DueDate) - Date.now()) / 86_400_000)).toBe(20);
		} else {
			const local = new Intl.DateTimeFormat('sv-SE', {
				dateStyle: 'short',
				timeStyle: 'medium',
				timeZone: dueDate.includes('+') ? 'Etc/GMT-2' : timezone,
			}).format(new Date(DueDate));
			expect(local).toBe(dueDate === day ? `${day} 23:59:59` : `${day} 17:30:00`);
		}
	});
});

describe('nothing is sent, and the message says why', () => {
	const signer = (values: object) => ({ signers: { signer: [ana, { ...ben, ...values }] } });

	test.each<[string, object, RegExp]>([
		['no signer', { signers: {} }, /Add at least one signer/],
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
		['an empty JSON list', { signersFrom: 'json', signersJson: '[]' }, /Add at least one signer/],
		['no due date', { dueDate: '={{ null }}', dueInDays: '={{ null }}' }, /'Due Date' is empty/],
		['a due date in the past', { dueDate: '2020-01-01' }, /due date is in the past/],
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
	expect(error?.message).toMatch(/did not accept the values: “.*tag.*”/i);
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
		expect(error?.message).toMatch(/no documents left/);
		expect(error?.description).toContain(`Uploaded for it: ${uploaded[0].reference}.`);
	}
});

test('a template that does not exist is refused by the service', async () => {
	const { error } = await send({ options: { invitationEmailTemplate: byReference('12345') } });
	expect(error?.message).toMatch(/template/i);
});

describe('answers of either shape', () => {
	afterEach(() => {
		bench.simulator.readings.packageDocuments = 'documents';
		bench.simulator.readings.dates = 'iso';
		bench.simulator.readings.nullFields = 'omitted';
		bench.simulator.readings.signingKey = 'key';
	});

	test('documents inside a wrapper', async () => {
		bench.simulator.readings.packageDocuments = 'wrapper';
		const { items, error } = await send({ options: { singleDocumentAsPackage: true } });
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ name: 'confidentiality-agreement.pdf', signerCount: 2 });
	});

	test.each(['servicestack', 'iso', 'culture'] as const)('dates: %s', async (dates) => {
		bench.simulator.readings.dates = dates;
		const { items } = await send({ dueDate: `${inDays(12)}T10:00:00Z` });
		const { dueDate } = items[0].json;
		if (dates === 'culture') expect(dueDate).toEqual(expect.any(String));
		else expect(dueDate).toBe(`${inDays(12)}T10:00:00.000Z`);
	});

	test('null in place of what is missing', async () => {
		bench.simulator.readings.nullFields = 'null';
		const { items } = await send({});
		expect(Object.values(items[0].json)).not.toContain(null);
	});

	test('a signing key that is a link is called one', async () => {
		const { items } = await send({ options: { embedded: true } });
		bench.simulator.readings.signingKey = 'url';
		const linked = await send({ options: { embedded: true } });
		const [key] = items[0].json.signers as Array<Record<string, unknown>>;
		const [link] = linked.items[0].json.signers as Array<Record<string, unknown>>;
		expect(key).not.toHaveProperty('signingLink');
		expect(link.signingLink).toBe(link.signingKey);
		expect(link.signingLink).toMatch(/^http/);
	});
});
