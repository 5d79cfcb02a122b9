import type { Readings } from './index.cts';
import { likelyReadings } from './readings.cts';
import { Arrange, DueDate, person } from './testing/arrange.cts';
import { formWith, sign, withSimulator, type Options } from './testing/client.cts';

const running = withSimulator();
let arrange: Arrange;
beforeEach(() => {
	arrange = new Arrange(running.client);
});

interface Answer {
	[name: string]: unknown;
}
const json = (method: string, path: string, options?: Options) =>
	running.client.json<Answer>(method, path, options);
const upload = () => arrange.upload();
const statusOf = async (method: string, path: string, options?: Options) =>
	(await running.client.fetch(method, path, options)).status;

async function send(more: object = {}) {
	const body = { DocumentReferences: [await upload()], DueDate, Embedded: true, ...more };
	const [document] = await running.client.json<(Answer & { Signers: Answer[] })[]>(
		'POST',
		'/SmartTag/Send',
		{ json: body },
	);
	return document;
}

async function templateKeys() {
	const template = { Name: 'Consent', Reference: await arrange.template(), Signers: [person] };
	const { Documents, Signers } = await running.client.json<{
		Documents: Array<{ Signers: Answer[] }>;
		Signers: Answer[];
	}>('POST', '/FormFiller/Send', { json: { Templates: [template], Embedded: true } });
	return [Documents[0].Signers[0], Signers[0]].map(({ SigningKey }) => typeof SigningKey);
}

async function sendForms(path: string) {
	const answer = await json('POST', path, { json: { Forms: await arrange.forms() } });
	return Array.isArray(answer) ? 'documents' : 'package';
}

async function fieldTypes() {
	const path = `/FormDirect/GetPredefinedFormFields/${await arrange.form()}`;
	const { Fields } = await running.client.json<{ Fields: Answer[] }>('GET', path);
	return Fields.map(({ FieldType }) => FieldType).includes('RadioButton');
}

async function attachmentNumber(query: Record<string, string>, part?: string) {
	const form = formWith('plan.pdf', 'x');
	if (part) form.set('Number', part);
	return (await json('POST', '/Attachment/Uploader', { form, query })).Number;
}

async function withHeaders(headers: Record<string, string>) {
	return (await fetch(`${running.simulator.url}/Account/Info`, { headers })).status;
}

const partOf = (name: string) => ({ form: formWith('a.pdf', 'x', name) });

/** What to look at for each reading, and what is seen there under each of its values. */
const observations: {
	[R in keyof Readings]: [look: () => Promise<unknown>, seen: Record<Readings[R], unknown>];
} = {
	timestamps: [
		() => withHeaders(sign(running.simulator, `${Math.floor(Date.now() / 1000)}.5`)),
		{ any: 200, whole: 401 },
	],
	sendFormsAnswer: [
		async () => [
			await sendForms('/FormDirect/SendForms'),
			await sendForms('/FormDirect/SendForms2'),
		],
		{ asNamed: ['documents', 'package'], swapped: ['package', 'documents'] },
	],
	packageDocuments: [
		async () => {
			const body = { DocumentReferences: [await upload(), await upload()], DueDate };
			const { Documents } = await json('POST', '/SmartTag/Send2', { json: body });
			return Object.keys((Documents as Answer[])[0]).includes('Documents');
		},
		{ documents: false, wrapper: true },
	],
	signingKey: [
		async () => String((await send()).Signers[0].SigningKey).startsWith('http://127.0.0.1'),
		{ key: false, url: true },
	],
	gmtWithZone: [
		async () => Date.parse(DueDate) - Date.parse(String((await send({ GMT: '60' })).DueDate)),
		{ ignored: 0, shifts: 3_600_000 },
	],
	userId: [
		async () =>
			Object.keys(await json('GET', '/Account/Info')).find((name) => /^userid$/i.test(name)),
		{ UserId: 'UserId', UserID: 'UserID' },
	],
	accountInfoTypes: [
		async () => {
			const { DocumentLeft, Locked } = await json('GET', '/Account/Info');
			return [typeof DocumentLeft, typeof Locked];
		},
		{ typed: ['number', 'boolean'], strings: ['string', 'string'] },
	],
	removeFromPackage: [
		async () => statusOf('DELETE', `/Document/${await upload()}`),
		{ optional: 200, required: 400 },
	],
	uploadPart: [
		async () => [
			await statusOf('POST', '/Document/Uploader', partOf('file')),
			await statusOf('POST', '/Document/Uploader', partOf('upload')),
		],
		{ any: [200, 200], file: [200, 400], upload: [400, 200] },
	],
	attachmentFields: [
		async () => [await attachmentNumber({ Number: '1' }), await attachmentNumber({}, '2')],
		{ either: ['1', '2'], query: ['1', undefined], form: [undefined, '2'] },
	],
	formats: [
		async () => {
			const query = { format: 'xml' };
			const response = await running.client.fetch('GET', '/Account/Info', { query });
			return [response.headers.get('content-type')?.split(';')[0], (await response.text())[0]];
		},
		{ json: ['application/json', '{'], jsonAndXml: ['application/xml', '<'] },
	],
	uploadAnswer: [
		async () => Object.keys(await json('POST', '/Document/Uploader', partOf('file'))),
		{ reference: ['Reference'], document: ['Reference', 'Name', 'Signers'] },
	],
	radioButtons: [fieldTypes, { listed: true, absent: false }],
	notaryJournalTypes: [
		async () => statusOf('GET', `/Download/ENotaryJournal/${await upload()}/xlsx`),
		{ withXlsx: 200, pdfAndJson: 400 },
	],
	dates: [
		async () => (await send()).DueDate,
		{
			iso: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
			servicestack: expect.stringMatching(/^\/Date\(\d+\+0000\)\/$/),
			culture: expect.stringMatching(/^\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d$/),
			rfc1123: expect.stringMatching(
				/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/,
			),
		},
	],
	nullFields: [
		async () => {
			const { ClientReference, Signers } = await send();
			return [ClientReference, Signers[0].MobileNumber];
		},
		{ omitted: [undefined, undefined], null: [null, null] },
	],
	downloadHeaders: [
		async () => {
			const path = `/Download/GetDocumentData/${await upload()}`;
			const { headers } = await running.client.fetch('GET', path);
			return [headers.get('content-type'), headers.get('content-disposition')];
		},
		{
			present: ['application/pdf', `attachment; filename="Lease.pdf"; filename*=UTF-8''Lease.pdf`],
			absent: [null, null],
		},
	],
	errorBody: [
		async () => (await running.client.fetch('GET', '/Package/Status/1')).text(),
		{
			envelope: expect.stringMatching(/^\{"ResponseStatus":\{"ErrorCode"/),
			camel: expect.stringMatching(/^\{"responseStatus":\{"errorCode"/),
			empty: '',
			text: 'Document not found, may have been removed',
		},
	],
	recipients: [
		async () => Array.isArray(await json('GET', '/Recipient/GetRecipients')),
		{ array: true, object: false },
	],
	signingKeys: [
		async () => (await send()).Signers.map(({ SigningKey }) => typeof SigningKey),
		{ turn: ['string', 'undefined'], all: ['string', 'string'] },
	],
	templateKeys: [templateKeys, { beside: ['undefined', 'string'], both: ['string', 'string'] }],
	referer: [
		async () => {
			const { credential } = running.simulator;
			const headers = (Referer: string) => ({ ...sign(running.simulator), Referer });
			const given = [credential.domain, `${credential.domain}/`, 'https://other.example.com'];
			return await Promise.all(given.map((referer) => withHeaders(headers(referer))));
		},
		{ host: [200, 200, 401], exact: [200, 401, 401], ignored: [200, 200, 200] },
	],
	endedDocuments: [
		async () => {
			await running.simulator.decline(await arrange.sent());
			const path = '/Document/GetActiveDocuments/Progress';
			return (await running.client.json<Answer[]>('GET', path)).length;
		},
		{ progress: 1, unlisted: 0 },
	],
	unopened: [async () => (await send()).Status, { Signing: 'Signing', NotStart: 'NotStart' }],
	folder: [async () => (await send()).Folder, { named: 'Progress', unnamed: undefined }],
	updateSigner: [
		async () => {
			const { Reference, Signers } = await send();
			const json = { DocumentReference: Reference, Signers: [Signers[0]] };
			const changed = await running.client.json<typeof json>('POST', '/Document/UpdateSigner', {
				json,
			});
			return changed.Signers.length;
		},
		{ corrects: 2, replaces: 1 },
	],
	singleDocument: [
		async () => {
			const body = { DocumentReferences: [await upload()], DueDate };
			return typeof (await json('POST', '/SmartTag/Send2', { json: body })).PackageReference;
		},
		{ noPackage: 'undefined', package: 'string' },
	],
	secondSend: [
		async () => {
			const body = { DocumentReferences: [(await send()).Reference], DueDate };
			const status = await statusOf('POST', '/SmartTag/Send', { json: body });
			const { logs } = running.simulator.documents()[0];
			return [status, logs.filter(({ action }) => action === 'Sent').length];
		},
		{ refused: [400, 1], repeated: [200, 2] },
	],
	sender: [
		async () => {
			const email = 'sales@example.com';
			const body = { User: { ...person, Email: email }, ClientReference: 'sales' };
			const { Reference } = await json('POST', '/Account/SaveSender', { json: body });
			const named = [String(Reference), 'sales', email, 'nobody'];
			return await Promise.all(
				named.map((name) => withHeaders({ ...sign(running.simulator), 'X-CUSTOM-SENDER': name })),
			);
		},
		{
			reference: [200, 401, 401, 401],
			clientReference: [401, 200, 401, 401],
			email: [401, 401, 200, 401],
		},
	],
	retention: [
		async () => {
			const references = [await arrange.signed(), await arrange.signed()];
			const held = running.simulator.documents();
			[6, 8].forEach((days, i) => {
				for (const signer of held[i].signers)
					signer.signedAt = new Date(Date.now() - days * 86_400_000);
			});
			const paths = references.map((reference) => `/Document/Status/${reference}`);
			return await Promise.all(paths.map((path) => statusOf('GET', path)));
		},
		{ kept: [200, 200], sevenDays: [200, 404] },
	],
	signerNames: [
		async () => (await send()).Signers.map(({ FirstName }) => FirstName),
		{ asGiven: ['Ana', 'Ben'], capitals: ['ANA', 'BEN'] },
	],
	signerLookup: [
		async () => {
			const DocumentReference = (await send()).Reference;
			return await Promise.all(
				[person.FirstName, person.FirstName.toUpperCase()].map((FirstName) =>
					statusOf('POST', '/FormDirect/GetSignerLink', {
						json: { DocumentReference, Signer: { ...person, FirstName } },
					}),
				),
			);
		},
		{ exact: [200, 404], anyCase: [200, 200] },
	],
	callback: [
		async () => {
			await send({ NotifyUrl: 'http://127.0.0.1:9/' });
			return running.simulator.callbacks[0]?.method;
		},
		{ json: 'POST', form: 'POST', get: 'GET', never: undefined },
	],
};

const cases = Object.entries(observations).flatMap(([name, [look, seen]]) =>
	Object.entries(seen).map(([value, expected]) => ({ name, value, look, expected })),
);

it.each(cases)('$name: $value', async ({ name, value, look, expected }) => {
	Object.assign(running.simulator.readings, { [name]: value });
	expect(await look()).toEqual(expected);
});

it('starts with the likelier readings', () => {
	expect(running.simulator.readings).toEqual(likelyReadings);
});
