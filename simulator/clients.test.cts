// The clients of others as judges: what the vendor's client puts on the wire (docs/api/API.md section 12.10) is
// accepted, and ServiceStack's own client understands what is answered.
import { JsonServiceClient, type IReturn } from '@servicestack/client';
import type { Schemas } from './api.cts';
import { Arrange, inDays, person } from './testing/arrange.cts';
import { formWith, sign, withSimulator, type Options } from './testing/client.cts';
import { docxWith, tagFor } from './testing/files.cts';

const running = withSimulator();
const arrange = () => new Arrange(running.client);

/** A date as ServiceStack.Text writes it. */
const jsonDate = (days: number, zone = '') => `/Date(${new Date(inDays(days)).getTime()}${zone})/`;

type Wire = [method: string, path: string, options?: Options];

/** Requests as the vendor's client writes them; each is accepted. */
const REQUESTS: Record<string, () => Promise<Wire>> = {
	'a slash at the end': async () => ['GET', '/Account/Info/'],
	'a time with fractions': async () => [
		'GET',
		'/Account/Info',
		{ headers: sign(running.simulator, `${Math.floor(Date.now() / 1000)}.1234567`) },
	],
	'True in the query': async () => [
		'GET',
		`/Document/Status/${await arrange().sent()}`,
		{ query: { DocumentLog: 'True' } },
	],
	'False in the query': async () => [
		'GET',
		'/Document/GetActiveDocuments/Progress',
		{ query: { DocumentLog: 'False' } },
	],
	'properties of the path and the query again in the body': async () => {
		const DocumentReference = await arrange().sent();
		const json = { DocumentReference, RemoveFromPackage: true };
		const query = { RemoveFromPackage: 'True' };
		return ['POST', `/Document/Delete/${DocumentReference}`, { json, query }];
	},
	'a client reference in the path and as a part': async () => {
		const form = formWith('Lease.docx', docxWith(tagFor(1)));
		form.set('ClientReference', 'order-1');
		return ['POST', '/Document/Uploader/order-1', { form }];
	},
	'an attachment with empty Number and Category': async () => [
		'POST',
		'/Attachment/Uploader',
		{ form: formWith('plan.pdf', 'x'), query: { Number: '', Category: '' } },
	],
	'an attachment with empty parts': async () => {
		const form = formWith('plan.pdf', 'x');
		for (const name of ['Number', 'Category', 'ClientReference']) form.set(name, '');
		return ['POST', '/Attachment/Uploader', { form }];
	},
	'a due date as a number of milliseconds': async () => [
		'POST',
		'/SmartTag/Send',
		{ json: { DocumentReferences: [await arrange().upload()], DueDate: jsonDate(7) } },
	],
	'a due date with the zone -0000': async () => [
		'POST',
		'/SmartTag/Send2',
		{ json: { DocumentReferences: [await arrange().upload()], DueDate: jsonDate(7, '-0000') } },
	],
	'a later due date with a zone': async () => {
		const json = {
			DocumentReference: await arrange().sent(),
			DueDate: jsonDate(20, '+1300'),
			GMT: '780',
		};
		return ['POST', '/Document/Extend', { json }];
	},
	'empty references of templates, workflows and addresses': async () => {
		const empty = {
			InvitationEmailTemplateReference: '',
			CompletionEmailTemplateReference: '',
			WorkflowReference: '',
			ReturnUrl: '',
			NotifyUrl: '',
		};
		const DocumentReferences = [await arrange().upload()];
		return [
			'POST',
			'/SmartTag/Send',
			{ json: { DocumentReferences, DueDate: inDays(7), ...empty } },
		];
	},
	'whole signers of a form': async () => [
		'POST',
		'/FormDirect/SendForms',
		{ json: { Forms: await arrange().forms(), DueDate: jsonDate(7) } },
	],
	'whole signers of a template': async () => {
		const Reference = await arrange().template();
		const template = await running.client.json<Schemas['FormFillerTemplate']>(
			'GET',
			`/FormFiller/GetSignerTemplate/${Reference}`,
		);
		const Signers = (template.Signers ?? []).map((signer, index) => ({
			...signer,
			...person,
			Email: `signer${index}@example.com`,
			HasSigned: false,
		}));
		return ['POST', '/FormFiller/Send', { json: { Templates: [{ ...template, Signers }] } }];
	},
	'a whole signer, changed': async () => {
		const DocumentReference = await arrange().sent();
		const { Signers } = await running.client.json<Schemas['Document']>(
			'GET',
			`/Document/Status/${DocumentReference}`,
		);
		const json = { DocumentReference, Signers: [{ ...Signers[0], FirstName: 'Anna' }] };
		return ['POST', '/Document/UpdateSigner', { json }];
	},
	'names without regard to case': async () => {
		const json = { documentreferences: [await arrange().upload()], duedate: inDays(7) };
		return ['POST', '/SmartTag/Send', { json }];
	},
};

test.each(Object.entries(REQUESTS))('the vendor’s client: %s', async (_name, request) => {
	const [method, path, options] = await request();
	const answer = await running.client.fetch(method, path, options);
	expect([answer.status, answer.status === 200 ? '' : await answer.text()]).toEqual([200, '']);
});

/** ServiceStack's client, which signs as the service asks. */
function serviceStack(): JsonServiceClient {
	const client = new JsonServiceClient(running.simulator.url);
	client.requestFilter = (request) => {
		const headers = request.headers as Headers;
		for (const [name, value] of Object.entries(sign(running.simulator))) headers.set(name, value);
	};
	return client;
}

/** A request of which the client knows what it answers. */
const answering = <T,>(): IReturn<T> => ({ createResponse: () => undefined as T });

test('ServiceStack’s client reads, posts and deletes', async () => {
	const client = serviceStack();
	const reference = await arrange().sent();
	const account = await client.get<Schemas['AccountInfo']>('/Account/Info');
	expect(account.DocumentLeft).toBeDefined();
	const [listed] = await client.get<Array<Schemas['Document']>>(
		'/Document/GetActiveDocuments/Progress',
		{ DocumentLog: true },
	);
	expect(listed).toMatchObject({ Reference: reference, Logs: [{}, {}] });
	const extend = { DocumentReference: reference, DueDate: jsonDate(20), GMT: '0' };
	await client.postToUrl('/Document/Extend', { ...answering<object>(), ...extend });
	const { DueDate } = await client.get<Schemas['Document']>(`/Document/Status/${reference}`);
	expect(new Date(`${DueDate}`).getTime() - Date.now()).toBeGreaterThan(19 * 86_400_000);
	await client.delete(`/Document/${reference}`, { RemoveFromPackage: true });
	expect(running.simulator.documents()).toEqual([]);
});

test('and reads a refusal', async () => {
	const refused = serviceStack().get('/Document/Status/1');
	await expect(refused).rejects.toMatchObject({
		responseStatus: {
			errorCode: expect.stringMatching(/\w/),
			message: expect.stringContaining('Unable to find document'),
		},
	});
});
