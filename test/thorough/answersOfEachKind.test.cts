/**
 * Every operation against answers that say "success" (200) and are none, or are right in another
 * spelling. What each cell expects follows from docs/api/API.md: the answer that section 5 names for the
 * route, the names that section 3 says are PascalCase and matched without regard to case, the envelope
 * of section 4, and section 10.6 (text for numbers and the other way round).
 */
import type { INodeParameters } from 'n8n-workflow';

import { toldOn } from '../harness/told.cts';
import { GOOD, type Answer } from '../fuzz/answers.cts';
import { startStandIn, type Special, type StandIn } from '../fuzz/standIn.cts';
import { startBench, type Bench, type Result } from '../engine/node.cts';
import { ana, byReference, dataFile, documentList, inDays } from '../engine/samples.cts';

let bench: Bench;
let service: StandIn;

beforeAll(async () => {
	[bench, service] = await Promise.all([startBench(), startStandIn()]);
	service.answers = [GOOD];
});
afterAll(async () => await Promise.all([bench.close(), service.close()]));
afterEach(() => service.forget());

const ASKED = '154107214180';
const asked = Object.fromEntries(
	['document', 'package', 'form', 'template', 'attachment', 'invoice'].map((name) => [
		name,
		byReference(ASKED),
	]),
);

/** What section 5 says of an answer. */
type Kind =
	/** An object that names what was asked for. */
	| 'asked'
	/** An object about something that the request does not name. */
	| 'object'
	| 'list'
	/** A list of one object, or the object itself (5.7). */
	| 'either'
	/** Nothing (5.2, 5.3, 5.8): no body is a yes. */
	| 'nothing'
	/** The document that is gone. */
	| 'gone';
type Row = [name: string, route: RegExp, kind: Kind, parameters?: INodeParameters];

const changed = /^(POST|DELETE) (?!\/FormDirect\/GetSignerLink)/;

/** What the right answer repeats of the request. */
const AS_SAID = { options: { clientReference: 'ClientReference of the service' } };

const ROWS: Row[] = [
	['account:get', /Account\/Info/, 'object'],
	['account:saveSender', /SaveSender/, 'object'],
	['document:upload', /Document\/Uploader/, 'object', AS_SAID],
	['document:uploadFromUrl', /Document\/UploadByUrl/, 'object', AS_SAID],
	['document:combine', /Combine/, 'object', { documents: documentList('1', '2') }],
	['document:get', /Document\/Status/, 'asked'],
	['document:getLog', /Document\/Log/, 'list'],
	['document:getAll', /GetActiveDocuments/, 'list'],
	['document:extend', /Document\/Extend/, 'asked'],
	['document:getFieldValues', /FieldData/, 'list'],
	['document:getDownloadUrl', /GetDocumentUrl/, 'object'],
	['document:verify', /Document\/Validation/, 'object'],
	['document:verify', /FileValidation/, 'object', { source: 'file' }],
	['document:delete', /DELETE \/Document/, 'gone'],
	['document:getFinished', /Document\/Status/, 'asked', { include: [] }],
	['package:get', /Package\/Status/, 'asked'],
	['package:extend', /Package\/Extend/, 'asked'],
	['package:delete', /DELETE \/Package/, 'nothing'],
	['mailMerge:send', /SmartTag\/MailMerge/, 'object', { listFrom: 'items' }],
	['mailMerge:get', /MailMergeDocuments/, 'asked'],
	['form:getAll', /GetFormList/, 'list'],
	['form:get', /GetSingleForm/, 'asked'],
	['form:getFields', /GetPredefinedFormFields/, 'object'],
	['form:getEmployers', /FormDirect\/Employers/, 'object'],
	['form:updateEmployers', /UpdateEmployers/, 'object'],
	[
		'signer:getSigningLink',
		/GetSignerLink/,
		'object',
		{
			signerBy: 'details',
			firstName: 'FirstName of the service',
			lastName: 'LastName of the service',
		},
	],
	['signer:sendReminder', /SendReminder/, 'nothing', { remind: 'one' }],
	['signer:update', /UpdateSigner/, 'asked'],
	['template:getAll', /GetTemplateList/, 'list'],
	['template:get', /GetSignerTemplate/, 'asked'],
	['template:get', /GetFieldTemplate/, 'asked'],
	['emailTemplate:getAll', /GetInvitationTemplates/, 'list', { kind: 'invitation' }],
	['emailTemplate:getAll', /GetCompletionTemplates/, 'list', { kind: 'completion' }],
	['smartTag:getWorkflows', /GetSmartTagWorkflows/, 'list'],
	['recipient:getAll', /GetRecipients/, 'either'],
	['attachment:upload', /Attachment\/Uploader/, 'object'],
	['attachment:uploadFromUrl', /Attachment\/UploadByUrl/, 'object'],
	['attachment:getAll', /GetAttachments/, 'list'],
	[
		'attachment:delete',
		/DELETE \/Attachment/,
		'nothing',
		// One that the list of attachments names.
		{ attachment: byReference('236225199245') },
	],
	['invoice:getAll', /Billing\/Invoices/, 'list'],
	['invoice:get', /InvoiceDetail/, 'list'],
];

const json = (value: unknown): Answer => ({ ...GOOD, body: { json: value } });
const plain = (text: string, type = 'text/html'): Answer => ({
	...GOOD,
	headers: [['content-type', type]],
	body: { text },
});
const mapped = (
	value: unknown,
	each: (key: string, inner: unknown) => [string, unknown],
): unknown => {
	if (Array.isArray(value)) return value.map((entry) => mapped(entry, each));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]) => {
			const [name, held] = each(key, inner);
			return [name, mapped(held, each)];
		}),
	);
};
const camel = (key: string) => key[0].toLowerCase() + key.slice(1);
const retyped = (value: unknown) => {
	if (typeof value === 'boolean' || typeof value === 'number') return String(value);
	return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
};

/** The right answer, spelled otherwise. */
const SPELLINGS: Array<[string, (example: unknown) => Answer]> = [
	['in camelCase', (example) => json(mapped(example, (key, inner) => [camel(key), inner]))],
	[
		'with numbers as text and text as numbers',
		(example) => json(mapped(example, (key, inner) => [key, retyped(inner)])),
	],
	[
		'with keys that nobody knows',
		(example) =>
			json(
				Array.isArray(example)
					? example.map((entry: object) => ({ ...entry, Extra: { Reference: '9' } }))
					: { ...(example as object), Extra: { Reference: '9' } },
			),
	],
];

const SAID = 'Out of order';
const envelope = { ResponseStatus: { ErrorCode: 'Busy', Message: SAID } };
const refused = new RegExp(`answered with an error: “${SAID}”`);
const unusable = new RegExp(`${toldOn('unreadable')}|answer has no `);
/** Of a change that may be answered without data: it was taken, and is not said to be done. */
const open = /^Could not confirm whether|^Secured Signing accepted the request, but the/;
const isOpen = (kind: Kind) => ['nothing', 'gone'].includes(kind);

/** Other answers; for each kind of answer, whether it is one all the same. */
const OTHERS: Array<[string, Answer, (kind: Kind) => RegExp | 'yes']> = [
	['an empty object', json({}), (kind) => (isOpen(kind) ? open : unusable)],
	[
		'an empty list',
		json([]),
		(kind) => (isOpen(kind) ? open : ['list', 'either'].includes(kind) ? 'yes' : unusable),
	],
	['null', json(null), (kind) => (isOpen(kind) ? open : unusable)],
	[
		'an empty body',
		plain('', 'application/json'),
		(kind) => (kind === 'nothing' ? 'yes' : isOpen(kind) ? open : unusable),
	],
	['a web page', plain('<!doctype html><title>Down</title>'), () => unusable],
	['an envelope', json(envelope), () => refused],
	[
		'an envelope in camelCase',
		json(mapped(envelope, (key, inner) => [camel(key), inner])),
		() => refused,
	],
	['a message', json({ message: SAID }), () => refused],
	['an error', json({ error: SAID }), () => refused],
	[
		'the data of others',
		json({ items: [1], total: 1 }),
		(kind) => (isOpen(kind) ? open : unusable),
	],
];

/** Somebody who can be reminded: the document is out, and has not been signed (section 6). */
const INVITED: Special = {
	route: /Document\/Status/,
	answer: (example) => {
		const { Signers, ...document } = example as { Signers: object[] };
		const open = { HasSigned: false, SignedStatus: 'Invitation' };
		return json({
			...document,
			Status: 'InProgress',
			Signers: Signers.map((signer) => ({ ...signer, ...open })),
		});
	},
};

async function run(name: string, parameters: INodeParameters, special?: Special): Promise<Result> {
	const [resource, operation] = name.split(':');
	const invited = name === 'signer:sendReminder' ? [INVITED] : [];
	service.specials = [...(special ? [special] : []), ...invited];
	return await bench.run(
		{
			...asked,
			...ana,
			signer: byReference('SignerReference of the service'),
			mailMergeReference: ASKED,
			fileUrl: 'https://www.example.com/agreement.pdf',
			name: 'contract.pdf',
			dueDate: inDays(9),
			// What every right answer says: one with the old value would be a change that was not made.
			updateFields: { firstName: 'FirstName of the service' },
			employersFrom: 'json',
			employersJson: '{"TFN": [{"Reference": "1", "Name": "One"}]}',
			...parameters,
			resource,
			operation,
			requestOptions: { retries: 0 },
		},
		{
			credential: service.credential,
			onError: 'stopWorkflow',
			items: [
				{
					...(await bench.file(dataFile('confidentiality-agreement.pdf'), 'a.pdf')),
					json: { email: 'ana@example.com' },
				},
			],
		},
	);
}

/** What an item says, but for when it was looked at: each run has another key, and is of another account. */
const saidIn = ({ items }: Result, ...more: string[]): unknown =>
	JSON.parse(
		JSON.stringify(
			items.map(({ json: data }) => data),
			(name, inner: unknown) => (['inDoubtSince', ...more].includes(name) ? undefined : inner),
		),
	);

describe.each(ROWS)('%s (%s)', (name, route, kind, parameters = {}) => {
	test('the right answer in other spellings', async () => {
		const right = await run(name, parameters);
		expect(right.error).toBeUndefined();
		// No data has no spelling.
		for (const [spelling, answer] of kind === 'nothing' ? [] : SPELLINGS) {
			service.forget();
			const found = await run(name, parameters, { route, answer });
			expect([spelling, found.error?.message]).toEqual([spelling, undefined]);
			expect([spelling, saidIn(found, 'Extra')]).toEqual([spelling, saidIn(right)]);
		}
	});

	test('other answers', async () => {
		for (const [what, answer, expected] of OTHERS) {
			service.forget();
			const { error, items } = await run(name, parameters, { route, answer: () => answer });
			const outcome = expected(kind);
			const asks = service.requests.filter((request) => route.test(request));
			expect([what, asks.length]).toEqual([what, 1]);
			if (outcome === 'yes') {
				expect([what, error?.message]).toEqual([what, undefined]);
				if (kind === 'list' || kind === 'either') expect(items.length).toBeLessThanOrEqual(1);
			} else {
				expect([what, error?.message]).toEqual([what, expect.stringMatching(outcome)]);
				const maybe = /may have been carried out/;
				if (outcome === open) expect(error?.description).not.toMatch(/Nothing was/);
				else if (changed.test(asks[0])) expect(error?.description).toMatch(maybe);
				else expect(error?.description).not.toMatch(maybe);
			}
		}
	});

	if (kind === 'asked' || kind === 'gone') {
		test("another one's answer", async () => {
			const answer = (example: unknown) => {
				const other = example as Record<string, unknown>;
				const key = 'PackageStatus' in other ? 'PackageReference' : 'Reference';
				return json({ ...other, [key]: '999' });
			};
			const { error } = await run(name, parameters, { route, answer });
			expect(error?.message).toMatch(/does not match the request/);
		});
	}
});
