/** Statuses of HTTP: refusals, slips, and failures after the work was done. */
import { doneBut, SENDS, undone } from '../bend.cts';
import {
	ALL_SENDS,
	DOUBT,
	FAILED,
	forAll,
	OK_OR_DOUBT,
	plain,
	PLAIN,
	REFUSED,
	SENT,
	SENT_OR_DOUBT,
	type Right,
	type Variant,
} from '../right.cts';
import { empty, page, refusal, type Reply } from '../service/reply.cts';
import type { Deviation } from '../service/server.cts';

const CHANGES = ['delete', 'packageDelete', 'updateSigner', 'extend', 'packageExtend'];
const changing = (right: Right) =>
	forAll(['delete', 'packageDelete', 'update', 'extend', 'packageExtend'], right);
const busy = (retryAfter: string): Reply => ({
	...refusal(429, 'Too many requests'),
	headers: { 'retry-after': retryAfter },
});
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString();
/** Asked once more by n8n, it goes through. */
const thenSent: Right = { told: ['nothing', 'doubt', 'ok'], again: ['ok', 'recovered', 'doubt'] };

/** Everything that sends is refused like this, for good. */
const refused = (status: number, message: string, section: string): Variant => ({
	name: `a send is refused with ${status}`,
	section,
	deviations: [undone([...SENDS, 'mailMerge'], refusal(status, message))],
	right: forAll([...ALL_SENDS, 'mailMerge'], { ...REFUSED, again: ['nothing'] }),
});

export const codes: Variant[] = [
	refused(400, 'DueDate cannot be read', '4'),
	refused(401, 'Unauthorised: Check your api key', '4'),
	refused(402, 'Account on hold, payment required', '4'),
	refused(403, 'Not allowed', '4'),
	refused(405, 'Not supported', '4'),
	refused(426, 'Not enough documents left in plan', '4'),
	refused(404, 'Form not found', '4'),
	{
		name: 'a send is refused with 401 and nothing else',
		section: '4',
		deviations: [undone(SENDS, empty(401))],
		right: forAll(ALL_SENDS, REFUSED),
	},
	{
		name: 'a send is refused with 409',
		section: '4: changed meanwhile',
		deviations: [undone([...SENDS, 'mailMerge'], refusal(409, 'Changed meanwhile'))],
		right: forAll([...ALL_SENDS, 'mailMerge'], { told: ['nothing', 'doubt'] }),
	},
	{
		name: 'a send is done, and answers 409',
		section: '4: changed meanwhile',
		deviations: [doneBut([...SENDS, 'mailMerge'], refusal(409, 'Changed meanwhile'), 1)],
		right: { ...forAll(ALL_SENDS, SENT_OR_DOUBT), mailMerge: DOUBT },
	},
	{
		name: '429 once, with seconds',
		section: '9: rates unknown',
		deviations: [{ times: 1, instead: () => busy('1') }],
		right: plain(...ALL_SENDS, 'mailMerge', 'get', 'getFinished', 'delete', 'upload', 'accountGet'),
	},
	{
		name: '429 once for each send, with a date',
		section: '9: rates unknown',
		deviations: [{ at: [...SENDS, 'mailMerge'], times: 1, instead: () => busy(inSeconds(2)) }],
		right: plain(...ALL_SENDS, 'mailMerge'),
	},
	{
		name: '429 for good',
		section: '9: rates unknown',
		deviations: [undone([...SENDS, 'mailMerge', ...CHANGES], busy('0'))],
		right: { ...forAll([...ALL_SENDS, 'mailMerge'], REFUSED), ...changing(REFUSED) },
	},
	...[500, 502, 503, 504].map(
		(status): Variant => ({
			name: `a send is done, and answers ${status}`,
			section: '4',
			deviations: [
				doneBut([...SENDS, 'mailMerge'], status === 500 ? refusal(500, 'Unhandled') : page(status)),
			],
			right: { ...forAll(ALL_SENDS, SENT), sendEmbedded: SENT, mailMerge: DOUBT },
		}),
	),
	...[500, 503].map(
		(status): Variant => ({
			name: `a send answers ${status} once, and is not done`,
			section: '4',
			deviations: [undone([...SENDS, 'mailMerge'], page(status), 1)],
			right: { ...forAll(ALL_SENDS, thenSent), mailMerge: { told: ['nothing', 'doubt'] } },
		}),
	),
	{
		name: 'a send answers 504, and is done three seconds later',
		section: '4',
		deviations: [
			{
				at: SENDS,
				times: 1,
				instead: (act) => {
					setTimeout(act, 3000);
					return page(504);
				},
			},
		],
		right: forAll(['sendFile', 'sendStored', 'sendForm', 'sendTemplate'], SENT_OR_DOUBT),
	},
	{
		name: 'a send answers 500 after it was done, and the first look-up answers 404',
		section: '12.11: 404 is no proof',
		deviations: [
			doneBut(SENDS, refusal(500, 'Unhandled')),
			undone(['status', 'folder', 'packageStatus'], refusal(404, 'Unable to find document'), 1),
		],
		right: forAll(ALL_SENDS, SENT_OR_DOUBT),
	},
	{
		name: 'a send answers 500 after it was done, and every look-up answers 404',
		section: '12.11: 404 is no proof',
		deviations: [
			doneBut(SENDS, refusal(500, 'Unhandled')),
			undone(['status', 'folder', 'packageStatus'], refusal(404, 'Unable to find document')),
		],
		right: forAll(ALL_SENDS, DOUBT),
	},
	{
		name: 'a send answers 500 after it was done, and every look-up answers {}',
		section: '3, 12.11',
		deviations: [
			doneBut(SENDS, refusal(500, 'Unhandled')),
			{ at: ['status', 'folder', 'packageStatus'], answer: (reply) => ({ ...reply, json: {} }) },
		],
		right: forAll(ALL_SENDS, DOUBT),
	},
	{
		name: 'a send answers 500 without being done, and every look-up answers {}',
		section: '3, 12.11',
		deviations: [
			undone(SENDS, refusal(500, 'Unhandled')),
			{ at: ['status', 'folder', 'packageStatus'], answer: (reply) => ({ ...reply, json: {} }) },
		],
		right: forAll(ALL_SENDS, DOUBT),
	},
	{
		name: 'a change is done, and answers 500',
		section: '4',
		deviations: [doneBut([...CHANGES, 'reminder', 'saveSender'], refusal(500, 'Unhandled'))],
		right: {
			...changing(OK_OR_DOUBT),
			...forAll(['remind', 'remindBoth', 'saveSender'], { told: ['doubt'] }),
		},
	},
	{
		name: 'a change answers 404, and is not done',
		section: '12.11: 404 is no proof',
		deviations: [undone([...CHANGES, 'reminder'], refusal(404, 'Not found'))],
		right: {
			...changing(FAILED),
			...forAll(['remind'], {
				...FAILED,
				told: [...FAILED.told, 'ok'],
				item: { remindedCount: 0 },
			}),
		},
	},
	{
		name: 'a deletion answers 404 once it is done',
		section: '12.11: 404 is no proof',
		deviations: [doneBut(['delete', 'packageDelete'], refusal(404, 'Not found'))],
		right: forAll(['delete', 'packageDelete'], OK_OR_DOUBT),
	},
	{
		name: 'the second of two reminders answers 500, and is not sent',
		section: '5.2',
		deviations: [once500SecondReminder()],
		right: { remindBoth: { told: ['ok', 'doubt', 'error'] } },
	},
	{
		name: 'a look-up answers 404 once',
		section: '4',
		deviations: [undone(['status', 'account', 'packageStatus'], refusal(404, 'Not found'), 1)],
		right: forAll(['get', 'packageGet', 'accountGet', 'getFinished'], {
			told: ['ok', ...FAILED.told],
		}),
	},
	...[502, 503, 504].map(
		(status): Variant => ({
			name: `a look-up answers ${status} once`,
			section: '4',
			deviations: [
				undone(['status', 'folder', 'account', 'download', 'packageStatus'], page(status), 1),
			],
			right: plain(
				'get',
				'getAll',
				'accountGet',
				'download',
				'getFinished',
				'packageGet',
				'sendOnceAgain',
			),
		}),
	),
	{
		name: 'an upload is refused with 413',
		section: '4',
		deviations: [undone(['upload'], refusal(413, 'File is too large'))],
		right: forAll(['sendFile', 'upload'], REFUSED),
	},
	{
		name: 'an upload is refused with 404: its name does not match',
		section: '4',
		deviations: [
			undone(['upload'], refusal(404, 'check uploaded file name matches file name in data')),
		],
		right: forAll(['sendFile', 'upload'], REFUSED),
	},
	{
		name: 'an upload is done, and answers 500',
		section: '4',
		deviations: [doneBut(['upload'], refusal(500, 'Unhandled'), 1)],
		right: { sendFile: SENT, sendTwoFiles: SENT, upload: OK_OR_DOUBT },
	},
	{
		name: 'field values are refused with 403',
		section: '4',
		deviations: [undone(['fieldData'], refusal(403, 'Not allowed'))],
		right: {
			getFinished: {
				told: ['ok', 'error'],
				item: { finished: true },
				holds: ({ words }) => /fieldValues/.test(words),
			},
		},
	},
	{
		name: 'certificates, log and uploaded files answer 404',
		section: '4',
		deviations: [
			undone(
				['certificates', 'log', 'uploadedFiles', 'certificateFile'],
				refusal(404, 'Not found'),
			),
		],
		right: {
			getFinished: {
				told: ['ok', 'error'],
				item: { finished: true },
				holds: ({ items }) => /ertificate/.test(JSON.stringify(items[0].json.missing)),
			},
		},
	},
	{
		name: 'a send leads on to another address',
		section: '2: signed headers would go along',
		deviations: [
			undone(SENDS, {
				...empty(307),
				headers: { location: 'http://127.0.0.1:9/web/v1.4/SmartTag/Send' },
			}),
		],
		right: forAll(ALL_SENDS, REFUSED),
	},
	{
		name: 'reminders answer 403',
		section: '4',
		deviations: [undone(['reminder'], refusal(403, 'Not allowed'))],
		right: { remind: { told: [...FAILED.told, 'ok'], item: { remindedCount: 0 } } },
	},
	{
		name: 'the account answers 401 with a web page',
		section: '4',
		deviations: [undone(['account'], page(401))],
		right: { accountGet: { told: ['nothing', 'error'], says: /credential/i } },
	},
	{
		name: 'the download of a finished document answers 404: it was removed',
		section: '4, 12.5',
		deviations: [undone(['download'], refusal(404, 'Document not found, may have been removed'))],
		right: {
			download: FAILED,
			getFinished: {
				...PLAIN.getFinished,
				told: ['ok', 'error', 'nothing'],
				holds: async ({ file }) => (await file(0, 'data')) === undefined,
			},
		},
	},
];

function once500SecondReminder(): Deviation {
	return {
		at: ['reminder'],
		instead: (act, _call, { reminders }) =>
			reminders.length > 0 ? refusal(500, 'Unhandled') : act(),
	};
}
