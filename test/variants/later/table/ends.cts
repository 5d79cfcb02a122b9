/** Documents that Ben does not sign. */
import { bent, eachDocument, rewritten, undone } from '../../bend.cts';
import type { Json } from '../../service/answers.cts';
import { refusal } from '../../service/reply.cts';
import type { Deviation } from '../../service/server.cts';
import { ben } from '../../seeds.cts';
import {
	ALL,
	forAll,
	LOOKERS,
	type Ending,
	type Script,
	type StoryName,
	type StoryVariant,
} from '../right.cts';

const ending = (
	name: string,
	script: Script,
	section: string,
	always: Deviation[],
	endings: Ending[],
	names: StoryName[] = LOOKERS,
): StoryVariant => ({ name, script, section, always, right: forAll(names, ...endings) });

const notFound = refusal(404, 'Unable to find document');
const status = (write: (doc: Json) => unknown) =>
	bent(
		undefined,
		eachDocument((doc) => ({ ...doc, Status: write(doc) })),
	);
/** All that is read of it says that Ana alone has signed. */
const nothing = (
	name: string,
	section: string,
	trouble: Deviation[],
	stays?: true,
): StoryVariant => ({
	name,
	script: 'nothing happens',
	section,
	trouble,
	...(stays && { stays }),
	right: forAll([...LOOKERS, 'awaitSignature'], 'open'),
});
const signedStatus = (word: string) =>
	bent(undefined, (body) =>
		rewritten(body, (name, value) => [
			name,
			name === 'SignedStatus' && value === 'Declined' ? word : value,
		]),
	);

export const ends: StoryVariant[] = [
	ending('Ben declines', 'Ben declines', '6', [], ['declined'], ALL),
	ending(
		'Ben declines, in capitals',
		'Ben declines',
		'6',
		[status(({ Status }) => String(Status).toUpperCase())],
		['declined'],
	),
	ending(
		'Ben declines, in camelCase',
		'Ben declines',
		'4',
		[
			bent(undefined, (body) =>
				rewritten(body, (name, value) => [name[0].toLowerCase() + name.slice(1), value]),
			),
		],
		['declined'],
	),
	ending(
		'Ben declines, and no signer says so',
		'Ben declines',
		'6',
		[signedStatus('Invitation')],
		['declined'],
	),
	ending(
		'Ben declines, and the folder says "Signed"',
		'Ben declines',
		'6: Folder',
		[
			bent(
				undefined,
				eachDocument((doc) => (doc.Status === 'Declined' ? { ...doc, Folder: 'Signed' } : doc)),
			),
		],
		['declined'],
	),
	ending(
		'it is deleted',
		'it is deleted',
		'12.11',
		[],
		['deleted', 'gone'],
		[...LOOKERS, 'awaitSignature', 'awaitTwo'],
	),
	{
		...ending(
			'it is deleted while the account is not found either',
			'it is deleted',
			'12.11',
			[],
			['open'],
		),
		trouble: [undone(['account'], notFound)],
		stays: true,
	},
	{
		...ending(
			'it is not found, nor its log, for four minutes',
			'nothing happens',
			'12.11',
			[],
			['open'],
		),
		trouble: [undone(['status', 'log'], notFound, 2)],
	},
	{
		name: 'it is signed, and removed at once',
		script: 'Ben signs',
		section: '12.5',
		trouble: [
			undone(['status', 'log', 'download', 'certificates', 'packageStatus'], notFound),
			bent(['folder'], () => []),
		],
		stays: true,
		right: forAll(LOOKERS, 'deleted', 'gone'),
	},
	nothing('nobody else signs', '6', []),
	nothing('once, a look says "Complete"', '6', [
		bent(
			['status', 'folder'],
			eachDocument((doc) => ({ ...doc, Status: 'Complete' })),
			1,
		),
	]),
	nothing(
		'it is called "Signed" when one has signed',
		'6',
		[
			bent(
				['status', 'folder'],
				eachDocument((doc) => ({ ...doc, Status: 'Signed' })),
			),
		],
		true,
	),
	nothing(
		'its folder is called "Signed" while it is in progress',
		'6: Folder',
		[
			bent(
				['status', 'folder'],
				eachDocument((doc) => ({ ...doc, Folder: 'Signed' })),
			),
		],
		true,
	),
	nothing(
		'its status is empty, and its folder "Signed"',
		'6: not required',
		[
			bent(
				['status', 'folder'],
				eachDocument((doc) => ({ ...doc, Status: '', Folder: 'Signed' })),
			),
		],
		true,
	),
	nothing(
		'a look answers with a complete document of another reference',
		'5.2',
		[
			bent(['status'], (body) => ({
				...(body as Json),
				Status: 'Complete',
				Reference: '7'.repeat(48),
			})),
		],
		true,
	),
	nothing(
		'Ben stands in the answers as an optional "Pending"',
		'6: SignedStatus',
		[
			bent(
				['status', 'folder'],
				eachDocument((doc) => ({
					...doc,
					Signers: (doc.Signers as Json[]).map((signer) =>
						signer.Email === ben.email ? { ...signer, SignedStatus: 'Pending' } : signer,
					),
				})),
			),
		],
		true,
	),
];
