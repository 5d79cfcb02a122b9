/** Other orders: of signers, of documents, of keys, and of what happens when. */
import { bent, doneBut, eachDocument, eachWith, SENDS } from '../bend.cts';
import { ben } from '../seeds.cts';
import { ALL_SENDS, FAILED, forAll, plain, SENT_OR_DOUBT, type Variant } from '../right.cts';
import type { Json } from '../service/answers.cts';
import { refusal } from '../service/reply.cts';

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
const KEYED = ['sendEmbedded', 'sendTemplateEmbedded'] as const;
const keysOfTemplate = (bend: (signer: Json) => Json) =>
	bent(['templateSend'], (body) => ({
		...(body as Json),
		Signers: ((body as Json).Signers as Json[]).map(bend).reverse(),
	}));

export const orders: Variant[] = [
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
];
