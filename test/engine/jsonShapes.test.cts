/**
 * A field of JSON in a shape that is not its own. docs/agents.md: whatever else is in the JSON is refused by
 * its name; nothing that somebody wrote is left out without a word. Where the meaning is clear, one object for
 * a list of one, it is taken.
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startBench, type Bench } from './node.cts';
import { ana, ben, documentList, inDays } from './samples.cts';
import { storedDocument } from './sends.cts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());

const cleo = { firstName: 'Cleo', lastName: 'Ng', email: 'cleo@example.com' };

async function send(second: IDataObject, more: INodeParameters = {}) {
	const document = await storedDocument(bench, 'stored.pdf');
	bench.sandbox.requests.length = 0;
	const result = await bench.run({
		...{ resource: 'smartTag', operation: 'send', dueDate: inDays(10) },
		...{ documentsFrom: 'documents', documents: documentList(document) },
		...{ signersFrom: 'json', signersJson: JSON.stringify([ana, { ...ben, ...second }]) },
		...more,
	});
	const request = bench.sandbox.requests.find(({ operationId }) => operationId === 'sendSmartTag2');
	const { Signers = [] } = (request?.body ?? {}) as { Signers?: IDataObject[] };
	return { ...result, signer: Signers[1] };
}

test.each<[IDataObject, string]>([
	[{ returnUrl: ['https://www.example.com'] }, "'Return URL of Invitee 2' is a list or an object"],
	[{ emailSubject: { text: 'a' } }, 'The email subject of Invitee 2 is a list or an object'],
	[{ invitationText: ['a', 'b'] }, 'The invitation text of Invitee 2 is a list or an object'],
	[{ clientReference: true }, 'The client reference of Invitee 2 is true'],
	[{ mobileNumber: ['0211234567'] }, 'The mobile number of Invitee 2 is a list or an object'],
	[{ mobileCountry: { code: 64 } }, 'The mobile country code of Invitee 2 is a list'],
	[{ invitationEmailTemplate: { name: 'x' } }, 'A reference is a list or an object'],
	[{ firstName: ['Ben'] }, 'The first name of Invitee 2 is a list or an object'],
	[{ email: ['ben@example.com'] }, 'The email address of Invitee 2 is a list or an object'],
	[{ embedded: ['true'] }, "'Embedded Signing of Invitee 2' is neither true nor false"],
	[{ shareUsers: JSON.stringify([cleo]) }, 'Share With of Invitee 2 is not a list of people'],
	[{ shareUsers: ['cleo@example.com'] }, 'Share With of Invitee 2 is not a list of people'],
	[{ shareUsers: true }, 'Share With of Invitee 2 is not a list of people'],
	[
		{ shareUsers: [{ ...cleo, Email: 'eve@example.com' }] },
		'Person 1 of Share With of Invitee 2 has a field that is not known: "Email"',
	],
	[
		{ shareUsers: { users: [cleo] } },
		'Person 1 of Share With of Invitee 2 has a field that is not known: "users"',
	],
	[{ attachments: { reference: '1' } }, 'Attachments of Invitee 2 holds something else'],
	[{ attachments: [{ reference: '1' }] }, 'Attachments of Invitee 2 holds something else'],
	[{ attachments: true }, 'Attachments of Invitee 2 holds something else'],
])('%j is refused by its name', async (values, words) => {
	const { error } = await send(values);
	expect(error?.message.slice(0, words.length)).toBe(words);
	expect(bench.sandbox.requests).toEqual([]);
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

test.each([null, '', [], {}])('%j is nobody, and nothing', async (nothing) => {
	const { error, signer } = await send({ shareUsers: nothing, attachments: nothing });
	expect(error).toBeUndefined();
	expect(signer).not.toHaveProperty('ShareUsers');
	expect(signer).not.toHaveProperty('Attachments');
});

test('an option whose expression gives a list is refused, and none where it gives false', async () => {
	const listed = await send({}, { options: { returnUrl: '={{ ["https://www.example.com"] }}' } });
	expect(listed.error?.message).toBe("'Return URL' is a list or an object, and not a text");
	const none = await send({}, { options: { returnUrl: '={{ false && "https://…" }}' } });
	expect(none.error).toBeUndefined();
});

test.each<[unknown, string]>([
	[{ Tfn: [{ Reference: '1', Name: 'One' }] }, "'Employers (JSON)' has a list that is not known: "],
	[{ TFN: [{ Reference: '1', Name: 'One', ABN: ['1'] }] }, 'ABN of Tax File Number'],
	[{ TFN: { Reference: '1', Name: 'One' } }, 'Tax File Number (TFN) Declaration is not a list'],
])('employers %j are refused by name', async (employers, words) => {
	bench.sandbox.requests.length = 0;
	const { error } = await bench.run({
		...{ resource: 'form', operation: 'updateEmployers', employersFrom: 'json' },
		employersJson: JSON.stringify(employers),
	});
	expect(error?.message.slice(0, words.length)).toBe(words);
	expect(bench.sandbox.requests).toEqual([]);
});

// n8n hands on what was pasted into a field of Sending Limits, whatever its type.
test.each<[INodeParameters, RegExp]>([
	[{ allowedDomains: ['example.com'], maxDocuments: 5 }, /^'Allowed Email Domains' is not a list/],
	[{ allowedHosts: { host: 'a' }, maxDocuments: 5 }, /^'Allowed Hosts' is not a list/],
	[{ allowedDomains: 5, maxDocuments: 5 }, /^'Allowed Email Domains' is not a list/],
	[{ maxSigners: [], maxDocuments: 5 }, /^'Most Signers' is not a whole number/],
	[{ maxSigners: false, maxDocuments: 5 }, /^'Most Signers' is not a whole number/],
])('limits %j are refused', async (limits, message) => {
	const { error } = await send({}, { options: { sendingLimits: { limits } } });
	expect(error?.message).toMatch(message);
	expect(bench.sandbox.requests).toEqual([]);
});
