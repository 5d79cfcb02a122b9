/** Smart Tag > Send: what reaches the service, and what is made of its answer. */
import type { Bench } from './node.cts';
import { ana, ben, byReference, dataFile, inDays } from './samples.cts';
import { base, useSmartTags } from './smartTagSends.cts';

let bench: Bench;
const { send } = useSmartTags((own) => ({ bench } = own));

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
