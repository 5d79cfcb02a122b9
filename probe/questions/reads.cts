// What reads alone can tell. Each of these looks is made twice (run.cts).
import {
	field,
	isObject,
	latestInstant,
	listOf,
	namesOf,
	tellsRefusal,
	textOf,
} from '../answers.cts';
import { neither, notSettled, value, Unsettled, type Finding } from '../findings.cts';
import type { Probe } from '../probe.cts';
import { seen, shapeOf, typeShape, type Shape } from '../redact/shape.cts';
import { datesFinding } from './dates.cts';
import { reading, type Question } from './question.cts';

const ACCOUNT = '/Account/Info';
const NUMBERS = ['DocumentUsed', 'DocumentLeft', 'DefaultDueDate', 'MaxDueDate', 'MaxUploadSize'];
const BOOLEANS = ['Actived', 'Locked', 'IsAdmin', 'NotaryEnabled'];
const FIELD_TYPES = ['Text', 'MultiLineText', 'CheckBox', 'DropDownList', 'DateInput'];
const FOLDERS = ['InBox', 'Progress', 'Signed'] as const;

/** The documents of a folder, with their logs. */
export const documentsOf = (probe: Probe, folder: string) =>
	probe.readList(`/Document/GetActiveDocuments/${folder}`, { DocumentLog: 'true' });

async function allDocuments(probe: Probe): Promise<object[]> {
	const all: object[] = [];
	for (const folder of FOLDERS) all.push(...(await documentsOf(probe, folder)));
	return all;
}

async function userId(probe: Probe): Promise<Finding> {
	const names = namesOf(await probe.readObject(ACCOUNT)).filter((name) => /^userid$/i.test(name));
	if (names.length === 1 && (names[0] === 'UserId' || names[0] === 'UserID'))
		return value(names[0]);
	return neither(seen({ spellings: String(names.length), in: shapeOf(await probe.read(ACCOUNT)) }));
}

async function accountInfoTypes(probe: Probe): Promise<Finding> {
	const info = await probe.readObject(ACCOUNT);
	const values = [...NUMBERS, ...BOOLEANS]
		.map((name) => ({ name, is: typeof field(info, name) }))
		.filter(({ name }) => field(info, name) !== undefined && field(info, name) !== null);
	if (values.length === 0) return notSettled('none of the numbers of the account was there');
	if (values.every(({ is }) => is === 'string')) return value('strings');
	const isTyped = values.every(
		({ name, is }) => is === (NUMBERS.includes(name) ? 'number' : 'boolean'),
	);
	return isTyped ? value('typed') : neither(shapeOf(info));
}

async function formats(probe: Probe): Promise<Finding> {
	const asked = [
		{ query: { format: 'xml' }, headers: { Accept: '*/*' } },
		{ headers: { Accept: 'application/xml' } },
	];
	const found: Shape[] = [];
	for (const ask of asked) {
		const { status, headers, text, json } = await probe.client.ask({ path: ACCOUNT, ...ask });
		const type = typeShape(headers.get('content-type'));
		const isXml =
			/xml/.test(String(type)) && text.trim().startsWith('<') && text.trim().endsWith('>');
		if (tellsRefusal(json)) throw new Unsettled(`a refusal came with status ${status}`);
		if (status === 200 && isObject(json)) found.push('json');
		else if (status === 200 && isXml) found.push('xml');
		else found.push(seen({ status: String(status), type }));
	}
	if (found.every((each) => each === 'json')) return value('json');
	if (found.every((each) => each === 'xml')) return value('jsonAndXml');
	return neither(seen({ 'asked by format': found[0], 'asked by Accept': found[1] }));
}

async function errorBody(probe: Probe): Promise<Finding> {
	const path = `/Package/Status/${probe.madeUpReference()}`;
	const { status, headers, text, json } = await probe.client.ask({ path });
	const shape = seen({
		status: String(status),
		type: typeShape(headers.get('content-type')),
		body: json === undefined ? shapeOf(text) : shapeOf(json),
	});
	if (status < 400) return neither(shape);
	if (text.trim() === '') return value('empty', shape);
	for (const [name, inner, is] of [
		['ResponseStatus', ['ErrorCode', 'Message'], 'envelope'],
		['responseStatus', ['errorCode', 'message'], 'camel'],
	] as const) {
		const body = field(json, name);
		if (isObject(body) && inner.some((each) => textOf(body, each) !== '')) return value(is, shape);
	}
	const isPlain = json === undefined && !/^\s*[<{[]/.test(text);
	return isPlain ? value('text', shape) : neither(shape);
}

async function recipients(probe: Probe): Promise<Finding> {
	const answer = await probe.read('/Recipient/GetRecipients');
	const hasLists = (held: unknown) =>
		['NotificationRecipients', 'CompletionRecipients'].some((name) =>
			Array.isArray(field(held, name)),
		);
	if (hasLists(answer)) return value('object');
	if (!Array.isArray(answer)) return neither(shapeOf(answer));
	if (answer.length === 0) return notSettled('the account has no recipients');
	return answer.length === 1 && hasLists(answer[0]) ? value('array') : neither(shapeOf(answer));
}

async function radioButtons(probe: Probe): Promise<Finding> {
	const named = probe.operator.radioForm;
	const forms = await probe.readList('/FormDirect/GetFormList');
	const references = named ? [named] : forms.slice(0, 5).map((form) => textOf(form, 'Reference'));
	const types: unknown[] = [];
	const fields: unknown[] = [];
	for (const reference of references) {
		const path = `/FormDirect/GetPredefinedFormFields/${encodeURIComponent(reference)}`;
		fields.push(...listOf(field(await probe.read(path), 'Fields')));
	}
	types.push(...fields.map((each) => field(each, 'FieldType')));
	if (types.includes('RadioButton')) return value('listed');
	if (named && fields.length === 0) return notSettled('--radio-form names a form without fields');
	if (!types.every((type) => FIELD_TYPES.includes(String(type)))) {
		return neither(
			seen({ types: shapeOf(Object.fromEntries(types.map((type, i) => [`Type${i}`, type]))) }),
		);
	}
	if (!named) {
		return notSettled(
			'no form showed a radio button; --radio-form names one that has them on its page',
		);
	}
	return types.includes('DropDownList')
		? value('absent')
		: neither(seen({ types: [...new Set(types.map(String))].sort().join(', ') }));
}

/**
 * A property that one item of a list has and another leaves out, or has as null. What all of them leave out
 * may be a property that the service has never heard of.
 */
export function nullsFinding(lists: object[][]): Finding {
	let isNull = false;
	let isLeftOut = false;
	for (const items of lists) {
		const names = [...new Set(items.flatMap((item) => Object.keys(item)))];
		for (const name of names) {
			const hasNull = items.some((item) => field(item, name) === null);
			const lacks = items.some((item) => !(name in item));
			if (hasNull && lacks) return neither(seen({ 'both ways': shapeOf({ [name]: null }) }));
			isNull ||= hasNull;
			isLeftOut ||= lacks;
		}
	}
	if (isNull) return isLeftOut ? neither('null in some lists, left out in others') : value('null');
	return isLeftOut ? value('omitted') : notSettled('every property had a value');
}

const nullFields = async (probe: Probe) =>
	nullsFinding([
		[await probe.readObject(ACCOUNT)],
		await allDocuments(probe),
		await probe.readList('/FormDirect/GetFormList'),
		await probe.readList('/EmailTemplate/GetInvitationTemplates'),
	]);

export async function folderIn(probe: Probe, folder: string): Promise<Finding> {
	const [held] = await documentsOf(probe, folder);
	if (!held) return notSettled('there was no document to look at');
	const named = field(held, 'Folder');
	if (named === folder) return value('named');
	return named === undefined || named === null
		? value('unnamed')
		: neither(seen({ Folder: shapeOf(named) }));
}

async function folder(probe: Probe): Promise<Finding> {
	for (const name of FOLDERS) {
		const finding = await folderIn(probe, name);
		if (!('notSettled' in finding)) return finding;
	}
	return notSettled('there was no document to look at');
}

const WEEK_AND_A_DAY = 8 * 86_400_000;

/** What was signed longer ago is still listed; or one of it is gone: on the operator's word that it was there. */
async function retention(probe: Probe): Promise<Finding> {
	const oldest = Date.now() - WEEK_AND_A_DAY;
	const signed = await documentsOf(probe, 'Signed');
	const isOld = (held: object) => latestInstant(textOf(held, 'LastSignedDate')) < oldest;
	if (signed.some(isOld)) return value('kept');
	const named = probe.operator.signedDocument;
	if (!named) {
		return notSettled(
			'nothing was there that was signed more than a week ago; --signed-document names it',
		);
	}
	const known = [...signed, ...(await probe.readList('/FormDirect/GetFormList'))];
	const lengths = known.map((held) => textOf(held, 'Reference').length);
	if (lengths.length === 0) {
		return notSettled('the account showed no reference to hold --signed-document against');
	}
	if (!lengths.includes(named.length)) {
		return notSettled('what --signed-document names does not look like a reference');
	}
	const path = `/Document/Status/${encodeURIComponent(named)}`;
	const answer = await probe.takes({ path }, (status) => status === 404);
	if (!answer) return value('sevenDays');
	return textOf(answer.json, 'Reference') === named
		? value('kept')
		: neither(seen({ 'the document': shapeOf(answer.json) }));
}

async function accountWords(probe: Probe): Promise<Finding> {
	const info = await probe.readObject(ACCOUNT);
	return value(
		'seen',
		seen({
			AccountStatus: shapeOf(field(info, 'AccountStatus')),
			MaxUploadSize: shapeOf(field(info, 'MaxUploadSize')),
			all: shapeOf(info),
		}),
	);
}

async function formTypes(probe: Probe): Promise<Finding> {
	const forms = await probe.readList('/FormDirect/GetFormList');
	if (forms.length === 0) throw new Unsettled('the account has no form');
	return value(
		'seen',
		seen({ FormType: shapeOf(field(forms[0], 'FormType')), form: shapeOf(forms[0]) }),
	);
}

export const questionsOfReads: Question[] = [
	reading('userId', "Spelling of the user's ID in the account information", { reads: userId }),
	reading('accountInfoTypes', 'Numbers in the account information', { reads: accountInfoTypes }),
	reading('formats', 'Answers as XML', { reads: formats }),
	reading('errorBody', 'Text of a refusal', { reads: errorBody }),
	reading('recipients', 'Form of the list of recipients', { reads: recipients }),
	reading('radioButtons', 'Radio buttons in forms', { reads: radioButtons }),
	reading('dates', 'Form of dates', {
		reads: async (probe) => datesFinding(await allDocuments(probe)),
	}),
	reading('nullFields', 'Properties without a value', { reads: nullFields, sends: nullFields }),
	reading('folder', 'Folder of a document', { reads: folder, writes: folder }),
	reading('retention', 'How long signed documents are kept', { reads: retention }),
	{
		id: 'accountInfo',
		title: 'What the account information holds',
		looks: { reads: accountWords },
	},
	{ id: 'formType', title: 'FormType of a form', looks: { reads: formTypes } },
];
