/**
 * A seal binds what was previewed to what is sent: whatever of the send is changed afterwards, it is refused before
 * anything leaves, and the error says what differs. What left is what the simulator wrote down.
 */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { ALREADY_SENT } from '../../nodes/SecuredSigning/send/storedDocuments.ts';
import { wordFileOf } from '../harness/wordFile.cts';
import {
	OTHER_FILE,
	smartTag,
	usePreview,
	withSeal,
	type Parameters,
	type Previewing,
} from './previewing.cts';
import { ana, ben, both, byReference, dataFile, documentList, inDays } from './samples.cts';
import { referenceOf } from './sends.cts';

let bench: Previewing['bench'];
let references: Previewing['references'];
let run: Previewing['run'];
let sealOf: Previewing['sealOf'];
let left: Previewing['left'];
let sends: Previewing['sends'];
let file: Previewing['file'];
usePreview((own) => ({ bench, references, run, sealOf, left, sends, file } = own));

const cleo = { firstName: 'Cleo', lastName: 'Ng', email: 'cleo@example.com' };

const OPTIONS = {
	...{ clientReference: 'order-7', returnUrl: 'https://example.com/done', packageName: 'Offer' },
	...{ notifyUrl: 'https://example.com/told', sender: 'Ana Lopez', sendAs: 'package' },
	listItems: { item: [{ clientField: 'hours', item: 'Full time', value: 'FT' }] },
	shareUsers: { user: [cleo] },
	supervising: false,
};
const DETAILS = {
	...{ invitationText: 'By Friday', emailSubject: 'Please sign' },
	...{ mobileCountry: '64', mobileNumber: '0211234567' },
};
const whole = (): Parameters =>
	smartTag({
		signers: { signer: [{ ...ana, details: DETAILS }, ben] },
		options: { ...OPTIONS, sender: '' },
	});
const changed = (change: (parameters: Parameters, signers: IDataObject[]) => void) => {
	const parameters = structuredClone(whole());
	change(parameters, (parameters.signers as { signer: IDataObject[] }).signer);
	return parameters;
};
const option = (name: string, value: unknown) =>
	changed(({ options }) => void (options![name] = value as IDataObject));

test.each<[what: string, parameters: () => Parameters, named: RegExp]>([
	[
		'a first name',
		() => changed((_, [one]) => void (one.firstName = 'Anna')),
		/Signer 1: First Name$/,
	],
	[
		'a last name',
		() => changed((_, [, two]) => void (two.lastName = 'Wuu')),
		/Signer 2: Last Name$/,
	],
	[
		'a letter of an email',
		() => changed((_, [, two]) => void (two.email = 'ben@example.co')),
		/Signer 2: Email$/,
	],
	[
		'the order of the signers',
		() => changed((_, both) => both.reverse()),
		/Signer 1: First Name, Signer 1: Last Name, Signer 1: Email/,
	],
	[
		'the text of an invitation',
		() => changed((_, [one]) => void (one.details = { ...DETAILS, invitationText: 'By friday' })),
		/Signer 1: Invitation Text$/,
	],
	[
		'its subject',
		() => changed((_, [one]) => void (one.details = { ...DETAILS, emailSubject: 'Please Sign' })),
		/Signer 1: Email Subject$/,
	],
	[
		'a mobile number',
		() => changed((_, [one]) => void (one.details = { ...DETAILS, mobileNumber: '0211234568' })),
		/Signer 1: Mobile Number$/,
	],
	[
		'how somebody signs',
		() => changed((_, [one]) => void (one.details = { ...DETAILS, embedded: true })),
		/Signer 1: Embedded Signing$/,
	],
	['the due date', () => changed((all) => void (all.dueDate = inDays(10))), /Different: Due Date$/],
	['a return URL', () => option('returnUrl', 'https://example.com/Done'), /Return URL$/],
	['a notify URL', () => option('notifyUrl', 'https://example.com/told?'), /Notify URL$/],
	['the name of the package', () => option('packageName', 'Offers'), /Package Name$/],
	[
		'a client reference',
		() => option('clientReference', 'order-8'),
		/Different: Client Reference$/,
	],
	[
		'a choice',
		() => option('listItems', { item: [{ clientField: 'hours', item: 'Full time', value: 'PT' }] }),
		/Choice 1: Value$/,
	],
	[
		'whom it is shared with',
		() => option('shareUsers', { user: [ben] }),
		/Share With 1: First Name/,
	],
	['how it is sent', () => option('sendAs', 'documents'), /Send As/],
	['embedded signing', () => option('embedded', true), /Embedded/],
	['supervising', () => option('supervising', true), /Supervising$/],
	['a workflow', () => option('workflow', byReference('7')), /Workflow$/],
	[
		'an email template',
		() => option('invitationEmailTemplate', byReference('7')),
		/Invitation Template$/,
	],
])(
	'%s that is changed afterwards is refused before anything leaves',
	async (_, parameters, named) => {
		const seal = await sealOf(whole(), [await file()]);
		const { error, items } = await run('send', withSeal(parameters(), seal), [await file()]);
		expect(error?.message).toMatch(/^This is not what was approved\. Different: /);
		expect(error?.message).toMatch(named);
		expect(error?.description).toMatch(/Nothing was sent\.$/);
		expect(items).toEqual([]);
		expect(left()).toEqual([]);
	},
);

test.each<[what: string, items: () => Promise<INodeExecutionData>, named: RegExp]>([
	[
		'one byte more',
		async () => await file('Contract.pdf', OTHER_FILE),
		/Different: File “Contract\.pdf”$/,
	],
	[
		'another name',
		async () => await file('Contracts.pdf'),
		/Order of the Files, File “Contract\.pdf”, File “Contracts\.pdf”$/,
	],
])('a file with %s is refused', async (_, other, named) => {
	const seal = await sealOf(smartTag(), [await file()]);
	const { error } = await run('send', withSeal(smartTag(), seal), [await other()]);
	expect(error?.message).toMatch(named);
	expect(left()).toEqual([]);
});

test('a client reference of a signer is bound, too', async () => {
	const parameters = (clientReference: string) => ({
		...smartTag({ signersFrom: 'json', signersJson: [{ ...ana, clientReference }, ben] }),
		signers: undefined,
	});
	const seal = await sealOf(parameters('customer-1'), [await file()]);
	const { error } = await run('send', withSeal(parameters('customer-2'), seal), [await file()]);
	expect(error?.message).toMatch(/Different: Signer 1: Client Reference$/);
	expect(left()).toEqual([]);
});

test('of two forms with one name, what belongs to one is not taken by the other', async () => {
	const [one, other] = [
		byReference(await referenceOf(bench, 'form', 'Employment Agreement')),
		byReference(await referenceOf(bench, 'form', 'Tax Declaration')),
	];
	bench.simulator.faults.spoil((answer, { operationId }) =>
		operationId === 'getSingleForm' ? { ...(answer as object), Name: 'Letter' } : answer,
	);
	const forms = (first: object, second: object): Parameters => ({
		...{ resource: 'form', form: one, signers: both },
		additionalForms: { form: [{ form: other, details: second }] },
		...{ dueDate: inDays(9), options: { ...first } },
	});
	const prefill = { xmlData: '<a>Salary 5000</a>' };
	const seal = await sealOf(forms(prefill, {}));
	const { error } = await run('send', withSeal(forms({}, prefill), seal));
	expect(error?.message).toMatch(
		/^This is not what was approved\. Different: Order of the Values$/,
	);
	expect(left()).toEqual([]);
});

test.each<[what: string, signer: IDataObject[], named: RegExp]>([
	['less', [ana], /Different: Signer 2: First Name, Signer 2: Last Name, Signer 2: Email$/],
	['more', [ana, ben, cleo], /Different: Signer 3: First Name, /],
])('one signer %s is refused', async (_, signer, named) => {
	const item = await file('Letter.pdf', dataFile('no-tags.pdf'));
	const untagged = (signers: object) => smartTag({ signers, options: { checkFirst: false } });
	const seal = await sealOf(untagged(both), [item]);
	const { error } = await run('send', withSeal(untagged({ signer }), seal), [item]);
	expect(error?.message).toMatch(named);
	expect(left()).toEqual([]);
});

test('two files that change places are refused', async () => {
	const one = (await file('One.pdf')).binary!.data;
	const two = (await file('Two.pdf', OTHER_FILE)).binary!.data;
	const parameters = smartTag({ binaryPropertyName: 'a,b' });
	const seal = await sealOf(parameters, [{ json: {}, binary: { a: one, b: two } }]);
	const { error } = await run('send', withSeal(parameters, seal), [
		{ json: {}, binary: { a: two, b: one } },
	]);
	expect(error?.message).toMatch(/Different: Order of the Files$/);
	expect(left()).toEqual([]);
});

test('signers whom the Smart Tags name are bound by the file', async () => {
	const tags = (name: string) => wordFileOf(`[!Sign.1.F,${name},Lopez,ana@example.com]`);
	const parameters = { resource: 'smartTag', signersFrom: 'tags', dueDate: inDays(9) };
	const item = async (name: string) => await file('Offer.docx', Buffer.from(await tags(name)));
	const seal = await sealOf(parameters, [await item('Ana')]);
	const { error } = await run('send', withSeal(parameters, seal), [await item('Anna')]);
	expect(error?.message).toMatch(/Different: File “Offer\.docx”$/);
	expect(left()).toEqual([]);
});

test.each(['form', 'template'])(
	'a %s: what was previewed, once, and nothing else',
	async (resource) => {
		const parameters: Parameters = {
			...{ resource, [resource]: byReference(references[resource]) },
			...{ dueDate: inDays(9), signers: { signer: [ana] } },
		};
		const seal = await sealOf(parameters);
		for (const other of [
			{ ...parameters, signers: { signer: [{ ...ana, email: 'ana@example.org' }] } },
			{ ...parameters, dueDate: inDays(8) },
		]) {
			const { error } = await run('send', withSeal(other, seal));
			expect(error?.message).toMatch(/^This is not what was approved/);
		}
		expect(left()).toEqual([]);
		for (let turn = 0; turn < 2; turn++) {
			const { error } = await run('send', withSeal(parameters, seal));
			expect(error).toBeUndefined();
		}
		expect(sends()).toHaveLength(1);
	},
);

test('the seal of one kind of send is none of another', async () => {
	const form: Parameters = {
		...{ resource: 'form', form: byReference(references.form) },
		...{ dueDate: inDays(9), signers: { signer: [ana] } },
	};
	const seal = await sealOf(form);
	const { error } = await run('send', withSeal(smartTag(), seal), [await file()]);
	expect(error?.message).toMatch(/Different: Resource,/);
	expect(left()).toEqual([]);
});

test('contents of documents that are stored are not covered, and that has to be accepted', async () => {
	const { items } = await run('upload', { resource: 'document' }, [await file()]);
	const stored = String(items[0].json.documentReference);
	bench.simulator.requests.length = 0;
	const parameters = smartTag({ documentsFrom: 'documents', documents: documentList(stored) });
	const seal = await sealOf(parameters);
	const refused = await run('send', withSeal(parameters, seal));
	expect(refused.error?.message).toMatch(/does not cover the contents/);
	expect(left()).toEqual([]);

	const accepted = { acceptUnsealed: true, checkIfSent: false };
	const sent = await run('send', withSeal(parameters, seal, accepted));
	expect(sent.error).toBeUndefined();
	const again = await run('send', withSeal(parameters, seal, accepted));
	expect(again.error?.message).toMatch(ALREADY_SENT);
	const more = await run('send', withSeal(parameters, seal, { ...accepted, sendAgain: true }));
	expect(more.error?.message).toMatch(/^'Send Again' cannot be used/);
	expect(sends()).toHaveLength(1);
});
