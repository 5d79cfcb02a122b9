import type { IDataObject } from 'n8n-workflow';

import { Slices } from '../../shared/slices';
import { isRecord, text } from '../../shared/values';
import { lowerCased } from '../http/serviceMessage';
import type { PathValues, Route } from '../routes';
import { asDescribed, isThere, namesOf, type ModelName } from './names';
import { isUnwieldy, validateShape, type Shape } from './shape';

/** What the answer to a route has to be. */
interface Expected {
	/** The model of the answer, or of each entry of a list. */
	is: ModelName;
	shape?: Shape;
	/** At least one of these has a value; without, any name of the model. */
	holds?: string[];
	/** The value of the request, in its path or body, that the first of `holds` repeats. */
	repeats?: string;
	/**
	 * Of a change that may be answered without data: what says that it was made. Other JSON without an error,
	 * and the status 202, leave it open.
	 */
	saidBy?: 'nothing' | 'data';
}

const REFERENCE: Pick<Expected, 'holds'> = { holds: ['Reference'] };
const DOCUMENT: Expected = { is: 'Document', ...REFERENCE, repeats: 'DocumentReference' };
const PACKAGE: Expected = {
	is: 'PackageResponse',
	holds: ['PackageReference', 'Documents'],
	repeats: 'PackageReference',
};
/** A template, of which one of two routes tells a part: its reference was asked for, and may be left out. */
const template = (part: 'Signers' | 'Fields'): Expected => ({
	is: 'FormFillerTemplate',
	holds: ['Reference', part],
	repeats: 'TemplateReference',
});
// The sources disagree on which of these routes answers with what.
const SENT: Expected = { is: 'SentDocument', shape: 'either' };
const DONE: Expected = { is: 'DocumentReferenceResponse', saidBy: 'nothing' };
const list = (is: ModelName, ...holds: string[]): Expected => ({
	is,
	shape: 'list',
	...(holds.length > 0 && { holds }),
});

/**
 * What each answer must hold; source: docs/api/API.md sections 5, 6 and 10, docs/api/openapi.yaml.
 * Properties without a value are left out (section 3), so where no property is required, any will do.
 */
const ANSWERS = {
	'GET /Account/Info': { is: 'AccountInfo' },
	'POST /Account/SaveSender': { is: 'DocumentReferenceResponse', ...REFERENCE },
	// Contradiction 11: the document or its reference alone.
	'POST /Document/Uploader': { is: 'Document', ...REFERENCE },
	'POST /Document/UploadByUrl': { is: 'Document', ...REFERENCE },
	'POST /Document/Combine': { is: 'Document', ...REFERENCE },
	'GET /Document/Status/{DocumentReference}': DOCUMENT,
	'GET /Document/Log/{DocumentReference}': list('DocumentLog'),
	'GET /Document/GetActiveDocuments/{Folder}': list('Document', 'Reference'),
	'POST /Document/Extend': DOCUMENT,
	'POST /Document/UpdateSigner': DOCUMENT,
	'POST /Document/SendReminder': DONE,
	'GET /Document/FieldData/{DocumentReference}': list('FormFillerField'),
	'GET /Document/GetDocumentUrl/{DocumentReference}': { is: 'UrlResponse', holds: ['Url'] },
	'GET /Document/Validation/{DocumentReference}': { is: 'DocumentValidationResponse' },
	'POST /Document/FileValidation': { is: 'DocumentValidationResponse' },
	'DELETE /Document/{DocumentReference}': { ...DOCUMENT, saidBy: 'data' },
	'GET /Document/SigningCompletionCertificate/{DocumentReference}': list(
		'SigningCompletionCertificateResponse',
	),
	'GET /Package/Status/{PackageReference}': PACKAGE,
	'POST /Package/Extend': PACKAGE,
	'DELETE /Package/{PackageReference}': DONE,
	'POST /SmartTag/Send': SENT,
	'POST /SmartTag/Send2': SENT,
	'POST /SmartTag/MailMerge': { is: 'ProcessDocument', ...REFERENCE },
	'GET /SmartTag/MailMergeDocuments/{ProcessDocumentReference}': {
		is: 'ProcessDocument',
		...REFERENCE,
		repeats: 'ProcessDocumentReference',
	},
	'GET /FormDirect/GetFormList': list('FormDirect', 'Reference'),
	'GET /FormDirect/GetSingleForm/{FormReference}': {
		is: 'FormDirect',
		...REFERENCE,
		repeats: 'FormReference',
	},
	'GET /FormDirect/GetPredefinedFormFields/{FormReference}': { is: 'FormFieldResponse' },
	'POST /FormDirect/SendForms': SENT,
	'POST /FormDirect/SendForms2': SENT,
	'POST /FormDirect/GetSignerLink': { is: 'Signer', holds: ['SigningKey'] },
	'GET /FormDirect/Employers': { is: 'Employers' },
	'POST /FormDirect/UpdateEmployers': { is: 'Employers' },
	'GET /FormFiller/GetTemplateList': list('FormFillerTemplate', 'Reference'),
	'GET /FormFiller/GetSignerTemplate/{TemplateReference}': template('Signers'),
	'GET /FormFiller/GetFieldTemplate/{TemplateReference}': template('Fields'),
	'POST /FormFiller/Send': SENT,
	'GET /EmailTemplate/GetInvitationTemplates': list('EmailTemplate', 'Reference'),
	'GET /EmailTemplate/GetCompletionTemplates': list('EmailTemplate', 'Reference'),
	'GET /Workflow/GetSmartTagWorkflows': list('Workflow', 'Reference'),
	'GET /Recipient/GetRecipients': { is: 'RecipientsResponse', shape: 'either' },
	'POST /Attachment/Uploader': { is: 'AttachmentResponse', ...REFERENCE },
	'POST /Attachment/UploadByUrl': { is: 'AttachmentResponse', ...REFERENCE },
	'GET /Attachment/GetAttachments': list('AttachmentResponse', 'Reference'),
	'DELETE /Attachment/{AttachmentReference}': DONE,
	'GET /Billing/Invoices': list('InvoiceInfo'),
	'GET /Billing/InvoiceDetail/{InvoiceReference}': list('InvoiceDetail'),
} satisfies {
	[R in `GET ${Route<'get'>}` | `POST ${Route<'post'>}` | `DELETE ${Route<'delete'>}`]?: Expected;
};

/** Why an answer that says "success" is none. */
export type Fault =
	| 'unreadable'
	| 'aboutAnother'
	/** What the service says instead, perhaps nothing; and whether there are data all the same. */
	| { refusal: unknown; hasData: boolean }
	/** What it should have held, any of these. */
	| { lacks: string[] };

/** A request, as far as its answer is judged by it. */
interface Asked {
	method?: string;
	route: string;
	/** The values of its path. */
	values?: PathValues;
	body?: unknown;
	/** Whether a list counts in which no entry is what it should be. */
	takesAny?: boolean;
}

/** A usable answer. */
export interface Judged {
	data: object;
	/** Whether it leaves open that a change was made. */
	isOpen: boolean;
}

/** The work is taken, and not done yet (RFC 9110 section 15.3.3). */
const ACCEPTED = 202;

/**
 * The data of an answer that says "success", with the names and types of the API; or what is wrong
 * with it. A service, or something in front of it, may say "success" and hand over anything.
 */
export async function validateAnswer(
	asked: Asked,
	body: unknown,
	status: number,
): Promise<Judged | { fault: Fault }> {
	const slices = new Slices();
	const { is, shape = 'object', holds = namesOf(is), repeats, saidBy } = expectedOf(asked);
	if (await isUnwieldy(body, slices)) return { fault: 'unreadable' };
	const own = isRecord(body) ? (asDescribed(body, is, slices) as IDataObject) : undefined;
	const hasData = own !== undefined && namesOf(is).some((name) => isThere(own[name], is, name));
	if (isError(body, hasData)) return { fault: { refusal: body, hasData } };
	// What is no JSON is handed over as text.
	const isNothing = typeof body === 'string' && body.trim() === '';
	const isJson = typeof body === 'object';
	if (saidBy === 'nothing' && (isNothing || isJson)) {
		return { data: {}, isOpen: isJson || status === ACCEPTED };
	}
	if (saidBy === 'data' && (isNothing || (isJson && !hasData))) return { data: {}, isOpen: true };
	const isAnyList = asked.takesAny && Array.isArray(body);
	const found = isAnyList
		? body.map((entry: unknown) => (isRecord(entry) ? entry : {}))
		: validateShape(body, shape);
	if (found === undefined) return { fault: 'unreadable' };
	const data = own ?? (await listDescribed(found as IDataObject[], is, slices));
	const entries = [data].flat();
	const isWhole = (entry: IDataObject) => holds.some((name) => isThere(entry[name], is, name));
	if (!isAnyList && entries.length > 0 && !entries.some(isWhole))
		return { fault: { lacks: holds } };
	const named = text(entries[0]?.[holds[0]]);
	const wanted = repeats === undefined ? '' : text(valueOf(asked, repeats));
	if (wanted !== '' && named !== '' && named !== wanted) return { fault: 'aboutAnother' };
	return { data, isOpen: status === ACCEPTED };
}

const ERROR_NAMES = ['message', 'error', 'errors', 'errorcode', 'errormessage', 'exceptionmessage'];

/**
 * ServiceStack's envelope in any casing (docs/api/API.md section 4), or a message in place of data.
 */
function isError(body: unknown, hasData: boolean): boolean {
	if (!isRecord(body)) return false;
	const parts = lowerCased(body);
	const status = lowerCased(parts.responsestatus);
	if (text(status.errorcode) !== '') return true;
	const said = { ...parts, ...status };
	return !hasData && ERROR_NAMES.some((name) => isSaid(said[name]));
}

/** The entries of a list with the names and types of the API. */
async function listDescribed(
	entries: IDataObject[],
	is: ModelName,
	slices: Slices,
): Promise<IDataObject[]> {
	const described: IDataObject[] = [];
	for (const entry of entries) {
		described.push(asDescribed(entry, is, slices) as IDataObject);
		if (slices.work(0)) await slices.pause();
	}
	return described;
}

const isSaid = (words: unknown) =>
	words === true || text(words) !== '' || (isObject(words) && Object.keys(words).length > 0);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function expectedOf({ method = 'GET', route }: Asked): Expected {
	const name = `${method} ${route}`;
	if (!(name in ANSWERS)) throw new Error(`api/schema/validateAnswer.ts lacks the route ${name}`);
	return ANSWERS[name as keyof typeof ANSWERS];
}

/** A value of a request. Looked up in the body and not copied from it: that may be a whole file. */
const valueOf = ({ values, body }: Asked, name: string): unknown =>
	values?.[name] ?? (isRecord(body) ? body[name] : undefined);
