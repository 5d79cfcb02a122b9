/** Refusals by a status of HTTP. */
import { SENDS, undone } from '../bend.cts';
import {
	ALL_SENDS,
	FAILED,
	forAll,
	plain,
	PLAIN,
	REFUSED,
	type Right,
	type Variant,
} from '../right.cts';
import { empty, page, refusal, type Reply } from '../service/reply.cts';

const CHANGES = ['delete', 'packageDelete', 'updateSigner', 'extend', 'packageExtend'];
const changing = (right: Right) =>
	forAll(['delete', 'packageDelete', 'update', 'extend', 'packageExtend'], right);
const busy = (retryAfter: string): Reply => ({
	...refusal(429, 'Too many requests'),
	headers: { 'retry-after': retryAfter },
});
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString();

/** Everything that sends is refused like this, for good. */
const refused = (status: number, message: string, section: string): Variant => ({
	name: `a send is refused with ${status}`,
	section,
	deviations: [undone([...SENDS, 'mailMerge'], refusal(status, message))],
	right: forAll([...ALL_SENDS, 'mailMerge'], { ...REFUSED, again: ['nothing'] }),
});

/** A document that is still NotStart was not sent (section 6); of all others nothing proves it. */
const unproved: Variant['right'] = {
	...forAll(['sendFile', 'sendTwoFiles', 'sendStored'], { ...REFUSED, again: ['nothing'] }),
	...forAll(['sendForm', 'sendTemplate', 'mailMerge'], { told: ['doubt'], again: ['doubt'] }),
};

/** The same with a status that whatever stands in between may give after the work (RFC 9110 section 15). */
const perhaps = (status: number, message: string): Variant => ({
	...refused(status, message, '4, 12.11: 404 is no proof'),
	right: unproved,
});

export const refusals: Variant[] = [
	refused(400, 'DueDate cannot be read', '4'),
	perhaps(401, 'Unauthorised: Check your api key'),
	perhaps(402, 'Account on hold, payment required'),
	perhaps(403, 'Not allowed'),
	refused(405, 'Not supported', '4'),
	refused(426, 'Not enough documents left in plan', '4'),
	perhaps(404, 'Form not found'),
	{
		name: 'a send is refused with 401 and nothing else',
		section: '4',
		deviations: [undone([...SENDS, 'mailMerge'], empty(401))],
		right: unproved,
	},
	{
		name: 'everything is refused with 401',
		section: '4',
		deviations: [
			undone(
				[...SENDS, 'mailMerge', 'account', 'status', 'folder', 'upload', 'form', 'template'],
				empty(401),
			),
		],
		right: {
			...forAll(['sendFile', 'sendTwoFiles', 'sendStored', 'mailMerge'], {
				...REFUSED,
				again: ['nothing'],
				says: /credential/,
			}),
			// What they are sent from is read before.
			...forAll(['sendForm', 'sendTemplate'], {
				told: ['nothing', 'error'],
				again: ['nothing', 'error'],
				says: /credential/,
			}),
		},
	},
	{
		name: 'a send is refused with 409',
		section: '4: changed meanwhile',
		deviations: [undone([...SENDS, 'mailMerge'], refusal(409, 'Changed meanwhile'))],
		right: forAll([...ALL_SENDS, 'mailMerge'], { told: ['nothing', 'doubt'] }),
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
	{
		name: 'an upload is refused with 413',
		section: '4',
		deviations: [undone(['upload'], refusal(413, 'File is too large'))],
		right: forAll(['sendFile', 'upload'], REFUSED),
	},
	{
		name: 'an upload is refused with 404: its name does not match',
		section: '4, 12.11: 404 is no proof',
		deviations: [
			undone(['upload'], refusal(404, 'check uploaded file name matches file name in data')),
		],
		right: { sendFile: REFUSED, upload: { told: ['doubt'] } },
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
		name: 'a send is redirected to another address',
		section: '2: signed headers would go along',
		deviations: [
			undone([...SENDS, 'mailMerge'], {
				...empty(307),
				headers: { location: 'http://127.0.0.1:9/web/v1.4/SmartTag/Send' },
			}),
		],
		right: unproved,
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
