/** A send that was carried out, and answers in another shape than the one that is likeliest. */
import { bent, documentsOf, doneBut, errorUnder200, SENDS, sentBy, undone } from '../bend.cts';
import { ALL_SENDS, DOUBT, FAILED, forAll, SENT, SENT_OR_DOUBT, type Variant } from '../right.cts';
import { packageAnswer, type Json } from '../service/answers.cts';
import { bytes, empty, json, page } from '../service/reply.cts';
import { newReference, type Call, type World } from '../service/world.cts';

const sends = (
	name: string,
	section: string,
	bend: (body: unknown, call: Call, world: World) => unknown,
	right = SENT,
): Variant => ({
	name,
	section,
	deviations: [bent(SENDS, bend)],
	right: forAll(ALL_SENDS, right),
});

/** Whatever was sent becomes a package, which the answer names without its documents. */
const inPackage = (more: Json) => (_body: unknown, call: Call, world: World) => {
	const docs = sentBy(call, world);
	const packageReference = docs[0].packageReference ?? newReference();
	for (const doc of docs) doc.packageReference = packageReference;
	const { PackageReference } = packageAnswer(docs);
	return { PackageReference, QueueReference: '77', ...more };
};

const wrapper = (docs: Json[]) => ({
	Url: '',
	Documents: docs,
	Signers: docs.flatMap((doc) => doc.Signers),
});

export const sendShapes: Variant[] = [
	sends('a send answers the bare document', '10.3', (body) => {
		const docs = documentsOf(body);
		return docs.length === 1 ? docs[0] : docs;
	}),
	sends('a send answers a list of documents', '5.4, 5.5, 10.2', documentsOf),
	sends('a send answers a package', '5.4, 5.5, 10.2', (body) => ({
		PackageName: 'Package',
		PackageStatus: 'InProgress',
		Documents: documentsOf(body),
	})),
	sends('a send answers documents with signers beside them', '6, 10.3', (body) =>
		wrapper(documentsOf(body)),
	),
	sends(
		'a send answers a package of such wrappers',
		'10.3',
		(body) => ({
			PackageName: 'Package',
			Documents: documentsOf(body).map((doc) => wrapper([doc])),
		}),
		SENT_OR_DOUBT,
	),
	sends(
		'a send answers its package in a list',
		'5.5',
		(body) => [{ Documents: documentsOf(body) }],
		SENT_OR_DOUBT,
	),
	sends('a send answers a package without its documents', '6: not required', inPackage({})),
	sends(
		'a send answers a package whose documents are null',
		'3, 6',
		inPackage({ Documents: null }),
	),
	sends('a send answers a package with no documents', '6', inPackage({ Documents: [] })),
	sends('a send answers the reference of a queue alone', '6, 11', () => ({ QueueReference: '77' })),
	sends('a send answers {}', '3', () => ({})),
	sends('a send answers null', '3', () => null),
	sends('a send answers an empty list', '5.4', () => []),
	sends('a send answers "Forms sent successfully"', '4', () => 'Forms sent successfully'),
	{
		name: 'a send answers nothing under 200',
		section: '4',
		deviations: [doneBut(SENDS, empty(200))],
		right: forAll(ALL_SENDS, SENT),
	},
	{
		name: 'a send answers 204',
		section: '4',
		deviations: [doneBut(SENDS, empty(204))],
		right: forAll(ALL_SENDS, SENT),
	},
	{
		name: 'a send answers 201',
		section: '4',
		deviations: [doneBut(SENDS, (reply) => ({ ...reply, status: 201 }))],
		right: forAll(ALL_SENDS, SENT),
	},
	{
		name: 'a send answers 202 with {}',
		section: '4',
		deviations: [doneBut(SENDS, json({}, 202))],
		right: forAll(ALL_SENDS, SENT),
	},
	{
		name: 'a send is done, and answers a web page under 200',
		section: '4',
		deviations: [doneBut([...SENDS, 'mailMerge'], page())],
		right: { ...forAll(ALL_SENDS, SENT), mailMerge: DOUBT },
	},
	{
		name: 'a send is not done, and answers a web page under 200',
		section: '4',
		deviations: [undone([...SENDS, 'mailMerge'], page())],
		right: forAll([...ALL_SENDS, 'mailMerge'], FAILED),
	},
	{
		name: 'a send is done, and answers an error under 200',
		section: '4',
		deviations: [doneBut([...SENDS, 'mailMerge'], errorUnder200)],
		right: { ...forAll(ALL_SENDS, SENT_OR_DOUBT), mailMerge: DOUBT },
	},
	{
		name: 'a send is not done, and answers an error under 200',
		section: '4',
		deviations: [undone([...SENDS, 'mailMerge'], errorUnder200)],
		right: forAll([...ALL_SENDS, 'mailMerge'], FAILED),
	},
	{
		name: 'a send answers XML',
		section: '3, 10.10',
		deviations: [
			doneBut(
				SENDS,
				bytes(Buffer.from('<?xml version="1.0"?><PackageResponse/>'), 'application/xml'),
			),
		],
		right: forAll(ALL_SENDS, SENT),
	},
	{
		name: 'a mail merge is done, and answers {}',
		section: '3',
		deviations: [bent(['mailMerge'], () => ({}))],
		right: { mailMerge: DOUBT },
	},
	{
		name: 'a mail merge answers its reference alone, without status and documents',
		section: '6, 11',
		deviations: [bent(['mailMerge'], (body) => ({ Reference: (body as Json).Reference }))],
		right: { mailMerge: SENT },
	},
	{
		name: 'a mail merge answers a list of one',
		section: '5.4',
		deviations: [bent(['mailMerge'], (body) => [body])],
		right: { mailMerge: SENT_OR_DOUBT },
	},
];
