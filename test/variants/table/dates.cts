/** Dates as the service may write them. */
import { bent, eachWith, rewritten } from '../bend.cts';
import { flows, type FlowName } from '../flows.cts';
import { plain, type Variant } from '../right.cts';
import type { Json } from '../service/answers.cts';

const allFlows = Object.keys(flows) as FlowName[];

const everywhere = (
	name: string,
	section: string,
	bend: (body: unknown) => unknown,
	names: FlowName[] = allFlows,
): Variant => ({
	name,
	section,
	deviations: [bent(undefined, bend)],
	right: plain(...names),
});

const DATES = ['DueDate', 'LastSignedDate', 'SigningDate', 'Date', 'SignatureTime'];
const dated = (write: (ms: number) => unknown, gmt?: string) => (body: unknown) =>
	rewritten(body, (name, value) => {
		if (name === 'GMT') return [name, gmt];
		return [
			name,
			DATES.includes(name) && typeof value === 'string' ? write(Date.parse(value)) : value,
		];
	});
const readers: FlowName[] = [
	'get',
	'getComplete',
	'getAll',
	'getFinished',
	'getUnfinished',
	'packageGet',
	'remind',
	'update',
	'extend',
	'sendFile',
	'sendForm',
	'verify',
];
/** The clock of a place 13 hours ahead, as in a New Zealand summer. */
const local = (ms: number) => new Date(ms + 780 * 60_000).toISOString().slice(0, 19);

export const dates: Variant[] = [
	everywhere(
		'dates as /Date(ms)/',
		'3',
		dated((ms) => `/Date(${ms})/`, '0'),
		readers,
	),
	everywhere(
		'dates as /Date(ms+1300)/',
		'3',
		dated((ms) => `/Date(${ms}+1300)/`, '780'),
		readers,
	),
	everywhere('local dates, with the minutes to UTC as GMT', '3', dated(local, '780'), readers),
	everywhere(
		'local dates with a blank, with GMT',
		'3',
		dated((ms) => local(ms).replace('T', ' '), '780'),
		readers,
	),
	everywhere('local dates, and nothing of their zone', '3', dated(local), readers),
	everywhere(
		'dates as the account writes them: 31/01/2030 17:05:06',
		'3',
		dated((ms) => {
			const [date, time] = local(ms).split('T');
			return `${date.split('-').reverse().join('/')} ${time}`;
		}, '780'),
		readers,
	),
	everywhere(
		'no dates at all',
		'3',
		(body) =>
			eachWith(DATES, (object) =>
				Object.fromEntries(
					Object.entries(object as Json).filter(([name]) => !DATES.includes(name)),
				),
			)(body),
		readers.filter((name) => name !== 'extend'),
	),
];
