// Every operation of the description, one by one. The answers are held against the description by
// the simulator itself, which reports differences in `problems`.
import type { Operation } from 'openapi-backend';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OperationId, Schemas } from './api.cts';
import { Contract } from './contract.cts';
import { startSimulator, type Simulator } from './index.cts';
import { Arrange, DueDate, other, person } from './testing/arrange.cts';
import { Client, formWith, type Options } from './testing/client.cts';
import { ana, ben, docxWith } from './testing/files.cts';

let simulator: Simulator;
let client: Client;
let arrange: Arrange;
let web: Server;
let fileUrl: string;

beforeAll(async () => {
	simulator = await startSimulator();
	client = new Client(simulator);
	arrange = new Arrange(client);
	web = createServer((_request, response) => response.end(docxWith(ana)));
	await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
	fileUrl = `http://127.0.0.1:${(web.address() as AddressInfo).port}/`;
});

afterAll(async () => {
	web.close();
	await simulator.close();
});

const get = (path: string, options?: Options) => client.fetch('GET', path, options);
const post = (path: string, json?: object) => client.fetch('POST', path, { json });
const file = () => ({ form: formWith('Lease.docx', docxWith(ana, ben)) });
const firstSigner = (reference: string) =>
	simulator.documents().find((document) => document.reference === reference)?.signers[0].reference;

/** What the parameters and fields of these names take. */
const values: Record<string, (method: string) => unknown> = {
	DueDate: () => DueDate,
	// One that is read is signed, one that is changed can be signed still.
	DocumentReference: (method) => (method === 'get' ? arrange.signed() : arrange.sent()),
	PackageReference: () => arrange.package(),
	FormReference: () => arrange.form(),
	TemplateReference: () => arrange.template(),
	AttachmentReference: () => arrange.attachment(),
	InvoiceReference: () => arrange.invoice(),
};

interface Schema {
	type?: string;
	enum?: unknown[];
	required?: string[];
	properties?: Record<string, Schema>;
}
/** What the description says of a request; its references are resolved. */
interface Described {
	parameters?: Array<{ name: string; in: string; required?: boolean; schema: Schema }>;
	requestBody?: { content: Partial<Record<string, { schema: Schema }>> };
}

/** A request with what the description requires, and no more. */
async function plain(operation: Operation): Promise<Response> {
	const { method, path } = operation;
	const { parameters = [], requestBody } = operation as Described;
	const valueOf = (name: string, { type, enum: choices }: Schema) =>
		values[name]?.(method) ?? choices?.[0] ?? (type === 'integer' ? 1 : 'text');
	const query: Record<string, string> = {};
	let url = path;
	for (const { name, in: place, required, schema } of parameters) {
		if (!required) continue;
		const value = String(await valueOf(name, schema));
		if (place === 'query') query[name] = value;
		else url = url.replace(`{${name}}`, value);
	}
	const body = requestBody?.content['application/json']?.schema;
	const json: Record<string, unknown> = {};
	for (const name of body?.required ?? []) {
		json[name] = await valueOf(name, body?.properties?.[name] ?? {});
	}
	return await client.fetch(method.toUpperCase(), url, { query, json: body && json });
}

/** Requests that need more than that. */
const steps: Partial<Record<OperationId, () => Promise<Response>>> = {
	saveSender: () => post('/Account/SaveSender', { User: person, ClientReference: 'c1' }),

	uploadDocument: () => client.fetch('POST', '/Document/Uploader', file()),
	uploadDocumentWithClientReference: () => client.fetch('POST', '/Document/Uploader/c1', file()),
	uploadDocumentByUrl: () =>
		post('/Document/UploadByUrl', { File: { Name: 'a', FileType: 'docx', FileUrl: fileUrl } }),
	combineDocuments: async () =>
		post('/Document/Combine', {
			DocumentReferences: [await arrange.upload(), await arrange.upload()],
			CombinedDocumentName: 'Both',
			Folder: 'InBox',
		}),
	getDocumentStatus: async () =>
		get(`/Document/Status/${await arrange.sent()}`, { query: { DocumentLog: 'true' } }),
	updateSigners: async () => {
		const DocumentReference = await arrange.sent();
		const SignerReference = firstSigner(DocumentReference);
		const Signers = [{ ...other, SignerReference }];
		return await post('/Document/UpdateSigner', { DocumentReference, Signers });
	},
	sendReminder: async () => {
		const DocumentReference = await arrange.sent();
		const SignerReference = firstSigner(DocumentReference);
		return await post('/Document/SendReminder', { DocumentReference, SignerReference });
	},
	validateDocumentFile: () => client.fetch('POST', '/Document/FileValidation', file()),
	deleteDocumentPost: async () =>
		post(`/Document/Delete/${await arrange.upload()}`, { RemoveFromPackage: true }),
	sendSmartTag: async () =>
		post('/SmartTag/Send', { DocumentReferences: [await arrange.upload()], DueDate }),
	sendSmartTag2: async () =>
		post('/SmartTag/Send2', { DocumentReferences: [await arrange.upload()], DueDate }),
	sendMailMerge: () => arrange.merge(),
	getMailMergeDocuments: async () => {
		const { Reference } = (await (await arrange.merge()).json()) as Schemas['ProcessDocument'];
		return await get(`/SmartTag/MailMergeDocuments/${Reference}`);
	},

	sendForms: async () => post('/FormDirect/SendForms', { Forms: await arrange.forms() }),
	sendForms2: async () => post('/FormDirect/SendForms2', { Forms: await arrange.forms(), DueDate }),
	getSignerLink: async () =>
		post('/FormDirect/GetSignerLink', {
			DocumentReference: await arrange.formDocument(),
			Signer: person,
		}),
	exportFormData: async () => get(`/FormDirect/Export/${await arrange.formDocument()}/xml`),
	getFormDataUrl: async () =>
		get(`/FormDirect/GetFormData/${await arrange.formDocument()}/csv`, {
			query: { Separator: '0x3b' },
		}),
	saveEmployers: () =>
		post('/FormDirect/UpdateEmployers', { TFN: [{ Reference: '', Name: 'New employer' }] }),

	sendFormFillerTemplates: async () =>
		post('/FormFiller/Send', {
			Templates: [{ Name: 'Consent', Reference: await arrange.template(), Signers: [person] }],
			Embedded: true,
		}),

	uploadAttachment: () =>
		client.fetch('POST', '/Attachment/Uploader', { ...file(), query: { Number: '7' } }),
	uploadAttachmentByUrl: () =>
		post('/Attachment/UploadByUrl', {
			File: { Name: 'plan.docx', FileType: 'docx', FileUrl: fileUrl, Number: '7' },
		}),
	downloadFormData: async () => get(`/Download/FormData/${await arrange.formDocument()}/csv`),
	downloadSigningCompletionCertificate: async () => {
		const reference = await arrange.signed();
		const [{ CertificateReference }] = await client.json<
			Schemas['SigningCompletionCertificateResponse'][]
		>('GET', `/Document/SigningCompletionCertificate/${reference}`);
		return await get(`/Download/SigningCompletionCertificate/${CertificateReference}`);
	},
};

const described = Contract.load().operations.map((operation) => ({
	operation,
	operationId: operation.operationId as OperationId,
}));

it.each(described)('$operationId', async ({ operation, operationId }) => {
	const response = await (steps[operationId]?.() ?? plain(operation));
	const text = await response.text();
	expect([response.status, text]).toEqual([200, expect.any(String)]);
	expect(simulator.requests.at(-1)?.operationId).toBe(operationId);
	expect(simulator.problems).toEqual([]);
});

it('answers an unknown reference with a 404', async () => {
	for (const path of ['/Document/Status/1', '/Package/Status/1', '/FormDirect/GetSingleForm/1']) {
		expect((await client.refusal('GET', path)).status).toBe(404);
	}
});
