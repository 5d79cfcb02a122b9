/** Other orders, parts that are missing, parts that are too many, and people who are really left out. */
import { bent, documentsOf, doneBut, eachDocument, eachWith, SENDS, sentBy } from '../bend.cts';
import { ben } from '../flows.cts';
import {
	ALL_SENDS,
	FAILED,
	forAll,
	plain,
	PLAIN,
	SENT_OR_DOUBT,
	type Right,
	type Variant,
} from '../right.cts';
import type { Json } from '../service/answers.cts';
import { refusal } from '../service/reply.cts';
import { signer } from '../service/world.cts';

const lists = (value: unknown, names: string[], bend: (list: unknown[]) => unknown[]) =>
	eachWith(names, (object) => ({
		...object,
		...Object.fromEntries(
			names
				.filter((name) => Array.isArray(object[name]))
				.map((name) => [name, bend(object[name] as unknown[])]),
		),
	}))(value);

const reversed = (list: unknown[]) => [...list].reverse();
const named = (who: { firstName: string; email: string }) =>
	new RegExp(`${who.firstName}|${who.email}`);
/** Ben was not invited: an error that names him, and does not say that nothing was sent. */
const withoutBen: Right = { told: ['error', 'doubt'], again: ['error', 'doubt'], says: named(ben) };
const KEYED = ['sendEmbedded', 'sendTemplateEmbedded'] as const;
const keysOfTemplate = (bend: (signer: Json) => Json) =>
	bent(['templateSend'], (body) => ({
		...(body as Json),
		Signers: ((body as Json).Signers as Json[]).map(bend).reverse(),
	}));

export const parts: Variant[] = [
	{
		name: 'signers in another order',
		section: '6: no order stated',
		deviations: [bent(undefined, (body) => lists(body, ['Signers'], reversed))],
		right: plain(
			...ALL_SENDS,
			...KEYED,
			'get',
			'getFinished',
			'remind',
			'update',
			'getSigningLink',
		),
	},
	{
		name: 'documents in another order',
		section: '6: no order stated',
		deviations: [
			bent([...SENDS, 'folder', 'packageStatus'], (body) =>
				Array.isArray(body) ? reversed(body) : lists(body, ['Documents'], reversed),
			),
		],
		right: plain('sendTwoFiles', 'packageGet', 'getAll', 'sendOnceAgain'),
	},
	{
		name: "the keys beside the documents come by the signers' references alone, in another order",
		section: '5.6',
		deviations: [
			keysOfTemplate(({ SignerReference, SigningKey }) => ({ SignerReference, SigningKey })),
		],
		right: plain('sendTemplateEmbedded'),
	},
	{
		name: 'the keys beside the documents name nobody, in another order',
		section: '5.6, 6: not required',
		deviations: [keysOfTemplate(({ SigningKey }) => ({ SigningKey }))],
		right: { sendTemplateEmbedded: SENT_OR_DOUBT },
	},
	{
		name: 'only the first of a sequence has a key',
		section: '8',
		deviations: [
			bent(
				undefined,
				eachWith(['SigningKey'], (who) =>
					who.Email === ben.email ? { ...who, SigningKey: '' } : who,
				),
			),
		],
		right: {
			sendEmbedded: {
				told: ['ok'],
				holds: ({ words }) => words.includes('key-of-ana') && !words.includes('key-of-ben'),
			},
			sendTemplateEmbedded: {
				told: ['ok'],
				holds: ({ words }) => words.includes('key-of-ana') && !words.includes('key-of-ben'),
			},
		},
	},
	{
		name: 'the link is that of another signer',
		section: '5.5: all three are needed to find the signer',
		deviations: [
			bent(['signerLink'], (body, _call, world) => {
				const [doc] = world.documents.values();
				const { FirstName, LastName, Email, key, reference } = doc.signers[0];
				return {
					...(body as Json),
					FirstName,
					LastName,
					Email,
					SigningKey: key,
					SignerReference: reference,
				};
			}),
		],
		right: { getSigningLink: FAILED },
	},
	{
		name: 'a document moves on while the folders are looked through',
		section: '6: Folder',
		deviations: [
			{
				at: ['folder'],
				// Asked for in the wrong order, or at once: it was not there yet, and is gone from there.
				answer: (reply, { values }, world) => {
					const before = world.calls.some((call) => call.values.Folder === 'Progress');
					if (values.Folder !== 'Signed' || before) return reply;
					for (const doc of world.documents.values()) doc.folder = 'Signed';
					return reply;
				},
			},
		],
		right: {
			sendOnceAgain: {
				told: ['recovered', 'nothing', 'doubt', 'error'],
				again: ['recovered', 'nothing', 'doubt', 'error'],
			},
		},
	},
	{
		name: 'what is sent is not seen for three seconds',
		section: '11',
		deviations: [
			{
				...doneBut(SENDS, refusal(500, 'Unhandled')),
				before: ({ headers }) => void (headers.sentAt = Date.now()),
			},
			{
				at: ['status', 'folder', 'packageStatus'],
				answer: (reply, call, world) => {
					const at = world.calls.find(({ headers }) => headers.sentAt)?.headers.sentAt;
					if (at === undefined || Date.now() - Number(at) > 3000) return reply;
					if (call.place === 'folder') return { ...reply, json: [] };
					return {
						...reply,
						json: eachDocument((doc) => ({
							...doc,
							Status: 'NotStart',
							Folder: 'InBox',
							Signers: [],
						}))(reply.json),
					};
				},
			},
		],
		right: forAll(['sendFile', 'sendStored', 'sendForm', 'sendTemplate'], SENT_OR_DOUBT),
	},
	{
		name: 'the answer names one document of two',
		section: '6: Documents not required',
		deviations: [
			bent(['smartTagSend'], (body) => {
				const [first] = documentsOf(body);
				return Array.isArray(body) ? [first] : { ...(body as Json), Documents: [first] };
			}),
		],
		right: { sendTwoFiles: SENT_OR_DOUBT },
	},
	{
		name: 'only one document of two is sent',
		section: '5.4',
		deviations: [
			{
				at: ['smartTagSend'],
				before: ({ values }) => void (values.DocumentReferences as string[]).splice(1),
			},
		],
		right: {
			sendTwoFiles: { told: ['error', 'doubt'], again: ['error', 'doubt'], says: /annex|sent/i },
		},
	},
	{
		name: 'the answer names one signer of two, who are both invited',
		section: '6',
		deviations: [bent(SENDS, (body) => lists(body, ['Signers'], (all) => all.slice(0, 1)))],
		right: forAll(ALL_SENDS, {
			told: ['ok', 'recovered', 'error', 'doubt'],
			again: ['ok', 'recovered', 'error', 'doubt'],
		}),
	},
	{
		name: 'one signer of two is not invited',
		section: '12.1',
		deviations: [
			{
				at: SENDS,
				answer: (reply, call, world) => {
					const refs = sentBy(call, world);
					for (const doc of refs)
						doc.signers = doc.signers.filter(({ Email }) => Email !== ben.email);
					const left = world.invitations.filter(({ email }) => email !== ben.email);
					world.invitations.splice(0, Infinity, ...left);
					return {
						...reply,
						json: lists(reply.json, ['Signers'], (all) =>
							(all as Json[]).filter((one) => one.Email !== ben.email),
						),
					};
				},
			},
		],
		right: forAll(ALL_SENDS, withoutBen),
	},
	{
		name: 'a signer stands in the answers twice',
		section: '6',
		deviations: [
			bent(undefined, (body) =>
				lists(body, ['Signers'], (all) => (all.length > 1 ? [...all, all[1]] : all)),
			),
		],
		right: {
			...forAll(ALL_SENDS, { told: ['ok', 'error', 'doubt'] }),
			remind: PLAIN.remind,
			remindBoth: PLAIN.remindBoth,
			get: { told: ['ok'], item: { status: 'inProgress' } },
			update: PLAIN.update,
		},
	},
	{
		name: 'a document answers without its signers',
		section: '6',
		deviations: [
			bent(
				['smartTagSend', 'formSend', 'templateSend', 'status'],
				eachDocument(({ Signers: _, ...rest }) => rest),
			),
		],
		right: {
			...forAll(ALL_SENDS, SENT_OR_DOUBT),
			get: { told: ['ok', 'error'] },
			remind: { told: FAILED.told },
			getFinished: { told: ['ok', 'error'], item: { status: 'completed' } },
		},
	},
	{
		name: 'signers are null',
		section: '3',
		deviations: [
			bent(
				[...SENDS, 'status', 'upload'],
				eachDocument((doc) => ({ ...doc, Signers: null })),
			),
		],
		right: {
			...forAll(ALL_SENDS, SENT_OR_DOUBT),
			get: { told: ['ok', 'error'] },
			remind: { told: FAILED.told },
		},
	},
	{
		name: 'an update replaces the whole list of signers',
		section: '12.6',
		deviations: [
			{
				at: ['updateSigner'],
				before: ({ values }, world) => {
					const doc = world.find(values.DocumentReference);
					const given = (values.Signers as Json[]).map(({ SignerReference }) => SignerReference);
					if (doc) doc.signers = doc.signers.filter(({ reference }) => given.includes(reference));
				},
			},
		],
		right: { update: { told: ['ok', 'error', 'doubt'] } },
	},
	{
		name: 'certificates are an empty list',
		section: '5.2',
		deviations: [bent(['certificates'], () => [])],
		right: {
			getFinished: {
				told: ['ok', 'error'],
				item: { finished: true },
				holds: ({ items }) => /ertificate/.test(JSON.stringify(items[0].json.missing)),
			},
		},
	},
	{
		name: 'a package even for one document',
		section: '12.4',
		deviations: [
			{
				at: ['smartTagSend'],
				before: ({ values }) => void (values.SingleDocumentAsPackage = 'true'),
			},
		],
		right: plain('sendFile', 'sendStored', 'sendEmbedded'),
	},
	{
		name: 'the form asks for a third, required role since it was chosen',
		section: '5.5',
		deviations: [
			bent(['form', 'formList'], (body) =>
				lists(body, ['Signers'], (roles) => [
					...roles,
					{ SignerType: 'Employer', Optional: false, FirstName: '', LastName: '', Email: '' },
				]),
			),
		],
		right: { sendForm: { told: ['nothing', 'error'], says: /Employer/ } },
	},
	{
		name: 'an account stands in for somebody: an extra signer is added to what was sent',
		section: '5.4: Supervising',
		deviations: [
			{
				at: ['smartTagSend'],
				answer: (reply, call, world) => {
					for (const doc of sentBy(call, world)) {
						doc.signers.push(
							signer({ FirstName: 'Sue', LastName: 'Visor', Email: 'sue@example.com' }),
						);
					}
					return {
						...reply,
						json: lists(reply.json, ['Signers'], (all) => [
							...all,
							{
								FirstName: 'Sue',
								LastName: 'Visor',
								Email: 'sue@example.com',
								HasSigned: false,
								SignedStatus: 'Invitation',
							},
						]),
					};
				},
			},
		],
		right: {
			sendFile: {
				told: ['ok', 'error', 'doubt'],
				holds: ({ words }) => words.includes('sue@example.com'),
			},
		},
	},
	{
		name: 'a signer has declined',
		section: '6',
		deviations: [
			bent(['status', 'folder'], (body) =>
				eachWith(['SignedStatus'], (who) =>
					who.Email === ben.email
						? { ...who, SignedStatus: 'Declined', DeclinedReason: 'Too dear' }
						: who,
				)(eachDocument((doc) => ({ ...doc, Status: 'Declined' }))(body)),
			),
		],
		right: {
			get: { told: ['ok'], item: { status: 'declined' } },
			getUnfinished: { told: ['ok'], item: { status: 'declined', finished: false } },
			remind: {
				told: ['ok', 'error', 'nothing'],
				holds: ({ world }) => world.reminders.length === 0,
			},
		},
	},
	{
		name: 'the optional role is called optional by text',
		section: '10.6',
		deviations: [
			bent(
				['form', 'formList'],
				eachWith(['Optional'], (role) => ({ ...role, Optional: role.Optional ? 'True' : 'False' })),
			),
		],
		right: plain('sendForm', 'sendFormAlone'),
	},
	{
		name: 'the roles of a form carry names and emails from the last time',
		section: '5.5',
		deviations: [
			bent(
				['form', 'formList'],
				eachWith(['Optional'], (role) => ({
					...role,
					FirstName: 'Old',
					LastName: 'Hand',
					Email: 'old@example.com',
				})),
			),
		],
		right: { ...plain('sendForm'), sendFormAlone: { told: ['ok', 'nothing', 'error'] } },
	},
	{
		name: "the form's roles come without names at all",
		section: '3',
		deviations: [
			bent(
				['form', 'formList'],
				eachWith(['Optional'], ({ SignerType, Optional }) => ({ SignerType, Optional })),
			),
		],
		right: { ...plain('sendForm', 'sendFormAlone') },
	},
];
