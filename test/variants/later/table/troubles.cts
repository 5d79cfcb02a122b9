/** What may be in the way when Ben has signed, for twelve minutes: afterwards it is told, once. */
import { bent, doneBut, eachDocument, eachSigner, errorUnder200, undone } from '../../bend.cts';
import { ben } from '../../seeds.cts';
import type { Json } from '../../service/answers.cts';
import { empty, json, page, refusal, type Reply } from '../../service/reply.cts';
import type { Deviation } from '../../service/server.cts';
import { forAll, LOOKERS, TRIGGERS, type StoryName, type StoryVariant } from '../right.cts';

const notFound = refusal(404, 'Unable to find document');
const cut: Reply = { status: 200, wire: 'cut' };
const wired = (wire: Reply['wire']) => (reply: Reply) => ({ ...reply, wire });
const LOOKS = ['status', 'log', 'packageStatus'];

const trouble = (
	name: string,
	section: string,
	deviations: Deviation[],
	names: StoryName[] = LOOKERS,
): StoryVariant => ({ name, section, trouble: deviations, right: forAll(names, 'completed') });

/** Ben has signed, and this answer does not know it yet. */
const lagging = eachDocument((doc) => ({
	...doc,
	Status: 'InProgress',
	Folder: 'Progress',
	Signers: (doc.Signers as Json[] | undefined)?.map((signer) =>
		signer.Email === ben.email
			? { ...signer, HasSigned: false, SignedStatus: 'Invitation' }
			: signer,
	),
}));

const lists: Array<[string, Deviation[]]> = [
	['answer 404', [undone(['folder'], notFound)]],
	['answer 500', [undone(['folder'], refusal(500, 'Unhandled'))]],
	['answer 503', [undone(['folder'], page(503))]],
	['answer {}', [bent(['folder'], () => ({}))]],
	['answer null', [bent(['folder'], () => null)]],
	['answer a web page under 200', [undone(['folder'], page())]],
	['answer nothing under 200', [undone(['folder'], empty())]],
	['answer an error under 200', [undone(['folder'], errorUnder200)]],
	['are cut in the middle', [doneBut(['folder'], wired('half'))]],
	['are empty', [bent(['folder'], () => [])]],
	['answer 401', [undone(['folder', 'status'], refusal(401, 'Unauthorised'))]],
	['lag behind', [bent(['folder', 'status'], lagging)]],
	[
		'are empty, and nothing is found of a document, nor of the account',
		[bent(['folder'], () => []), undone([...LOOKS, 'account'], notFound)],
	],
	[
		'have documents without a reference besides',
		[
			bent(['folder'], (body) => [
				{ Name: 'Nameless', Status: 'Complete', Signers: [] },
				...(body as Json[]),
			]),
		],
	],
	[
		'name each document twice',
		[bent(['folder'], (body) => [...(body as Json[]), ...(body as Json[])])],
	],
];

export const troubles: StoryVariant[] = [
	trouble('a look answers 404', '12.11', [undone(['status', 'packageStatus'], notFound)]),
	trouble('everything answers 404', '12.11', [{ instead: () => notFound }]),
	trouble('everything answers 403', '4', [{ instead: () => refusal(403, 'Not allowed') }]),
	trouble('everything answers 500', '4', [{ instead: () => refusal(500, 'Unhandled') }]),
	trouble('a look answers 503', '4', [undone(LOOKS, page(503))]),
	trouble('a look is cut', '4', [undone(LOOKS, cut)]),
	trouble('a look is cut in the middle', '4', [doneBut(LOOKS, wired('half'))]),
	trouble('a look answers {}', '3', [bent(LOOKS, () => ({}))]),
	trouble('a look answers null', '3', [bent(LOOKS, () => null)]),
	trouble('a look answers a web page under 200', '4', [undone(LOOKS, page())]),
	trouble('a look answers an error under 200', '4', [undone(LOOKS, errorUnder200)]),
	trouble('a look answers 401', '4', [undone(LOOKS, refusal(401, 'Unauthorised'))]),
	trouble('a look is redirected to another address', '2', [
		undone(LOOKS, { ...empty(307), headers: { location: 'http://127.0.0.1:9/' } }),
	]),
	trouble('a look answers with another document', '5.2', [
		bent(['status'], (body) => ({ ...(body as Json), Reference: '7'.repeat(48) })),
	]),
	trouble('a look answers with a list of one', '5', [bent(['status'], (body) => [body])]),
	trouble(
		'a look does not know it yet',
		'11',
		[bent(['status'], lagging)],
		['awaitFile', 'awaitSignature', 'poll'],
	),
	// The callback trigger looks once more, five minutes after a call about an open document (docs/waiting-in-detail.md).
	trouble('the first look does not know it yet', '11', [bent(['status'], lagging, 1)]),
	trouble('the signers lag behind the status', '6', [
		bent(
			['status', 'folder'],
			eachSigner((signer) =>
				signer.Email === ben.email
					? { ...signer, HasSigned: false, SignedStatus: 'Invitation' }
					: signer,
			),
		),
	]),
	{
		...trouble('a status that nobody knows: "Archiving"', '6', [
			bent(
				['status'],
				eachDocument((doc) => ({ ...doc, Status: 'Archiving' })),
			),
		]),
		// It is told as "other", and looked at once more.
		right: { ...forAll(['awaitFile', 'poll'], 'completed'), callback: ['completed', 'open'] },
	},
	...lists.map(([what, deviations]) =>
		trouble(`the folders ${what}`, '5.2, 12.11', deviations, ['poll']),
	),
	...(
		[
			['answers 404', undone(['download'], notFound)],
			['answers 500', undone(['download'], refusal(500, 'Unhandled'))],
			['is a web page', undone(['download'], page())],
			['is an error under 200', doneBut(['download'], json({ ResponseStatus: { Message: 'No' } }))],
			['is cut in the middle', doneBut(['download'], wired('half'))],
			['is empty', undone(['download'], empty())],
		] as Array<[string, Deviation]>
	).map(
		([what, deviation]): StoryVariant => ({
			...trouble(`the signed file ${what}`, '5.10', [deviation], ['awaitFile', 'awaitTwo']),
			stays: true,
			maylackFiles: true,
		}),
	),
	{
		...trouble('the signed file is not there yet', '5.10', [undone(['download'], notFound, 2)]),
		right: forAll(['awaitFile', ...TRIGGERS], 'completed'),
	},
];
