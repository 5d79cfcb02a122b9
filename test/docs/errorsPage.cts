/** docs/errors.md: every message with what to do, made of the words in the source. */
import { SecuredSigningApi } from '../../credentials/SecuredSigningApi.credentials.ts';
import type { Fault } from '../../nodes/SecuredSigning/api/schema/validateAnswer.ts';
import { NEVER_LEFT, NO_ANSWER } from '../../nodes/SecuredSigning/api/connections.ts';
import {
	faultMessage,
	LARGE_ROOM,
	mostIn,
	redirectMessage,
	ROOM,
	silenceMessage,
	statusMessage,
	tooLargeMessage,
	type UserMessage,
} from '../../nodes/SecuredSigning/api/messages.ts';
import { cell, joined, table } from './markdown.cts';
import { sourceMessages, type Message } from './messages.cts';
import { MADE } from './operationPages.cts';

type Row = Omit<Message, 'file'>;

/** Where messages are from, under the heading that people look for them. The first that fits counts. */
const SECTIONS: Array<{ heading: string; about: string; files: RegExp }> = [
	{
		heading: 'The credential',
		about:
			"Seen when the credential is saved, at the first request of a run, or in n8n's HTTP Request node if it uses this credential.",
		files: /^credentials\//,
	},
	{
		heading: 'Sending',
		about:
			'This node sends nothing a second time by itself: if an answer was lost, it looks for the document. More: [Send once](waiting.md#send-once), and [what it does on each fault](faults.md).',
		files: /\/send\/(?!limits\/|checkFirst|uninvited)/,
	},
	{
		heading: 'Waiting',
		about: 'More: [Wait for signatures](waiting.md).',
		files: /\/wait\/|await\.operation/,
	},
	{
		heading: 'Triggers',
		about: 'Seen when a trigger is tested in the editor.',
		files: /\/triggers\/|Trigger\.node/,
	},
	{
		heading: 'Files that Check does not read',
		about:
			"What [Smart Tag > Check](operations/smartTag.md#check) puts under 'notRead'. It often helps to open the file in Word or LibreOffice and save it again as .docx or PDF. Otherwise check the tags yourself: Secured Signing may be able to read the file.",
		files: /\/smartTags\//,
	},
	{
		heading: 'Values and files',
		about:
			'Found by the node itself, mostly before anything is sent: the advice then says so. The error says which item it was, counted from 0.',
		files: /./,
	},
];

export const errorsPage = (): string =>
	joined([
		MADE,
		'# Messages, and what to do',
		"These are the node's own texts. `…` replaces a value. Where brackets contain several texts with a line between them, such as [one | another], the message shows one of them. A text alone in brackets, such as [this], is there only in some cases. What Secured Signing itself answered stands in “quotes” at the end of a message, after a colon. Brackets of an example, such as [!Sign.1.F, , ,], are part of the text. If a run stops, the advice ends with the numbers of the items that succeeded before. If you set 'On Error' to 'Continue (using error output)' in the node's settings, each item that fails goes to the error output, with the message as `error` and the advice as `message`.",
		'## How to read them',
		HOW_TO_READ,
		'## Answers of Secured Signing, and the connection',
		'The node repeats requests that only read, as many times as **Retries** says under Request Options: after status 429, 502, 503 and 504, and when the connection breaks. It repeats a send, an upload or a change only after status 429, with which nothing was done. If a wrong clock is the reason for a refusal, the message says by how many seconds it is off.',
		messageTable(serviceRows()),
		...sections(),
		'## The test of the credential',
		messageTable(credentialRows()),
		"## What n8n's log shows",
		LOG,
	]);

const HOW_TO_READ = joined([
	'**Run this item again.** n8n runs the node or the workflow again, not one item. Whether something is sent twice depends on how:',
	[
		'- **Retry**, by *Retry On Fail* or in the list of executions: the node first checks what the failed attempt did. What was sent is returned, not sent again. What cannot be confirmed is not sent.',
		'- **A new execution**, such as *Execute workflow*: it knows nothing of the failed one and sends all its items. To send one item alone, first take the others out of what the workflow starts with, such as the rows of the spreadsheet. This is what “with only this item” means. Only with *Send Once per Reference* or an *Approved Seal* does it look for what was sent before, and return that. An uploaded document that was already sent is refused, unless *Check If Already Sent* is off or *Send Again* is on.',
	].join('\n'),
	'**Look in Secured Signing.** What you find there means different things, depending on what the node did:',
	[
		'- **A send**: if the document is in any folder but the InBox, it was sent: do not send this item again. (If *Send Again* is on because the document had been sent before, the folder does not show whether it was sent again: look for a second invitation in its log, or ask a signer. If there is none after a few minutes, run only this item again.) If it is only in the InBox, or nowhere, look again after a few minutes. If nothing has changed, it was not sent (unless it has been deleted or removed since): run only this item again.',
		'- **An upload**: if the file is newly in the InBox (an attachment: in the list of attachments), the upload worked: do not run this item again. If it is not there, look again after a few minutes. If it is still missing, run only this item again.',
		'- **A change**: look at what was to change, such as the due date, the details of the signer, the saved sender or employers, or whether the document is gone after a deletion. If it is as you wanted it, do not run this item again. If not, look again after a few minutes, and then run only this item again. If you cannot see whether a reminder was sent: a second one is one more email to the signer, and changes nothing else.',
	].join('\n'),
	'**It may have been carried out anyway.** “It” is the send, upload or change. Its answer was lost, or a firewall, proxy or gateway refused it after the work was done. So look in Secured Signing first.',
	'**For a send, an upload or a change.** Some messages are listed several times, with the advice for different cases. Advice with these words, or with *For a deletion*, is for these only. Advice without them is for requests that only read, and for cases in which it is certain that nothing was done. The words are not part of the message. If you are not sure which advice is for you: it is under `message` of the item or, if the run stopped, below the error in the node.',
	'**Items** are counted from 0. If a spreadsheet has its column names in row 1 and each row below becomes an item, item 0 is row 2 of the sheet, and item 215 is row 217.',
	'**Base URL** is a field of the credential only if its *Environment* is *Custom*. With *Production* or *Sandbox*, there is nothing to check there.',
	'**Names such as `HTTPS_PROXY`** are environment variables, which are set where n8n itself is started. Ask the person who runs your n8n.',
]);

/** Source of the lines: api/http/runLog.ts and who calls it. */
const LOG = joined([
	'If a message does not explain enough, start n8n with `N8N_LOG_LEVEL=debug` and search its log for `Secured Signing:`. Each line names its node, workflow and execution. No line contains a key, a signature, a reference, or any value of an item or an answer: routes are written without their values.',
	'',
	'This applies to these lines only. **At this level, n8n writes lines of its own** that contain the input of the failed node, such as names, email addresses and web addresses, and, in n8n 2, the password in `HTTPS_PROXY`. Before you share a log, keep only the lines with `Secured Signing:`. Set the level back afterwards.',
	table(
		['A line such as', 'What it means'],
		[
			[
				'`GET /Document/Status/{DocumentReference}: status 200 after 132 ms`',
				'One request, and how long its answer took. `no answer (ECONNRESET)` names the error code of the connection',
			],
			[
				'`try 2 of 4 in 412 ms`',
				'The previous request is repeated: **Retries** under Request Options',
			],
			[
				'`held back for 3000 ms, since Secured Signing asked for fewer requests`',
				'After a status 429, all requests of the account in this run wait',
			],
			[
				'`items at a time: 20`',
				'With **Items at a Time (Auto)** under Request Options: how many there are from now on',
			],
			[
				'`the answer to a send was lost; looked up: it was sent (documents: 1)`',
				'What happened to a send. The items that it returns have the field `recovered`',
			],
			[
				'`an earlier attempt may have sent this; looked up: it was not found`',
				'What became of an earlier attempt, before anything is sent again',
			],
			[
				'`waits until 2027-01-15T10:00:00.000Z (documents: 2)`',
				'The execution waits, until this time at the latest',
			],
			[
				'`looks again in 5000 ms`',
				'n8n then calls itself, as Secured Signing would. The pauses get longer after each check',
			],
			[
				'`was called: keeps waiting`, or `the wait ends`',
				'A call arrived, and the documents were checked: see the lines before it',
			],
		],
	),
]);

function sections(): string[] {
	const messages = sourceMessages();
	const sectionOf = ({ file }: Message) => SECTIONS.find(({ files }) => files.test(file));
	return SECTIONS.flatMap((section) => [
		`## ${section.heading}`,
		section.about,
		messageTable(messages.filter((message) => sectionOf(message) === section)),
	]);
}

function messageTable(rows: Row[]): string {
	const unlike = new Map(rows.map((row) => [`${row.message}\n${row.advice}`, row]));
	const sorted = [...unlike.values()].sort((a, b) => (a.message < b.message ? -1 : 1));
	const hasAdvice = rows.some(({ advice }) => advice !== '');
	return table(
		hasAdvice ? ['Message', 'What to do'] : ['Message'],
		sorted.map(({ message, advice }) => [cell(message), ...(hasAdvice ? [cell(advice)] : [])]),
	);
}

const STATUSES = Array.from({ length: 200 }, (_, index) => 400 + index);
const CODES = [...Object.keys(NEVER_LEFT), ...Object.keys(NO_ANSWER)];

/** Answers that say "success" and are none. */
const FAULTS: Fault[] = [
	'unreadable',
	'aboutAnother',
	{ refusal: '', hasData: false },
	...['Reference', 'PackageReference', 'SigningKey', 'Url', ''].map((name) => ({ lacks: [name] })),
];

const SIZES = [
	...(['megabytes', 'values', 'names'] as const).map((of) => mostIn(ROOM, of)),
	...(['megabytes', 'values'] as const).map((of) => mostIn(LARGE_ROOM, of)),
];

/** Asked of the code that words them, for reading, changing and deleting. */
function serviceRows(): Row[] {
	return (['read', 'change', 'deletion'] as const).flatMap((purpose) => {
		const what = purpose === 'deletion' ? 'For a deletion' : 'For a send, an upload or a change';
		const all: UserMessage[] = [
			...STATUSES.map((status) => statusMessage(status, purpose)),
			...CODES.map((code) => silenceMessage(code, purpose)),
			...SIZES.map((most) => tooLargeMessage(most, purpose)),
			...FAULTS.map((fault) => faultMessage(fault, purpose)),
			redirectMessage(undefined, purpose),
		];
		return all.map(({ message, description, uncertain }) => ({
			message: message.replace(/\(status \d+\)/, '(status …)'),
			advice: uncertain ? `${what}: ${description}` : description,
		}));
	});
}

function credentialRows(): Row[] {
	const { rules = [] } = new SecuredSigningApi().test;
	const messages = rules.map(({ properties: { message } }) => message.replace(/\d{3}\)/, '…)'));
	return [...new Set(messages)].map((message) => ({ message, advice: '' }));
}
