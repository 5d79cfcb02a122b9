/** Lists and look-ups in another shape than the one that is likeliest. */
import { bent, documentsOf, doneBut, errorUnder200 } from '../bend.cts';
import {
	FAILED,
	forAll,
	OK_OR_FAILED,
	plain,
	PLAIN,
	SENT_OR_DOUBT,
	type Right,
	type Variant,
} from '../right.cts';
import type { Json } from '../service/answers.cts';
import { empty, page } from '../service/reply.cts';

/** The order is out: nobody may be invited, whatever the list looks like; that is a rule for all. */
const unread: Right = {
	told: ['recovered', 'nothing', 'doubt', 'error'],
	again: ['recovered', 'nothing', 'doubt', 'error'],
};
const list = (name: string, bend: (body: unknown) => unknown, getAll: Right): Variant => ({
	name: `a folder answers ${name}`,
	section: '5.2',
	deviations: [bent(['folder'], bend)],
	right: { sendOnceAgain: unread, getAll },
});
const allOrError: Right = { ...OK_OR_FAILED, items: 2 };

export const lookUps: Variant[] = [
	list('an object with the list in it', (body) => ({ Documents: body }), allOrError),
	list(
		'the bare document where there is one',
		(body) => {
			const docs = body as Json[];
			return docs.length === 1 ? docs[0] : docs;
		},
		PLAIN.getAll,
	),
	list('null', () => null, FAILED),
	list('{}', () => ({}), FAILED),
	list('an error under 200', () => errorUnder200.json, FAILED),
	{
		name: 'a folder answers nothing under 200',
		section: '4, 5.2',
		deviations: [doneBut(['folder'], empty())],
		right: { sendOnceAgain: unread, getAll: FAILED },
	},
	{
		name: 'a folder answers a web page under 200',
		section: '4, 5.2',
		deviations: [doneBut(['folder'], page())],
		right: { sendOnceAgain: unread, getAll: FAILED },
	},
	{
		name: 'a look-up answers {}',
		section: '3, 5',
		deviations: [
			bent(
				[
					'status',
					'packageStatus',
					'account',
					'verify',
					'signerLink',
					'recipients',
					'attachments',
					'log',
					'mailMergeStatus',
				],
				() => ({}),
			),
		],
		right: forAll(
			[
				'get',
				'getFinished',
				'packageGet',
				'accountGet',
				'verify',
				'getSigningLink',
				'recipients',
				'remind',
				'attachmentGetAll',
				'getLog',
				'mailMergeGet',
			],
			FAILED,
		),
	},
	{
		name: 'a look-up answers an error under 200',
		section: '4',
		deviations: [
			bent(
				[
					'status',
					'packageStatus',
					'account',
					'verify',
					'signerLink',
					'recipients',
					'emailTemplates',
					'attachments',
					'log',
					'mailMergeStatus',
				],
				() => errorUnder200.json,
			),
		],
		right: forAll(
			[
				'get',
				'getFinished',
				'packageGet',
				'accountGet',
				'verify',
				'getSigningLink',
				'recipients',
				'emailTemplates',
				'attachmentGetAll',
				'getLog',
				'mailMergeGet',
				'remind',
				'update',
			],
			FAILED,
		),
	},
	{
		name: 'a look-up answers a list of one',
		section: '5',
		deviations: [
			bent(['status', 'packageStatus', 'account', 'verify', 'signerLink'], (body) => [body]),
		],
		right: forAll(
			['get', 'getFinished', 'packageGet', 'accountGet', 'verify', 'getSigningLink'],
			OK_OR_FAILED,
		),
	},
	{
		name: 'the status is that of another document',
		section: '5.2',
		deviations: [
			bent(['status'], (body) => ({
				...(body as Json),
				Reference: '7'.repeat(48),
				Name: 'Other.pdf',
			})),
		],
		right: forAll(['get', 'getFinished', 'getComplete'], FAILED),
	},
	{
		name: 'the recipients are an object, not a list of one',
		section: '5.7',
		deviations: [bent(['recipients'], (body) => (body as unknown[])[0])],
		right: plain('recipients'),
	},
	{
		name: 'a package answers the list of its documents',
		section: '10.3',
		deviations: [bent(['packageStatus'], documentsOf)],
		right: { packageGet: OK_OR_FAILED },
	},
	{
		name: 'the form comes in a list of one',
		section: '5.5',
		deviations: [bent(['form'], (body) => [body])],
		right: { sendForm: { told: ['ok', 'nothing', 'error'] } },
	},
	{
		name: 'a signing link comes without a key',
		section: '8: may be empty',
		deviations: [bent(['signerLink'], (body) => ({ ...(body as Json), SigningKey: '' }))],
		right: { getSigningLink: FAILED },
	},
	{
		name: 'a form send answers the reference of a queue alone, and the folders repeat no client reference',
		section: '6, 11',
		deviations: [
			bent(['formSend', 'templateSend'], () => ({ QueueReference: '77' })),
			bent(['folder', 'status'], (body) =>
				Array.isArray(body)
					? (body as Json[]).map(({ ClientReference: _, ...rest }) => rest)
					: body,
			),
		],
		right: forAll(['sendForm', 'sendTemplate'], SENT_OR_DOUBT),
	},
];
