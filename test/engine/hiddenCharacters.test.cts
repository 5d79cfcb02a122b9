/** What nobody can see is refused before anything is sent: Unicode's format and control characters. */
import type { INodeParameters } from 'n8n-workflow';

import { startBench, type Bench } from './node.cts';
import { ana, ben, both, byReference, dataFile, documentList, inDays } from './samples.cts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.simulator.requests.length = 0;
});

const zero = '\u200b';
const signers = (...signer: object[]) => ({ signers: { signer } as INodeParameters });
const send = { resource: 'smartTag', operation: 'send', signers: both, dueDate: inDays(10) };
const option = (options: INodeParameters) => ({ ...send, options });
const detail = (details: INodeParameters) => ({ ...send, ...signers({ ...ana, details }, ben) });
const stored = (value: string) => ({
	...send,
	documentsFrom: 'documents',
	documents: documentList(value),
});

test.each<[string, INodeParameters, string?]>([
	['a first name', { ...send, ...signers({ ...ana, firstName: `A${zero}na` }) }],
	['a last name', { ...send, ...signers({ ...ana, lastName: `Lopez${zero}` }) }],
	['an email', { ...send, ...signers({ ...ana, email: `ana${zero}@example.com` }) }],
	[
		'an email with a joiner',
		{ ...send, ...signers({ ...ana, email: 'an\u200da@example.com' }) },
		'U+200D ZERO WIDTH JOINER',
	],
	[
		'an email on two lines',
		{ ...send, ...signers({ ...ana, email: 'ana@example.com\nb@evil.example' }) },
		'U+000A LINE FEED',
	],
	[
		'a name that runs backwards',
		{ ...send, ...signers({ ...ana, lastName: 'a\u202ebc' }) },
		'U+202E RIGHT-TO-LEFT OVERRIDE',
	],
	['a client reference', option({ clientReference: `order${zero}1` })],
	['a package name', option({ packageName: `Pack${zero}age` })],
	['a return URL', option({ returnUrl: `https://www.example.com/${zero}` })],
	['a notify URL', option({ notifyUrl: 'https://www.exam\nple.com/' }), 'U+000A LINE FEED'],
	['an email subject', detail({ emailSubject: `Sign${zero}this` })],
	['an invitation text', detail({ invitationText: `Please\nsign${zero}` })],
	["a signer's client reference", detail({ clientReference: `1${zero}` })],
	['an email template', option({ invitationEmailTemplate: byReference(`1${zero}`) })],
	[
		'somebody it is shared with',
		option({ shareUsers: { user: [{ ...ana, email: `ana${zero}@example.com` }] } }),
	],
	['a document', stored(`15${zero}40`)],
	['one of several documents', stored(`1540, 15${zero}41`)],
	[
		'a reference of an upload',
		{
			resource: 'document',
			operation: 'upload',
			options: { clientReference: `order${zero}1` },
		},
	],
	[
		'a sender',
		{ resource: 'account', operation: 'saveSender', ...ana, email: `ana${zero}@example.com` },
	],
])('in %s', async (_where, parameters, name = 'U+200B ZERO WIDTH SPACE') => {
	const file = await bench.file(dataFile('confidentiality-agreement.pdf'), 'agreement.pdf');
	const { error } = await bench.run(parameters, { items: [file] });
	expect(error?.message).toMatch(/ contains a character that cannot be seen: /);
	expect(error?.message).toContain(name);
	expect(error?.description).toMatch(/Nothing was sent\.$/);
	expect(bench.simulator.requests).toEqual([]);
});

test('the joiners of a Persian name and line ends of an invitation go through', async () => {
	const firstName = 'می\u200cخواهم';
	const invitationText = 'Please\nsign';
	const { error } = await bench.run(
		{ ...send, ...signers({ ...ana, firstName, details: { invitationText } }, ben) },
		{ items: [await bench.file(dataFile('confidentiality-agreement.pdf'), 'agreement.pdf')] },
	);
	expect(error).toBeUndefined();
	const sent = bench.simulator.requests.at(-1)?.body as { Signers: object[] };
	expect(sent.Signers[0]).toMatchObject({ FirstName: firstName, InvitationText: invitationText });
});

test('references on lines of their own, with commas, are several', async () => {
	const { error } = await bench.run({ ...send, ...stored('1540,\n1541') });
	expect(error?.message).not.toMatch(/cannot be seen/);
});
