/** The variants that are played with three items. Written from docs/api/API.md and docs/faults.md before they were run. */
import {
	bent,
	doneBut,
	eachDocument,
	eachSigner,
	rewritten,
	SENDS,
	sentBy,
	undone,
} from '../bend.cts';
import { DOUBT, FAILED, OK, OK_OR_DOUBT, REFUSED, SENT, type Right } from '../right.cts';
import type { Json } from '../service/answers.cts';
import { json, page, refusal, type Reply } from '../service/reply.cts';
import type { Deviation } from '../service/server.cts';
import { wordOf, type SeveralFlowName } from './flows.cts';

export interface SeveralVariant {
	name: string;
	/** Where API.md allows it, or makes it likely. */
	section: string;
	deviations: Deviation[];
	/** What is right for an item that the variant meets. */
	right: Partial<Record<SeveralFlowName, Right>>;
	/** It meets all items: for one alone it cannot be played. */
	always?: true;
}

const forAll = (names: SeveralFlowName[], right: Right) =>
	Object.fromEntries(names.map((name) => [name, right]));

const STORED: SeveralFlowName[] = ['sendFiles', 'sendStoredOnes'];
const MADE: SeveralFlowName[] = ['sendForms', 'sendTemplates'];
const ALL_SENDS = [...STORED, ...MADE];
const READS: SeveralFlowName[] = ['getThem', 'getFinishedOnes'];
const CHANGES: SeveralFlowName[] = ['remindThem', 'deleteThem', 'extendThem'];
const changed = ['reminder', 'delete', 'extend'];
const LOOK_UPS = ['status', 'packageStatus', 'folder'];

const wired = (wire: Reply['wire']) => (reply: Reply) => ({ ...reply, wire });
const cut: Reply = { status: 200, wire: 'cut' };
const notFound = refusal(404, 'Unable to find document');
const camel = (name: string) => name[0].toLowerCase() + name.slice(1);

const sends = (
	name: string,
	section: string,
	deviations: Deviation[],
	right: Right,
	names = ALL_SENDS,
): SeveralVariant => ({ name, section, deviations, right: forAll(names, right) });

const sendVariants: SeveralVariant[] = [
	sends('a send is refused with 400', '4', [undone(SENDS, refusal(400, 'DueDate'))], {
		...REFUSED,
		again: ['nothing'],
	}),
	{
		name: 'a send is refused with 403',
		section: '4, 12.11',
		deviations: [undone(SENDS, refusal(403, 'Not allowed'))],
		right: { ...forAll(STORED, { ...REFUSED, again: ['nothing'] }), ...forAll(MADE, DOUBT) },
	},
	sends('a send is done, and answers 502', '4', [doneBut(SENDS, page(502))], SENT),
	sends('a send is done, and cut', '4', [doneBut(SENDS, wired('cut'))], SENT),
	sends('a send is not done, and cut once', '4', [undone(SENDS, cut, 1)], {
		told: ['nothing', 'doubt', 'ok'],
		again: ['ok', 'recovered', 'doubt'],
	}),
	sends('a send answers {}', '3', [bent(SENDS, () => ({}))], SENT),
	sends(
		'a send is done, answers 500, and every look-up answers 404',
		'12.11',
		[doneBut(SENDS, refusal(500, 'Unhandled')), undone(LOOK_UPS, notFound)],
		DOUBT,
	),
	sends(
		'a send is done, answers 502, and the folders are empty',
		'9',
		[doneBut(SENDS, page(502)), bent(['folder'], () => [])],
		DOUBT,
		MADE,
	),
	sends('Ben of an item is not invited', '12.1', [withoutBen()], {
		told: ['error', 'doubt'],
		again: ['error', 'doubt'],
		says: /Ben|ben@/,
	}),
	sends(
		'an upload is refused with 413',
		'4',
		[undone(['upload'], refusal(413, 'Too large'))],
		{ ...REFUSED, again: ['nothing'] },
		['sendFiles'],
	),
	sends('an upload is done, and cut', '4', [doneBut(['upload'], wired('cut'))], SENT, [
		'sendFiles',
	]),
	sends('a send answers with what another item sent', '6', [crossed()], {
		told: ['recovered', 'doubt', 'error', 'ok'],
		again: ['recovered', 'doubt', 'error', 'ok'],
	}),
	{
		name: 'the form or template is not found',
		section: '4',
		deviations: [undone(['form', 'template'], notFound)],
		right: forAll(MADE, FAILED),
		always: true,
	},
];

const otherVariants: SeveralVariant[] = [
	{
		name: 'the service as API.md writes it',
		section: '5, 6',
		deviations: [],
		right: forAll([...ALL_SENDS, ...READS, ...CHANGES], OK),
		always: true,
	},
	{
		name: 'all names in camelCase',
		section: '4',
		deviations: [bent(undefined, (body) => rewritten(body, (name, value) => [camel(name), value]))],
		right: forAll([...ALL_SENDS, ...READS, ...CHANGES], OK),
		always: true,
	},
	{
		name: 'each answer later than the one after it',
		section: '9: unknown',
		deviations: [
			{
				instead: async (act, { number }) => {
					const reply = act();
					await new Promise((resolve) => setTimeout(resolve, 400 - 100 * (number % 4)));
					return reply;
				},
			},
		],
		right: forAll([...ALL_SENDS, ...READS, ...CHANGES], OK),
		always: true,
	},
	...(
		[
			['404', undone(['status'], notFound), FAILED],
			['a web page under 200', undone(['status'], page()), FAILED],
			['{}', bent(['status'], () => ({})), FAILED],
			['503 once', undone(['status'], page(503), 1), OK],
			['403', undone(['status'], refusal(403, 'Not allowed')), FAILED],
		] as Array<[string, Deviation, Right]>
	).map(
		([what, deviation, right]): SeveralVariant => ({
			name: `a look-up answers ${what}`,
			section: '4',
			deviations: [deviation],
			right: forAll(READS, right),
		}),
	),
	{
		name: 'a look-up answers with the document of another item',
		section: '5.2',
		deviations: [bent(['status'], (body) => ({ ...(body as Json), Reference: '7'.repeat(48) }))],
		right: forAll(READS, FAILED),
	},
	{
		name: 'a change is refused with 400',
		section: '4',
		deviations: [undone(changed, refusal(400, 'Not now'))],
		right: {
			...forAll(['deleteThem', 'extendThem'], { ...REFUSED, again: ['nothing'] }),
			remindThem: { told: ['nothing', 'error'] },
		},
	},
	{
		name: 'a change is not done, and answers 404',
		section: '12.11',
		deviations: [undone(changed, notFound)],
		right: forAll(CHANGES, FAILED),
	},
	{
		name: 'a change is done, and answers 500',
		section: '4',
		deviations: [doneBut(changed, refusal(500, 'Unhandled'))],
		right: {
			...forAll(['deleteThem', 'extendThem'], OK_OR_DOUBT),
			remindThem: { told: ['doubt'] },
		},
	},
	{
		name: 'a change is done, and cut',
		section: '4',
		deviations: [doneBut(changed, wired('cut'))],
		right: {
			...forAll(['deleteThem', 'extendThem'], OK_OR_DOUBT),
			remindThem: { told: ['doubt'] },
		},
	},
	{
		name: 'a change is done, and answers a web page under 200',
		section: '4',
		deviations: [doneBut(changed, page())],
		right: { ...forAll(['deleteThem', 'extendThem'], OK_OR_DOUBT), remindThem: OK_OR_DOUBT },
	},
];

export const severalTable = [...otherVariants, ...sendVariants];

function withoutBen(): Deviation {
	const isBen = (email: unknown) => String(email).startsWith('ben@');
	return {
		at: SENDS,
		answer: (reply, call, world) => {
			const docs = sentBy(call, world);
			const left = world.invitations.filter(
				({ email, send }) => send !== call.number || !isBen(email),
			);
			for (const doc of docs) doc.signers = doc.signers.filter(({ Email }) => !isBen(Email));
			world.invitations.splice(0, Infinity, ...left);
			const less = (object: Json) =>
				Array.isArray(object.Signers)
					? { ...object, Signers: (object.Signers as Json[]).filter(({ Email }) => !isBen(Email)) }
					: object;
			return json(less(eachDocument(less)(reply.json) as Json));
		},
	};
}

/** The answer names a document and people of another item, if one is out. */
function crossed(): Deviation {
	return bent(SENDS, (body, call, world) => {
		const [own] = sentBy(call, world);
		const other = [...world.documents.values()].find(
			(doc) => doc.folder === 'Progress' && wordOf(doc) !== wordOf(own),
		);
		if (!other) return body;
		const asOther = eachSigner((signer) => ({
			...signer,
			Email: String(signer.Email).replace(/@.*/, other.signers[0].Email.replace(/.*@/, '@')),
		}))(body);
		return eachDocument((doc) => ({ ...doc, Reference: other.reference, Name: other.name }))(
			asOther,
		);
	});
}
