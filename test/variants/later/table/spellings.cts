/** A document that Ben signs, told in other words, names and dates than the likeliest. */
import { bent, eachDocument, eachSigner, rewritten } from '../../bend.cts';
import type { Json } from '../../service/answers.cts';
import type { Deviation } from '../../service/server.cts';
import { ALL, forAll, LOOKERS, type StoryName, type StoryVariant } from '../right.cts';

const told = (
	name: string,
	section: string,
	bend: (body: unknown) => unknown,
	names: StoryName[] = LOOKERS,
): StoryVariant => ({
	name,
	section,
	always: [bent(undefined, bend)],
	right: forAll(names, 'completed'),
});

const camel = (name: string) => name[0].toLowerCase() + name.slice(1);
const WORDS = ['Status', 'SignedStatus', 'Folder'];
const word = (write: (text: string) => string) => (body: unknown) =>
	rewritten(body, (name, value) => [
		name,
		WORDS.includes(name) && typeof value === 'string' ? write(value) : value,
	]);
const without = (...names: string[]) =>
	eachDocument((doc) =>
		Object.fromEntries(Object.entries(doc).filter(([name]) => !names.includes(name))),
	);
const status = (write: (doc: Json) => unknown) =>
	eachDocument((doc) => ({ ...doc, Status: write(doc) }));
const DATES = ['DueDate', 'LastSignedDate', 'SigningDate', 'Date'];
const dated = (write: (ms: number) => unknown, gmt: string) => (body: unknown) =>
	rewritten(body, (name, value) => {
		if (name === 'GMT') return [name, gmt];
		return [
			name,
			DATES.includes(name) && typeof value === 'string' ? write(Date.parse(value)) : value,
		];
	});
/** The clock of a place 13 hours ahead. */
const local = (ms: number) => new Date(ms + 780 * 60_000).toISOString().slice(0, 19);
const served = (name: string, section: string, answer: Deviation['answer']): StoryVariant => ({
	name,
	section,
	always: [{ answer }],
	right: forAll(LOOKERS, 'completed'),
});
const isComplete = ({ Status }: Json) => Status === 'Complete';

export const spellings: StoryVariant[] = [
	{ name: 'the service as API.md writes it', section: '5, 6', right: forAll(ALL, 'completed') },
	told(
		'all names in camelCase',
		'4: lower-camel variants',
		(body) => rewritten(body, (name, value) => [camel(name), value]),
		ALL,
	),
	told(
		'words of statuses and folders in lower case',
		'6',
		word((text) => text.toLowerCase()),
	),
	told(
		'words of statuses in upper case',
		'6',
		word((text) => text.toUpperCase()),
	),
	told(
		'"In Progress" with a blank',
		'6: Filling Form',
		word((text) => text.replace(/([a-z])([A-Z])/g, '$1 $2')),
	),
	told(
		'an open status that counts: "1 of 2 Signed"',
		'6',
		status((doc) => (isComplete(doc) ? doc.Status : '1 of 2 Signed')),
	),
	told(
		'a status that counts to the end: "2 of 2 Signed", in the folder Signed',
		'6',
		status((doc) => (isComplete(doc) ? '2 of 2 Signed' : '1 of 2 Signed')),
	),
	told(
		'"Signed" in place of "Complete"',
		'6',
		status((doc) => (isComplete(doc) ? 'Signed' : doc.Status)),
	),
	told('no status; the folder alone tells', '6: not required', without('Status')),
	told('no folder', '6: Folder only in metadata', without('Folder')),
	told('no signers', '6: not required', without('Signers')),
	told("numbers and booleans as text, in .NET's spelling", '3, 10.6', (body) =>
		rewritten(body, (name, value) => [
			name,
			typeof value === 'boolean' ? (value ? 'True' : 'False') : value,
		]),
	),
	told(
		'signers that say by HasSigned alone that they have signed',
		'6',
		eachSigner(({ SignedStatus: _, ...signer }) => signer),
	),
	told(
		'signers that say by SignedStatus alone that they have signed',
		'6',
		eachSigner(({ HasSigned: _, ...signer }) => signer),
	),
	told(
		'signers without a reference',
		'6: not required',
		eachSigner(({ SignerReference: _, ...signer }) => signer),
	),
	told(
		'signers in another order each time',
		'6: no order stated',
		eachDocument((doc) => ({
			...doc,
			Signers: [...((doc.Signers as unknown[] | undefined) ?? [])].sort(() => Math.random() - 0.5),
		})),
	),
	told(
		'null and "" where there is no value',
		'3',
		eachDocument((doc) => ({
			EditUrl: '',
			MatterNumber: null,
			PackageReference: '',
			ClientReference: null,
			LastSignedDate: '',
			DueDate: null,
			...doc,
		})),
	),
	told(
		'dates as /Date(ms)/',
		'3',
		dated((ms) => `/Date(${ms})/`, '0'),
	),
	told('local dates, with the minutes to UTC as GMT', '3', dated(local, '780')),
	told(
		'dates as the account writes them: 31/01/2030 17:05:06',
		'3',
		dated((ms) => {
			const [date, time] = local(ms).split('T');
			return `${date.split('-').reverse().join('/')} ${time}`;
		}, '780'),
	),
	told('no dates at all', '3', without(...DATES)),
	served('JSON called text/html', '3', (reply) =>
		reply.bytes ? reply : { ...reply, headers: { 'content-type': 'text/html' } },
	),
	served('JSON with a byte order mark', '3', (reply) =>
		reply.bytes
			? reply
			: {
					status: reply.status,
					bytes: Buffer.from(`\uFEFF${JSON.stringify(reply.json)}`),
					headers: { 'content-type': 'application/json; charset=utf-8' },
				},
	),
];
