/** Who signs, which emails they get and what belongs to each of them, as Preview shows it. */
import type { INodeExecutionData } from 'n8n-workflow';

import { wordFileOf } from '../harness/wordFile.cts';
import { smartTag, usePreview, type Previewing, type Shown } from './previewing.cts';
import { ana, ben, byReference } from './samples.cts';

let bench: Previewing['bench'];
let preview: Previewing['preview'];
let sentBody: Previewing['sentBody'];
let file: Previewing['file'];
usePreview((own) => ({ bench, preview, sentBody, file } = own));

describe('nobody who is asked is left out', () => {
	const [CLEO, DAN] = ['cleo@example.com', 'dan@example.com'];
	const ANA = ana.email;
	const tag = (order: number, name: string, email: string) =>
		`[!Sign.${order}.F, ${name}, Ng, ${email}]`;
	test.each<[string, string[][], string[], boolean]>([
		[
			'two files of a package name different people for one place',
			[[tag(1, 'Ana', ANA)], [tag(1, 'Cleo', CLEO), tag(2, 'Dan', DAN)]],
			[`1 ${ANA}`, `1 ${CLEO}`, `2 ${DAN}`],
			false,
		],
		[
			'one file names two people for one place',
			[[tag(1, 'Ana', ANA), tag(1, 'Dan', DAN)]],
			[`1 ${ANA}`, `1 ${DAN}`],
			false,
		],
		[
			'somebody has two places',
			[[tag(1, 'Ana', ANA), tag(2, 'Ana', ANA)]],
			[`1 ${ANA}`, `2 ${ANA}`],
			true,
		],
	])('%s', async (_what, files, places, isEverybody) => {
		const binary: NonNullable<INodeExecutionData['binary']> = {};
		for (const [at, tags] of files.entries()) {
			const word = await wordFileOf(...tags);
			binary[`file${at}`] = (await bench.file(word, `F${at}.docx`, '')).binary!.data;
		}
		const { shown } = await preview(
			smartTag({ signersFrom: 'tags', binaryPropertyName: Object.keys(binary).join(',') }),
			[{ json: {}, binary }],
		);
		const [{ signers, emails, warnings, ...rest }] = shown;
		expect(signers.map(({ order, email }) => `${String(order)} ${String(email)}`)).toEqual(places);
		expect(rest.isEverybody).toBe(isEverybody);
		expect(warnings.some((text) => /different people as signer 1/.test(text))).toBe(!isEverybody);
		const people = [...new Set(places.map((place) => place.slice(2)))];
		for (const kind of ['invitation', 'completion']) {
			expect(emails.filter((email) => email.kind === kind).map(({ to }) => to)).toEqual(people);
		}
	});
});

test('each document that goes out by itself has its own emails', async () => {
	const options = { sendAs: 'documents' };
	const two = [
		{
			json: {},
			binary: {
				one: (await file('One.pdf')).binary!.data,
				two: (await file('Two.pdf')).binary!.data,
			},
		},
	];
	const files = { binaryPropertyName: 'one,two' };
	const invitations = ({ emails }: Shown) =>
		emails
			.filter(({ kind }) => kind === 'invitation')
			.map(({ to, document }) => [document, to].filter(Boolean).join(' '));
	const apart = await preview(smartTag({ ...files, options }), two);
	expect(invitations(apart.shown[0])).toEqual(
		['One.pdf', 'Two.pdf'].flatMap((name) => [ana, ben].map(({ email }) => `${name} ${email}`)),
	);
	two[0].binary.two.fileName = 'One.pdf';
	const alike = await preview(smartTag({ ...files, options }), two);
	expect(invitations(alike.shown[0])[3]).toBe(`One.pdf (document 2) ${ben.email}`);
	const together = await preview(smartTag(files), two);
	expect(invitations(together.shown[0])).toEqual([ana.email, ben.email]);
});

test('what belongs to one signer is shown, whoever else has the same', async () => {
	const same = { emailSubject: 'Please sign', invitationText: 'By Friday' };
	const details = { ...same, embedded: true, isPersonalMessage: false };
	const signer = [
		{ ...ana, details },
		{ ...ben, details: same },
	];
	const parameters = smartTag({ signers: { signer } });
	const { shown } = await preview(parameters, [await file()]);
	expect(shown[0].otherValues).toEqual([
		{ name: 'Signer 1: Invitation Text', value: 'By Friday' },
		{ name: 'Signer 1: Invitation Is Personal', value: 'false' },
		{ name: 'Signer 1: Email Subject', value: 'Please sign' },
	]);
	const body = await sentBody(parameters, [await file()]);
	expect(body.Signers).toMatchObject([
		{ EmailSubject: 'Please sign', InvitationText: 'By Friday', IsPersonalMessage: false },
		{ EmailSubject: 'Please sign', InvitationText: 'By Friday' },
	]);
});

test('an address that looks like another one is told', async () => {
	// The second letter “a” is Cyrillic; the domain by Python's idna codec.
	const signer = [ana, { ...ben, email: 'ben@ex\u0430mple.com' }];
	const { shown } = await preview(smartTag({ signers: { signer } }), [await file()]);
	expect(shown[0].warnings).toEqual([
		'The email address of Ben Wu contains letters other than a to z, which may look like them: \u0430 (U+0430). Its domain is xn--exmple-4nf.com.',
	]);
});

test('a workflow may add signers', async () => {
	const options = { workflow: byReference('7') };
	const { shown } = await preview(smartTag({ options }), [await file()]);
	expect(shown[0].isEverybody).toBe(false);
	expect(shown[0].warnings).toEqual(['The workflow may add signers that this node does not know.']);
});

test('what belongs to an email that may not be sent is shown as well', async () => {
	const details = { embedded: true, emailSubject: 'Our offer', invitationText: 'By Friday' };
	const { shown } = await preview(
		smartTag({
			signers: { signer: [{ ...ana, details }, ben] },
			options: { sender: '154107214180', clientReference: 'order-8' },
		}),
		[await file()],
	);
	expect(shown[0].otherValues).toEqual([
		{ name: 'Sender', value: '154107214180' },
		{ name: 'Signer 1: Invitation Text', value: 'By Friday' },
		{ name: 'Signer 1: Email Subject', value: 'Our offer' },
	]);
	for (const text of ['154107214180', 'Our offer', 'By Friday', 'order-8']) {
		expect(shown[0].previewText).toContain(text);
	}
});

test("the account's template is not named where it is passed over", async () => {
	const options = { noInvitationEmailTemplate: true };
	const { shown } = await preview(smartTag({ options }), [await file()]);
	expect(shown[0].emails.map(({ kind, isStandardEmail }) => [kind, isStandardEmail])).toEqual([
		['invitation', true],
		['invitation', true],
		['completion', undefined],
		['completion', undefined],
	]);
});
