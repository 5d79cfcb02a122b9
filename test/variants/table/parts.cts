/** Parts that are missing or too many, and people who are really left out. */
import { bent, documentsOf, eachDocument, eachWith, SENDS, sentBy } from '../bend.cts';
import { ben } from '../seeds.cts';
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

const named = (who: { firstName: string; email: string }) =>
	new RegExp(`${who.firstName}|${who.email}`);
/** Ben was not invited: an error that names him, and does not say that nothing was sent. */
const withoutBen: Right = { told: ['error', 'doubt'], again: ['error', 'doubt'], says: named(ben) };

export const parts: Variant[] = [
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
			bent([...SENDS, 'status', 'folder', 'updateSigner'], (body) =>
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
];
