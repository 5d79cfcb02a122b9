/** Other answers in another shape: lists, look-ups, uploads, changes. */
import { bent, documentsOf, doneBut, errorUnder200, undone } from '../bend.cts';
import {
	FAILED,
	forAll,
	OK_OR_DOUBT,
	OK_OR_FAILED,
	plain,
	PLAIN,
	SENT_OR_DOUBT,
	type Right,
	type Variant,
} from '../right.cts';
import type { Json } from '../service/answers.cts';
import { empty, json, page } from '../service/reply.cts';

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

/** Everything that can be changed, with an answer that does not say that it was. */
const CHANGES = [
	'delete',
	'packageDelete',
	'reminder',
	'updateSigner',
	'extend',
	'packageExtend',
	'saveSender',
	'uploadByUrl',
];
const changing = (right: Right): Variant['right'] =>
	forAll(
		[
			'delete',
			'packageDelete',
			'remind',
			'update',
			'extend',
			'packageExtend',
			'saveSender',
			'uploadFromUrl',
		],
		right,
	);

export const shapes: Variant[] = [
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
				['status', 'packageStatus', 'account', 'verify', 'signerLink', 'recipients'],
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
		name: 'an upload answers its reference alone',
		section: '5.2, 10.11',
		deviations: [
			bent(['upload', 'uploadByUrl'], (body) => ({ Reference: (body as Json).Reference })),
		],
		right: plain('sendFile', 'sendTwoFiles', 'upload', 'uploadFromUrl'),
	},
	{
		name: 'an upload answers a list of one',
		section: '5.2',
		deviations: [bent(['upload', 'uploadByUrl'], (body) => [body])],
		right: { sendFile: OK_OR_FAILED, upload: OK_OR_DOUBT, uploadFromUrl: OK_OR_DOUBT },
	},
	{
		name: 'an upload is done, and answers {}',
		section: '3',
		deviations: [bent(['upload', 'uploadByUrl'], () => ({}))],
		right: { sendFile: OK_OR_FAILED, upload: OK_OR_DOUBT, uploadFromUrl: OK_OR_DOUBT },
	},
	{
		name: 'an upload is not done, and answers a web page under 200',
		section: '4',
		deviations: [undone(['upload', 'uploadByUrl'], page())],
		right: forAll(['sendFile', 'upload', 'uploadFromUrl'], FAILED),
	},
	{
		name: 'a change is done, and answers {}',
		section: '3',
		deviations: [doneBut(CHANGES, json({}))],
		right: changing(OK_OR_DOUBT),
	},
	{
		name: 'a change is done, and answers nothing under 200',
		section: '4, 5.2, 5.3',
		deviations: [doneBut(CHANGES, empty())],
		right: { ...changing(OK_OR_DOUBT), ...plain('packageDelete', 'remind') },
	},
	{
		name: 'a change is done, and answers 204',
		section: '4',
		deviations: [doneBut(CHANGES, empty(204))],
		right: { ...changing(OK_OR_DOUBT), ...plain('packageDelete', 'remind') },
	},
	{
		name: 'a change is not done, and answers a web page under 200',
		section: '4',
		deviations: [undone(CHANGES, page())],
		right: changing(FAILED),
	},
	{
		name: 'a change is not done, and answers an error under 200',
		section: '4',
		deviations: [undone(CHANGES, errorUnder200)],
		right: changing(FAILED),
	},
	{
		name: 'an extension and an update are ignored: the document comes as it was',
		section: '6: Editable; 3: MaxDueDate',
		deviations: [
			{
				at: ['extend', 'updateSigner'],
				instead: (act, _call, world) => {
					const [before] = [...world.documents.values()].map((doc) => structuredClone(doc));
					const reply = act();
					const [doc] = world.documents.values();
					Object.assign(doc, before);
					const { DueDate, Signers } = reply.json as Json;
					const signers = (Signers as Json[]).map((signer, at) => ({
						...signer,
						Email: before.signers[at].Email,
					}));
					const due = new Date(before.due ?? 0).toISOString();
					return json({ ...(reply.json as Json), DueDate: DueDate && due, Signers: signers });
				},
			},
		],
		right: forAll(['extend', 'update'], FAILED),
	},
	{
		name: 'an update answers the signers alone',
		section: '12.6',
		deviations: [bent(['updateSigner'], (body) => (body as Json).Signers)],
		right: { update: OK_OR_DOUBT },
	},
	{
		name: 'a signing link comes without a key',
		section: '8: may be empty',
		deviations: [bent(['signerLink'], (body) => ({ ...(body as Json), SigningKey: '' }))],
		right: { getSigningLink: FAILED },
	},
	{
		name: 'a form send answers the reference as a number of a queue, and the folders do not repeat the client reference',
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
