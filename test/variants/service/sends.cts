/** Everything that sends, and what belongs to it: API.md sections 5.4, 5.5 and 5.6. */
import {
	documentAnswer,
	packageAnswer,
	processAnswer,
	signerAnswer,
	wrapperAnswer,
} from './answers.cts';
import { dueDate, known, type Route } from './documents.cts';
import { json, Refusal, type Reply } from './reply.cts';
import { newReference, type Call, type Doc, type Person, type World } from './world.cts';

type Invitee = Person & { SignerType?: string; Optional?: unknown; SignerReference?: string };

export const FORM = '100100100100100100100100100100100100100100100100';
export const TEMPLATE = '200200200200200200200200200200200200200200200200';
const ROLES = ['201201201201201201201201', '202202202202202202202202'];
const TWO_WEEKS = 14 * 24 * 60 * 60 * 1000;

export const formAnswer = () => ({
	Name: 'Tax declaration',
	FormType: 3,
	Reference: FORM,
	EmbedForm: false,
	Signers: [
		{ FirstName: '', LastName: '', Email: '', SignerType: 'Employee', Optional: false },
		{ FirstName: '', LastName: '', Email: '', SignerType: 'Witness', Optional: true },
	],
});

const templateName = { Name: 'Non-disclosure', Reference: TEMPLATE };
const templateFields = [
	{ Label: 'City', Value: '', FieldType: 'Text', IsRequired: false, ID: '301', ReadOnly: false },
];

const true_ = (value: unknown) => String(value).toLowerCase() === 'true';

const people = (signers: Invitee[]): Array<Person & { role?: string }> =>
	signers.map(({ FirstName, LastName, Email, SignerType }) => {
		if (!FirstName || !LastName || !Email) throw new Refusal(400, 'A signer is not complete');
		return { FirstName, LastName, Email, role: SignerType };
	});

/** Sends the documents, as one package or one by one; answers them. */
function smartTag(call: Call, world: World): Doc[] {
	const { values } = call;
	const references = (values.DocumentReferences as string[] | undefined) ?? [];
	if (references.length === 0) throw new Refusal(400, 'DocumentReferences');
	const docs = references.map((reference) => known(world, reference));
	const due = dueDate(values);
	if (due === undefined) throw new Refusal(400, 'DueDate');
	const invitees = (values.Signers as Invitee[] | undefined) ?? [];
	if (invitees.length === 0) throw new Refusal(400, 'The tags name nobody');
	const more = { due, embedded: true_(values.Embedded) };
	if (true_(values.NoPackage)) {
		for (const doc of docs) world.send([doc], call, people(invitees), more);
	} else {
		const asPackage = docs.length > 1 || true_(values.SingleDocumentAsPackage);
		const packageReference = asPackage ? newReference() : undefined;
		world.send(docs, call, people(invitees), { ...more, packageReference });
	}
	return docs;
}

/** `Optional: true` in a request leaves the signer out (API.md section 12, point 1). */
function forms(call: Call, world: World): Doc[] {
	const due = dueDate(call.values) ?? Date.now() + TWO_WEEKS;
	return (call.values.Forms as Array<Record<string, unknown>>).map((form) => {
		if (form.Reference !== FORM) throw new Refusal(404, 'Form not found');
		const invitees = (form.Signers as Invitee[]).filter(({ Optional }) => !true_(Optional));
		const signers = people(invitees);
		const doc = world.add(String(form.Name ?? 'Form'), {
			form: FORM,
			clientReference: form.ClientReference as string | undefined,
		});
		world.send([doc], call, signers, { due, embedded: true_(form.EmbedForm) });
		return doc;
	});
}

function templates(call: Call, world: World): Doc[] {
	const due = dueDate(call.values) ?? Date.now() + TWO_WEEKS;
	return (call.values.Templates as Array<Record<string, unknown>>).map((template) => {
		if (template.Reference !== TEMPLATE) throw new Refusal(404, 'Template not found');
		const given = template.Signers as Invitee[];
		const inOrder = ROLES.map((role) => given.find((each) => each.SignerReference === role));
		if (inOrder.some((each) => !each)) throw new Refusal(400, 'SignerReference');
		const signers = people(inOrder as Invitee[]);
		const doc = world.add(String(template.Name ?? 'Template'), {
			clientReference: template.ClientReference as string | undefined,
		});
		world.send([doc], call, signers, { due, embedded: true_(call.values.Embedded) });
		return doc;
	});
}

/** The rows of a list in CSV: a person each. Only as much CSV as the tests' names need. */
function rows(data: unknown): Person[] {
	const [head, ...lines] = Buffer.from(String(data), 'base64')
		.toString('utf8')
		.replace(/^\uFEFF/, '')
		.split(/\r?\n/)
		.filter((line) => line !== '')
		.map((line) => line.split(/[,;\t]/).map((cell) => cell.replace(/^"|"$/g, '')));
	const column = (line: string[], word: string) => line[head.findIndex((name) => name === word)];
	return lines.map((line) => ({
		FirstName: column(line, 'FirstName'),
		LastName: column(line, 'LastName'),
		Email: column(line, 'Email'),
	}));
}

function mailMerge(call: Call, world: World): Reply {
	const { values } = call;
	const source = known(world, values.DocumentReference);
	const due = dueDate(values);
	const process = newReference();
	const docs = rows(values.MailMergeListFileData).map((person) => {
		const doc = world.add(`${source.name} ${person.LastName}`);
		world.send([doc], call, people([person]), { due });
		return doc;
	});
	world.processes.set(
		process,
		docs.map(({ reference }) => reference),
	);
	return json(processAnswer(world, process));
}

const list = (docs: Doc[]) => json(docs.map(documentAnswer));
const asPackage = (docs: Doc[]) => json(packageAnswer(docs));

const post = (place: string, path: string, act: Route['act']): Route => ({
	place,
	method: 'post',
	path,
	act,
});
const get = (place: string, path: string, act: Route['act']): Route => ({
	place,
	method: 'get',
	path,
	act,
});

export const sendRoutes: Route[] = [
	post('smartTagSend', '/SmartTag/Send', (call, world) => list(smartTag(call, world))),
	post('smartTagSend', '/SmartTag/Send2', (call, world) => asPackage(smartTag(call, world))),
	post('mailMerge', '/SmartTag/MailMerge', mailMerge),
	get('mailMergeStatus', '/SmartTag/MailMergeDocuments/:Process', ({ values }, world) => {
		if (!world.processes.has(String(values.Process))) throw new Refusal(404, 'Not found');
		return json(processAnswer(world, String(values.Process)));
	}),
	get('formList', '/FormDirect/GetFormList', () => json([formAnswer()])),
	get('form', '/FormDirect/GetSingleForm/:FormReference', ({ values }) => {
		if (values.FormReference !== FORM) throw new Refusal(404, 'Form not found');
		return json(formAnswer());
	}),
	post('formSend', '/FormDirect/SendForms', (call, world) => list(forms(call, world))),
	post('formSend', '/FormDirect/SendForms2', (call, world) => asPackage(forms(call, world))),
	post('signerLink', '/FormDirect/GetSignerLink', ({ values }, world) => {
		const doc = known(world, values.DocumentReference);
		const who = values.Signer as Person;
		const found = doc.signers.find(
			({ FirstName, LastName, Email }) =>
				FirstName === who.FirstName && LastName === who.LastName && Email === who.Email,
		);
		if (!found) throw new Refusal(404, 'Not found');
		return json(signerAnswer(found, true));
	}),
	get('templateList', '/FormFiller/GetTemplateList', () => json([templateName])),
	get('template', '/FormFiller/GetSignerTemplate/:Template', () =>
		json({ ...templateName, Signers: ROLES.map((SignerReference) => ({ SignerReference })) }),
	),
	get('template', '/FormFiller/GetFieldTemplate/:Template', () =>
		json({ ...templateName, Fields: templateFields }),
	),
	post('templateSend', '/FormFiller/Send', (call, world) =>
		json(wrapperAnswer(templates(call, world))),
	),
];
