/** Failures by a status of HTTP, also after the work was done. */
import { afterPause } from '../../harness/patience.cts';
import { doneBut, SENDS, undone } from '../bend.cts';
import {
	ALL_SENDS,
	DOUBT,
	FAILED,
	forAll,
	OK_OR_DOUBT,
	plain,
	SENT,
	SENT_OR_DOUBT,
	type Right,
	type Variant,
} from '../right.cts';
import { empty, page, refusal } from '../service/reply.cts';
import type { Deviation } from '../service/server.cts';

const CHANGES = ['delete', 'packageDelete', 'updateSigner', 'extend', 'packageExtend'];
const changing = (right: Right) =>
	forAll(['delete', 'packageDelete', 'update', 'extend', 'packageExtend'], right);
/** Asked once more by n8n, it goes through. */
const thenSent: Right = { told: ['nothing', 'doubt', 'ok'], again: ['ok', 'recovered', 'doubt'] };

export const failures: Variant[] = [
	{
		name: 'a send is done, and answers 409',
		section: '4: changed meanwhile',
		deviations: [doneBut([...SENDS, 'mailMerge'], refusal(409, 'Changed meanwhile'), 1)],
		right: { ...forAll(ALL_SENDS, SENT_OR_DOUBT), mailMerge: DOUBT },
	},
	...[307, 401, 403, 404, 408, 451, 499].map(
		(status): Variant => ({
			name: `a send is done, and answers ${status}`,
			section: '4, 12.11: 404 is no proof',
			deviations: [
				doneBut([...SENDS, 'mailMerge'], {
					...empty(status),
					headers: { location: 'http://127.0.0.1:9/web/v1.4/SmartTag/Send' },
				}),
			],
			right: { ...forAll(ALL_SENDS, SENT), mailMerge: DOUBT },
		}),
	),
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
	{
		name: 'a send is done, answers 502, and the folders are empty',
		section: '9: lists, paging: unknown',
		deviations: [
			doneBut(SENDS, page(502)),
			{ at: ['folder'], answer: (reply) => ({ ...reply, json: [] }) },
		],
		right: forAll(['sendForm', 'sendTemplate'], { told: ['doubt'], again: ['doubt'] }),
	},
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
					afterPause(() => void act(), 3000);
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
		name: 'an upload is done, and answers 500',
		section: '4',
		deviations: [doneBut(['upload'], refusal(500, 'Unhandled'), 1)],
		right: { sendFile: SENT, sendTwoFiles: SENT, upload: OK_OR_DOUBT },
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
];

function once500SecondReminder(): Deviation {
	return {
		at: ['reminder'],
		instead: (act, _call, { reminders }) =>
			reminders.length > 0 ? refusal(500, 'Unhandled') : act(),
	};
}
