/**
 * A field of JSON in a shape that is not its own. docs/agents.md: whatever else is in the JSON is refused by
 * its name; nothing that somebody wrote is left out without a word. Where the meaning is clear, one object for
 * a list of one, it is taken.
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startBench, type Bench } from './node.cts';
import { ana, ben, cleo, dataFile, documentList, inDays } from './samples.cts';
import { storedDocument } from './sends.cts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());

async function send(second: IDataObject, more: INodeParameters = {}) {
	const document = await storedDocument(bench, 'stored.pdf');
	bench.simulator.requests.length = 0;
	const result = await bench.run({
		...{ resource: 'smartTag', operation: 'send', dueDate: inDays(10) },
		...{ documentsFrom: 'documents', documents: documentList(document) },
		...{ signersFrom: 'json', signersJson: JSON.stringify([ana, { ...ben, ...second }]) },
		...more,
	});
	const request = bench.simulator.requests.find(
		({ operationId }) => operationId === 'sendSmartTag2',
	);
	const { Signers = [] } = (request?.body ?? {}) as { Signers?: IDataObject[] };
	return { ...result, signer: Signers[1] };
}

test.each<[IDataObject, string]>([
	[
		{ returnUrl: ['https://www.example.com'] },
		"'Return URL of Signer 2' is not text, but a list or an object",
	],
	[
		{ emailSubject: { text: 'a' } },
		'The email subject of Signer 2 is not text, but a list or an object',
	],
	[
		{ invitationText: ['a', 'b'] },
		'The invitation text of Signer 2 is not text, but a list or an object',
	],
	[{ clientReference: true }, 'The client reference of Signer 2 is not text, but true'],
	[
		{ mobileNumber: ['0211234567'] },
		'The mobile number of Signer 2 is not text, but a list or an object',
	],
	[{ mobileCountry: { code: 64 } }, 'The mobile country code of Signer 2 is not text, but a list'],
	[{ invitationEmailTemplate: { name: 'x' } }, 'A reference is not text, but a list or an object'],
	[{ firstName: ['Ben'] }, 'The first name of Signer 2 is not text, but a list or an object'],
	[
		{ email: ['ben@example.com'] },
		'The email address of Signer 2 is not text, but a list or an object',
	],
	[{ embedded: ['true'] }, "'Embedded Signing of Signer 2' is neither true nor false"],
	[{ shareUsers: JSON.stringify([cleo]) }, 'Share With of Signer 2 is not a list of people'],
	[{ shareUsers: ['cleo@example.com'] }, 'Share With of Signer 2 is not a list of people'],
	[{ shareUsers: true }, 'Share With of Signer 2 is not a list of people'],
	[
		{ shareUsers: [{ ...cleo, Email: 'eve@example.com' }] },
		'Person 1 of Share With of Signer 2 has a field that is not known: "Email"',
	],
	[
		{ shareUsers: { users: [cleo] } },
		'Person 1 of Share With of Signer 2 has a field that is not known: "users"',
	],
	[
		{ attachments: { reference: '1' } },
		'Attachments of Signer 2 contains values that are not references',
	],
	[
		{ attachments: [{ reference: '1' }] },
		'Attachments of Signer 2 contains values that are not references',
	],
	[{ attachments: true }, 'Attachments of Signer 2 contains values that are not references'],
])('%j is refused by its name', async (values, words) => {
	const { error } = await send(values);
	expect(error?.message.slice(0, words.length)).toBe(words);
	expect(bench.simulator.requests).toEqual([]);
});

test.each<[string, unknown]>([
	['one object', cleo],
	['a list', [cleo]],
	["the node's own rows", { user: [cleo] }],
	['one of them', { user: cleo }],
])('%s of people to share with is taken', async (_what, shareUsers) => {
	const { error, signer } = await send({ shareUsers } as IDataObject);
	expect(error).toBeUndefined();
	expect(signer.ShareUsers).toEqual([
		{ FirstName: 'Cleo', LastName: 'Ng', Email: 'cleo@example.com' },
	]);
});

test('an attachment that is named twice goes once', async () => {
	const { items } = await bench.run(
		{ resource: 'attachment', operation: 'upload', simplify: false },
		{ items: [await bench.file(dataFile('no-tags.pdf'), 'annex.pdf')] },
	);
	const reference = items[0].json.Reference as string;
	const { error, signer } = await send({ attachments: [reference, `${reference}, ${reference}`] });
	expect(error).toBeUndefined();
	expect(signer.Attachments).toEqual([reference]);
});

test.each([null, '', [], {}])('%j is nobody, and nothing', async (nothing) => {
	const { error, signer } = await send({ shareUsers: nothing, attachments: nothing });
	expect(error).toBeUndefined();
	expect(signer).not.toHaveProperty('ShareUsers');
	expect(signer).not.toHaveProperty('Attachments');
});

test('an option whose expression gives a list is refused, and none where it gives false', async () => {
	const listed = await send({}, { options: { returnUrl: '={{ ["https://www.example.com"] }}' } });
	expect(listed.error?.message).toBe("'Return URL' is not text, but a list or an object");
	const none = await send({}, { options: { returnUrl: '={{ false && "https://…" }}' } });
	expect(none.error).toBeUndefined();
});

test.each<[unknown, string]>([
	[{ Tfn: [{ Reference: '1', Name: 'One' }] }, "'Employers (JSON)' has a list that is not known: "],
	[{ TFN: [{ Reference: '1', Name: 'One', ABN: ['1'] }] }, 'ABN of Tax File Number'],
	[{ TFN: { Reference: '1', Name: 'One' } }, 'Tax File Number (TFN) Declaration is not a list'],
])('employers %j are refused by name', async (employers, words) => {
	bench.simulator.requests.length = 0;
	const { error } = await bench.run({
		...{ resource: 'form', operation: 'updateEmployers', simplify: false, employersFrom: 'json' },
		employersJson: JSON.stringify(employers),
	});
	expect(error?.message.slice(0, words.length)).toBe(words);
	expect(bench.simulator.requests).toEqual([]);
});

// n8n hands on what was pasted into a field of Sending Limits, whatever its type.
test.each<[INodeParameters, RegExp]>([
	[{ allowedDomains: ['example.com'], maxDocuments: 5 }, /^'Allowed Email Domains' is not a list/],
	[{ allowedHosts: { host: 'a' }, maxDocuments: 5 }, /^'Allowed Hosts' is not a list/],
	[{ allowedDomains: 5, maxDocuments: 5 }, /^'Allowed Email Domains' is not a list/],
	[{ maxSigners: [], maxDocuments: 5 }, /^'Maximum Signers' is not a whole number/],
	[{ maxSigners: false, maxDocuments: 5 }, /^'Maximum Signers' is not a whole number/],
])('limits %j are refused', async (limits, message) => {
	const { error } = await send({}, { options: { sendingLimits: { limits } } });
	expect(error?.message).toMatch(message);
	expect(bench.simulator.requests).toEqual([]);
});

// RFC 8259, section 4: with two of one name, what an object holds is unpredictable; JSON.parse takes the last.
describe('a field that is there twice', () => {
	const text = (second: string) => `[${JSON.stringify(ana)}, ${second}]`;
	test.each([
		[
			'',
			'{"firstName": "Ben", "lastName": "Wu", "email": "ben@example.com", "email": "eve@x.com"}',
		],
		['as another spelling of JSON', '{"email": "b@example.com", "e\\u006dail": "c@example.com"}'],
		['within it', `{"email": "b@x.com", "shareUsers": [{"email": "c@x.com", "email": "d@x.com"}]}`],
	])('%s is refused with the number of the signer, and of the item', async (_, second) => {
		const { error } = await send({}, { signersJson: text(second) });
		expect(error?.message).toBe('Signer 2 has the field "email" twice');
		expect(error?.description).toMatch(/Nothing was sent\.$/);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});

	test('is refused for its own item: of two, the other one is sent', async () => {
		const documents = [await storedDocument(bench, 'a.pdf'), await storedDocument(bench, 'b.pdf')];
		const [whole, twice] = [
			text(JSON.stringify(ben)),
			text('{"email": "a@x.com", "email": "b@x.com"}'),
		];
		const { items } = await bench.run(
			{
				...{ resource: 'smartTag', operation: 'send', dueDate: inDays(10) },
				...{ documentsFrom: 'documents', documents: documentList('={{ $json.document }}') },
				...{ signersFrom: 'json', signersJson: '={{ $json.signers }}' },
			},
			{
				items: [whole, twice].map((signers, n) => ({ json: { document: documents[n], signers } })),
				onError: 'continueRegularOutput',
			},
		);
		expect(items[0].json).toMatchObject({ documentReference: documents[0] });
		expect(items[1]).toMatchObject({
			json: { error: 'Signer 2 has the field "email" twice' },
			pairedItem: { item: 1 },
		});
	});

	test.each(['Email', 'E-mail', 'e_mail'])(
		'as %s beside email is refused by its name',
		async (name) => {
			const { error } = await send({ [name]: 'eve@example.com' });
			expect(error?.message).toBe(`Signer 2 has a field that is not known: "${name}"`);
			expect(bench.simulator.requests).toEqual([]);
		},
	);

	test('in two people, or in a text, is none', async () => {
		const second = {
			...ben,
			invitationText: 'Say {"email": 1, "email": 2}, [please]: \\"',
			shareUsers: [cleo],
		};
		const { error, signer } = await send({}, { signersJson: text(JSON.stringify(second)) });
		expect(error).toBeUndefined();
		expect(signer).toMatchObject({ InvitationText: second.invitationText });
	});

	test.each([
		['{"TFN": [], "TFN": []}', '\'Employers (JSON)\' has the field "TFN" twice'],
		[
			'{"TFN": [{"Reference": "1", "Name": "A", "Name": "B"}]}',
			'\'Employers (JSON)\' has the field "Name" twice',
		],
		['{"TFN": [], "tfn": []}', '\'Employers (JSON)\' has both "TFN" and "tfn"'],
		[
			'{"TFN": [{"Reference": "1", "Name": "A", "name": "B"}]}',
			'Tax File Number (TFN) Declaration 1 has both "Name" and "name"',
		],
	])('of employers is refused: %s', async (employersJson, message) => {
		bench.simulator.requests.length = 0;
		const { error } = await bench.run({
			resource: 'form',
			operation: 'updateEmployers',
			simplify: false,
			employersFrom: 'json',
			employersJson,
		});
		expect(error?.message).toBe(message);
		expect(bench.simulator.requests).toEqual([]);
	});
});
