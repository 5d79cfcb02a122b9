/** The same answers in another spelling: names, words, numbers. */
import { bent, eachDocument, eachSigner, eachWith, rewritten } from '../bend.cts';
import { flows, type FlowName } from '../flows.cts';
import { plain, PLAIN, REFUSED, type Variant } from '../right.cts';
import { json, type Reply } from '../service/reply.cts';

const camel = (name: string) => name[0].toLowerCase() + name.slice(1);
const allFlows = Object.keys(flows) as FlowName[];

const everywhere = (
	name: string,
	section: string,
	bend: (body: unknown) => unknown,
	names: FlowName[] = allFlows,
): Variant => ({
	name,
	section,
	deviations: [bent(undefined, bend)],
	right: plain(...names),
});

const served = (name: string, section: string, answer: (reply: Reply) => Reply): Variant => ({
	name,
	section,
	deviations: [{ answer: (reply) => (reply.bytes ? reply : answer(reply)) }],
	right: plain(...allFlows),
});

const WORDS = ['Status', 'SignedStatus', 'PackageStatus', 'ProcessingStatus', 'Folder'];
const word = (write: (text: string) => string) => (body: unknown) =>
	rewritten(body, (name, value) => [
		name,
		WORDS.includes(name) && typeof value === 'string' ? write(value) : value,
	]);

/** SignedStatus as the SDK counts it (API.md section 6). */
const NUMBERS = [
	'Initialized',
	'Invitation',
	'Reminder1',
	'Reminder2',
	'AutoExtend',
	'Expired',
	'Signed',
	'Complete',
	'Archived',
	'Pending',
	'Deleted',
	'Rejected',
	'Declined',
	'Reminder',
];

const ABSENT = [
	'DueDate',
	'LastSignedDate',
	'PackageReference',
	'ClientReference',
	'FormDirectReference',
	'EditUrl',
	'Logs',
	'MatterNumber',
	'DocumentUrl',
];
const ABSENT_OF_SIGNERS = [
	'SigningKey',
	'DeclinedReason',
	'MobileNumber',
	'MobileCountry',
	'ShareUsers',
	'SignerType',
	'ClientReference',
];
const filled = (value: unknown) => (body: unknown) =>
	eachDocument((doc) => ({ ...Object.fromEntries(ABSENT.map((name) => [name, value])), ...doc }))(
		eachSigner((signer) => ({
			...Object.fromEntries(ABSENT_OF_SIGNERS.map((name) => [name, value])),
			...signer,
		}))(body),
	);

export const casings: Variant[] = [
	{ name: 'the service as API.md writes it', section: '5, 6', deviations: [], right: PLAIN },
	everywhere('all names in camelCase', '4: lower-camel variants', (body) =>
		rewritten(body, (name, value) => [camel(name), value]),
	),
	{
		name: 'a refusal in camelCase',
		section: '4',
		deviations: [
			{
				at: ['smartTagSend', 'formSend', 'templateSend'],
				instead: () =>
					json(
						{ responseStatus: { errorCode: 'ArgumentException', message: 'No Smart Tag found' } },
						400,
					),
			},
		],
		right: {
			sendFile: { ...REFUSED, says: /No Smart Tag found/ },
			sendForm: { ...REFUSED, says: /No Smart Tag found/ },
			sendTemplate: { ...REFUSED, says: /No Smart Tag found/ },
		},
	},
	everywhere(
		'words of statuses and folders in lower case',
		'6',
		word((text) => text.toLowerCase()),
	),
	everywhere(
		'words of statuses in upper case',
		'6',
		word((text) => text.toUpperCase()),
	),
	everywhere(
		'words of statuses with blanks: "In Progress", "Not Start"',
		'6: Filling Form',
		word((text) => text.replace(/([a-z])([A-Z])/g, '$1 $2')),
		['sendFile', 'sendForm', 'get', 'getComplete', 'getFinished', 'getAll'],
	),
	everywhere("numbers and booleans as text, in .NET's spelling", '3, 10.6', (body) =>
		rewritten(body, (name, value) => [
			name,
			typeof value === 'boolean'
				? value
					? 'True'
					: 'False'
				: typeof value === 'number'
					? String(value)
					: value,
		]),
	),
	everywhere('booleans as "true" and "false"', '10.6', (body) =>
		rewritten(body, (name, value) => [name, typeof value === 'boolean' ? String(value) : value]),
	),
	everywhere('a client reference of digits comes back as a number', '3', (body) =>
		rewritten(body, (name, value) => [
			name,
			name === 'ClientReference' && /^\d+$/.test(String(value)) ? Number(value) : value,
		]),
	),
	everywhere('SignedStatus as a number', '6', (body) =>
		rewritten(body, (name, value) => [
			name,
			name === 'SignedStatus' ? NUMBERS.indexOf(String(value)) : value,
		]),
	),
	everywhere('null where there is no value', '3', filled(null)),
	everywhere('empty text where there is no value', '3', filled('')),
	everywhere(
		'properties that nobody knows',
		'12.2',
		eachWith(['Reference', 'Email', 'Name'], (object) => ({
			__type: 'SecuredSigning.Models.Any, SecuredSigning',
			...object,
			IDCheckStatus: 'NotRequested',
			Meta: { Version: 2, Tags: ['a', null] },
		})),
	),
	everywhere('an empty ResponseStatus beside what was asked for', '4', (body) =>
		Array.isArray(body) || typeof body !== 'object' || body === null
			? body
			: { ...body, ResponseStatus: {} },
	),
	served('JSON called text/plain', '5.10: content types unknown', (reply) => ({
		...reply,
		headers: { 'content-type': 'text/plain' },
	})),
	served('JSON called text/html', '3', (reply) => ({
		...reply,
		headers: { 'content-type': 'text/html' },
	})),
	served('JSON with a byte order mark', '3', (reply) => ({
		status: reply.status,
		bytes: Buffer.from(`\uFEFF${JSON.stringify(reply.json)}`),
		headers: { 'content-type': 'application/json; charset=utf-8' },
	})),
	{
		name: 'a status that counts: "1 of 2 Signed"',
		section: '6',
		deviations: [
			bent(
				['status', 'folder'],
				eachDocument((doc) => ({
					...doc,
					Status: doc.Status === 'InProgress' ? '1 of 2 Signed' : doc.Status,
				})),
			),
		],
		right: plain('get', 'getAll', 'getUnfinished', 'getComplete', 'remind', 'sendOnceAgain'),
	},
	{
		name: 'a status that nobody knows: "Draft"',
		section: '6',
		deviations: [
			bent(
				['status', 'folder'],
				eachDocument((doc) => ({ ...doc, Status: 'Draft' })),
			),
		],
		right: {
			get: { told: ['ok'], item: { status: 'unknown' } },
			getFinished: { told: ['ok', 'error', 'doubt'], item: { finished: false } },
			getUnfinished: PLAIN.getUnfinished,
		},
	},
	everywhere(
		'emails come back in capitals',
		'6',
		(body) =>
			rewritten(body, (name, value) => [
				name,
				name === 'Email' && typeof value === 'string' ? value.toUpperCase() : value,
			]),
		['sendFile', 'sendTwoFiles', 'sendForm', 'sendTemplate', 'sendEmbedded'],
	),
	everywhere(
		'"isValid" as "IsValid"',
		'3, 6',
		(body) => rewritten(body, (name, value) => [name === 'isValid' ? 'IsValid' : name, value]),
		['verify'],
	),
	{
		name: 'signatures that are not valid, as text',
		section: '6, 10.6',
		deviations: [
			bent(['verify'], (body) =>
				rewritten(body, (name, value) => [name, name === 'isValid' ? 'False' : value]),
			),
		],
		right: { verify: { told: ['ok'], item: { valid: false } } },
	},
];
