// Every operation of the description, one by one. The answers are held against the description by
// the simulator itself, which reports differences in `problems`.
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

type Steps = Record<OperationId, () => Promise<Response>>;

const get = (path: string, options?: Options) => client.fetch('GET', path, options);
const post = (path: string, json?: object) => client.fetch('POST', path, { json });
const file = () => ({ form: formWith('Lease.docx', docxWith(ana, ben)) });
const firstSigner = (reference: string) =>
	simulator.documents().find((document) => document.reference === reference)?.signers[0].reference;

const steps: Steps = {
	getAccountInfo: () => get('/Account/Info'),
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
	getDocumentLog: async () => get(`/Document/Log/${await arrange.sent()}`),
	getActiveDocuments: () => get('/Document/GetActiveDocuments/Progress'),
	extendDocument: async () =>
		post('/Document/Extend', { DocumentReference: await arrange.sent(), DueDate }),
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
	getFieldData: async () => get(`/Document/FieldData/${await arrange.signed()}`),
	getDocumentUrl: async () => get(`/Document/GetDocumentUrl/${await arrange.signed()}`),
	validateDocument: async () => get(`/Document/Validation/${await arrange.signed()}`),
	validateDocumentFile: () => client.fetch('POST', '/Document/FileValidation', file()),
	deleteDocument: async () => client.fetch('DELETE', `/Document/${await arrange.upload()}`),
	deleteDocumentPost: async () =>
		post(`/Document/Delete/${await arrange.upload()}`, { RemoveFromPackage: true }),
	getSigningCompletionCertificates: async () =>
		get(`/Document/SigningCompletionCertificate/${await arrange.signed()}`),

	getPackageStatus: async () => get(`/Package/Status/${await arrange.package()}`),
	extendPackage: async () =>
		post('/Package/Extend', { PackageReference: await arrange.package(), DueDate }),
	deletePackage: async () => client.fetch('DELETE', `/Package/${await arrange.package()}`),
	deletePackagePost: async () => post(`/Package/Delete/${await arrange.package()}`),

	sendSmartTag: async () =>
		post('/SmartTag/Send', { DocumentReferences: [await arrange.upload()], DueDate }),
	sendSmartTag2: async () =>
		post('/SmartTag/Send2', { DocumentReferences: [await arrange.upload()], DueDate }),
	sendMailMerge: () => arrange.merge(),
	getMailMergeDocuments: async () => {
		const { Reference } = (await (await arrange.merge()).json()) as Schemas['ProcessDocument'];
		return await get(`/SmartTag/MailMergeDocuments/${Reference}`);
	},

	getFormList: () => get('/FormDirect/GetFormList'),
	getSingleForm: async () => get(`/FormDirect/GetSingleForm/${await arrange.form()}`),
	getPredefinedFormFields: async () =>
		get(`/FormDirect/GetPredefinedFormFields/${await arrange.form()}`),
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
	getEmployers: () => get('/FormDirect/Employers'),
	saveEmployers: () =>
		post('/FormDirect/UpdateEmployers', { TFN: [{ Reference: '', Name: 'New employer' }] }),

	getFormFillerTemplates: () => get('/FormFiller/GetTemplateList'),
	getFormFillerSignerTemplate: async () =>
		get(`/FormFiller/GetSignerTemplate/${await arrange.template()}`),
	getFormFillerFieldTemplate: async () =>
		get(`/FormFiller/GetFieldTemplate/${await arrange.template()}`),
	sendFormFillerTemplates: async () =>
		post('/FormFiller/Send', {
			Templates: [{ Name: 'Consent', Reference: await arrange.template(), Signers: [person] }],
			Embedded: true,
		}),

	getInvitationEmailTemplates: () => get('/EmailTemplate/GetInvitationTemplates'),
	getCompletionEmailTemplates: () => get('/EmailTemplate/GetCompletionTemplates'),
	getSmartTagWorkflows: () => get('/Workflow/GetSmartTagWorkflows'),
	getRecipients: () => get('/Recipient/GetRecipients'),
	getRecipientsAlias: () => get('/Recipient/Recipients'),

	uploadAttachment: () =>
		client.fetch('POST', '/Attachment/Uploader', { ...file(), query: { Number: '7' } }),
	uploadAttachmentByUrl: () =>
		post('/Attachment/UploadByUrl', {
			File: { Name: 'plan.docx', FileType: 'docx', FileUrl: fileUrl, Number: '7' },
		}),
	getAttachments: () => get('/Attachment/GetAttachments'),
	deleteAttachment: async () => client.fetch('DELETE', `/Attachment/${await arrange.attachment()}`),
	deleteAttachmentPost: async () => post(`/Attachment/Delete/${await arrange.attachment()}`),

	getInvoices: () => get('/Billing/Invoices'),
	getInvoiceDetails: async () => get(`/Billing/InvoiceDetail/${await arrange.invoice()}`),

	downloadDocument: async () => get(`/Download/GetDocumentData/${await arrange.signed()}`),
	downloadUploadedFiles: async () => get(`/Download/GetUploadedFileData/${await arrange.signed()}`),
	downloadFormData: async () => get(`/Download/FormData/${await arrange.formDocument()}/csv`),
	downloadAttachment: async () => get(`/Download/Attachment/${await arrange.attachment()}`),
	downloadInvoice: async () => get(`/Download/Invoice/${await arrange.invoice()}`),
	downloadENotaryJournal: async () => get(`/Download/ENotaryJournal/${await arrange.signed()}/pdf`),
	downloadIDVerification: async () =>
		get(`/Download/IDVerification/${await arrange.signed()}/json`),
	downloadSigningCompletionCertificate: async () => {
		const reference = await arrange.signed();
		const [{ CertificateReference }] = await client.json<
			Schemas['SigningCompletionCertificateResponse'][]
		>('GET', `/Document/SigningCompletionCertificate/${reference}`);
		return await get(`/Download/SigningCompletionCertificate/${CertificateReference}`);
	},
	downloadVideoSigningRecording: async () =>
		get(`/Download/VideoSigningRecording/${await arrange.signed()}`),
	downloadSnapshots: async () => get(`/Download/Snapshot/${await arrange.signed()}`),

	getUIResource: () => get('/UI/Resource', { query: { ResourceType: '1' } }),
	getUISetup: () => get('/UI/Setup'),
};

const described = [...Contract.load().operationIds] as OperationId[];

it.each(described)('%s', async (operationId) => {
	const response = await steps[operationId]();
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
