import type { IDataObject } from 'n8n-workflow';

import { Slices } from '../../shared/slices';
import { isObject, isRecord, text } from '../../shared/values';
import { lowerCased } from '../http/serviceMessage';
import type { PathValues } from '../routes';
import { ANSWERS } from './models';
import { asDescribed, isThere, namesOf, type ModelName } from './names';
import { isUnwieldy, validateShape, type Shape } from './shape';

/** How a correct answer is recognised. */
interface Rule {
	/** At least one of these has to have a value; if not given, any property of the model. */
	holds?: string[];
	/** The value of the request, in its path or body, that the first of `holds` repeats. */
	repeats?: string;
}

/** What the answer to a route has to contain. */
interface Expected extends Rule {
	/** The model of the answer, or of each entry of a list. */
	is: ModelName;
	shape?: Shape;
	/**
	 * For a change that may be answered without data: what confirms it. Other JSON without an error, and the
	 * status 202, do not.
	 */
	saidBy?: 'nothing' | 'data';
}

const REFERENCE: Rule = { holds: ['Reference'] };
const DOCUMENT: Rule = { ...REFERENCE, repeats: 'DocumentReference' };
// The sources disagree on which of these routes answers with what.
const SENT: Expected = { is: 'SentDocument', shape: 'either' };
const DONE: Expected = { is: 'DocumentReferenceResponse', saidBy: 'nothing' };
/**
 * A part of a template, from one of two routes. The answer may lack the reference, because it was in the
 * request.
 */
const template = (part: 'Signers' | 'Fields'): Expected => ({
	is: 'FormFillerTemplate',
	holds: ['Reference', part],
	repeats: 'TemplateReference',
});

/**
 * Answers that docs/api/openapi.yaml does not describe well enough; source: docs/api/API.md sections 5, 6 and
 * 10.
 */
const SPECIAL = {
	// Contradiction 11 (API.md section 10): the document, or only its reference.
	'POST /Document/Combine': { is: 'UploadedDocument', ...REFERENCE },
	'DELETE /Document/{DocumentReference}': { is: 'Document', ...DOCUMENT, saidBy: 'data' },
	'POST /SmartTag/Send': SENT,
	'POST /SmartTag/Send2': SENT,
	'POST /FormDirect/SendForms': SENT,
	'POST /FormDirect/SendForms2': SENT,
	'POST /FormFiller/Send': SENT,
	'GET /FormFiller/GetSignerTemplate/{TemplateReference}': template('Signers'),
	'GET /FormFiller/GetFieldTemplate/{TemplateReference}': template('Fields'),
	'GET /Recipient/GetRecipients': { is: 'RecipientsResponse', shape: 'either' },
} satisfies { [R in keyof typeof ANSWERS]?: Expected };

/** The models that answer changes. */
type OfChanges = {
	[R in keyof typeof ANSWERS]: R extends `GET ${string}` | keyof typeof SPECIAL
		? never
		: ModelIn<(typeof ANSWERS)[R]>;
}[keyof typeof ANSWERS];
type ModelIn<Answer> = Answer extends readonly [infer Model] ? Model : NonNullable<Answer>;

/**
 * What every other answer has to contain, by its model. Properties without a value are left out
 * (docs/api/API.md section 3), so without a rule, any property is enough. A model that answers a change needs
 * a rule, even an empty one, because such an answer proves that the change was made.
 */
const RULES: Record<OfChanges, Rule> & { [Model in ModelName]?: Rule } = {
	AttachmentResponse: REFERENCE,
	Document: DOCUMENT,
	DocumentReferenceResponse: REFERENCE,
	DocumentValidationResponse: {},
	EmailTemplate: REFERENCE,
	Employers: {},
	FormDirect: { ...REFERENCE, repeats: 'FormReference' },
	FormFillerTemplate: REFERENCE,
	PackageResponse: { holds: ['PackageReference', 'Documents'], repeats: 'PackageReference' },
	ProcessDocument: { ...REFERENCE, repeats: 'ProcessDocumentReference' },
	Signer: { holds: ['SigningKey'] },
	UploadedDocument: REFERENCE,
	UrlResponse: { holds: ['Url'] },
	Workflow: REFERENCE,
};

/** Why an answer with a success status cannot be used. */
export type Fault =
	| 'unreadable'
	| 'aboutAnother'
	| 'cached'
	/** The error in the answer, and whether there is also data. */
	| { refusal: unknown; hasData: boolean }
	/** The names of which at least one should have had a value. */
	| { lacks: string[] };

/** The parts of a request that are needed to check its answer. */
interface Asked {
	method?: string;
	route: string;
	/** The values of its path. */
	values?: PathValues;
	body?: unknown;
	/** Whether to accept a list of which no entry has the right shape. */
	takesAny?: boolean;
}

/** A usable answer. */
export interface Judged {
	data: object;
	/** Whether it does not confirm that a change was made. */
	isOpen: boolean;
}

/** The request was accepted, but is not carried out yet (RFC 9110 section 15.3.3). */
const ACCEPTED = 202;

/**
 * The data of an answer with a success status, with the names and types of the API; or what is wrong with it.
 * The service, or a proxy, may send anything with a success status.
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
	// A body that is not JSON is a string here.
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

function expectedOf({ method = 'GET', route }: Asked): Expected {
	const name = `${method} ${route}` as keyof typeof ANSWERS;
	if (!(name in ANSWERS)) throw new Error(`No answer of ${name}: npm run types:models`);
	return name in SPECIAL ? SPECIAL[name as keyof typeof SPECIAL] : described(ANSWERS[name]);
}

/** What an answer has to be that is as docs/api/openapi.yaml says. */
function described(answer: (typeof ANSWERS)[keyof typeof ANSWERS]): Expected {
	if (answer === null) return DONE;
	if (typeof answer === 'string') return { is: answer, ...ruleOf(answer) };
	const [is] = answer;
	// What was asked for need not be the first of a list.
	return { is, shape: 'list', ...ruleOf(is), repeats: undefined };
}

const ruleOf = (model: ModelName): Rule => RULES[model] ?? {};

/** A value of a request. Looked up in the body and not copied from it: that may be a whole file. */
const valueOf = ({ values, body }: Asked, name: string): unknown =>
	values?.[name] ?? (isRecord(body) ? body[name] : undefined);
