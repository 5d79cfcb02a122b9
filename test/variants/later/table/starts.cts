/** How the send that a wait begins with, and the first look of the wait, may go. */
import { bent, doneBut, SENDS, sentBy, undone } from '../../bend.cts';
import { json, page, refusal, type Reply } from '../../service/reply.cts';
import type { Json } from '../../service/answers.cts';
import { newReference } from '../../service/world.cts';
import type { Deviation } from '../../service/server.cts';
import { AWAITS, forAll, type Ending, type StoryName, type StoryVariant } from '../right.cts';

const start = (
	name: string,
	section: string,
	always: Deviation[],
	right: Ending[],
	names: StoryName[] = AWAITS,
	says?: RegExp,
): StoryVariant => ({
	name,
	section,
	always,
	right: forAll(names, ...right),
	...(says && { says }),
});
const notFound = refusal(404, 'Unable to find document');
const cut: Reply = { status: 200, wire: 'cut' };
const LOOK_UPS = ['status', 'folder', 'packageStatus'];
const MAYBE = /may have|may be out|not confirm/i;

export const starts: StoryVariant[] = [
	start(
		'the send is done, and cut',
		'4',
		[doneBut(SENDS, (reply) => ({ ...reply, wire: 'cut' }))],
		['completed'],
	),
	start('the send is done, and answers 502', '4', [doneBut(SENDS, page(502))], ['completed']),
	start(
		'the send is done, and answers 403',
		'4',
		[doneBut(SENDS, refusal(403, 'No'))],
		['completed'],
	),
	start('the send answers {}', '3', [bent(SENDS, () => ({}))], ['completed']),
	start(
		'the send answers a package without its documents',
		'6: not required',
		[
			bent(SENDS, (_body, call, world) => {
				const docs = sentBy(call, world);
				const PackageReference = docs[0].packageReference ?? newReference();
				for (const doc of docs) doc.packageReference = PackageReference;
				return { PackageReference, QueueReference: '77' };
			}),
		],
		['completed'],
	),
	start(
		'the send is refused with 400',
		'4',
		[undone(SENDS, refusal(400, 'DueDate'))],
		['error'],
		AWAITS,
		/not sent|nothing was sent/i,
	),
	start(
		'the send is done, answers 500, and every look-up answers 404',
		'12.11',
		[doneBut(SENDS, refusal(500, 'Unhandled')), undone(LOOK_UPS, notFound)],
		['error'],
		AWAITS,
		MAYBE,
	),
	start(
		'the send is done, answers 502, and the folders are empty',
		'9',
		[doneBut(SENDS, page(502)), bent(['folder'], () => [])],
		['error'],
		['awaitForm', 'awaitTemplate'],
		MAYBE,
	),
	start(
		'Ben is not invited',
		'12.1',
		[
			{
				at: SENDS,
				answer: (reply, call, world) => {
					for (const doc of sentBy(call, world)) doc.signers = doc.signers.slice(0, 1);
					world.invitations.splice(1);
					const walk = (value: unknown): unknown => {
						if (Array.isArray(value)) return value.map(walk);
						if (typeof value !== 'object' || value === null) return value;
						const object = Object.entries(value).map(([name, each]) => [name, walk(each)]);
						const { Signers, ...rest } = Object.fromEntries(object) as Json;
						return Array.isArray(Signers) ? { ...rest, Signers: Signers.slice(0, 1) } : rest;
					};
					return json(walk(reply.json));
				},
			},
		],
		['error'],
		AWAITS,
		/Ben/,
	),
	...(
		[
			['answers 404 once', undone(['status'], notFound, 1)],
			['answers 503 three times', undone(['status'], page(503), 3)],
			['is cut once', undone(['status'], cut, 1)],
			['answers {} once', bent(['status'], () => ({}), 1)],
			['answers a web page under 200 once', undone(['status'], page(), 1)],
			['answers 401 once', undone(['status'], refusal(401, 'Unauthorised'), 1)],
		] as Array<[string, Deviation]>
	).map(([what, deviation]) =>
		start(
			`the first look of the wait ${what}`,
			'4, 12.11',
			[deviation],
			['completed'],
			['awaitFile', 'awaitSignature'],
		),
	),
];
