/** Uploads and changes whose answers do not say that they were done. */
import { bent, doneBut, errorUnder200, undone } from '../bend.cts';
import {
	FAILED,
	forAll,
	OK_OR_DOUBT,
	OK_OR_FAILED,
	plain,
	type Right,
	type Variant,
} from '../right.cts';
import type { Json } from '../service/answers.cts';
import { empty, json, page } from '../service/reply.cts';

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
	'attachmentUpload',
	'attachmentDelete',
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
			'attachmentUpload',
			'attachmentDelete',
		],
		right,
	);

export const changes: Variant[] = [
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
		right: { ...changing(OK_OR_DOUBT), ...plain('packageDelete', 'remind', 'attachmentDelete') },
	},
	{
		name: 'a change is done, and answers 204',
		section: '4',
		deviations: [doneBut(CHANGES, empty(204))],
		right: { ...changing(OK_OR_DOUBT), ...plain('packageDelete', 'remind', 'attachmentDelete') },
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
];
