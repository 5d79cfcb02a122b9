import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { DateTime } from 'luxon';

interface Workflow {
	nodes: Array<{ name: string; parameters: { jsCode?: string } }>;
}

const file = join(__dirname, '../../examples/campaign.json');
const { nodes } = JSON.parse(readFileSync(file, 'utf8')) as Workflow;
const codeOf = (name: string) =>
	nodes.find((node) => node.name === name)?.parameters.jsCode ?? 'there is no such node';

const NOW = DateTime.fromISO('2026-12-03T10:00', { zone: 'Pacific/Auckland' });
type Items = Record<string, object[]>;

/** What a Code node of the example makes of what the nodes before it gave. */
function run<Result>(name: string, before: Items, input: object[] = []): Result[] {
	const itemsOf = (all: object[]) => all.map((json) => ({ json }));
	const globals = {
		DateTime,
		$now: NOW,
		$input: { all: () => itemsOf(input) },
		$: (node: string) => ({
			all: () => itemsOf(before[node]),
			first: () => itemsOf(before[node])[0],
		}),
	};
	const items = runInNewContext(`(() => {${codeOf(name)}})()`, globals) as unknown;
	return (JSON.parse(JSON.stringify(items)) as Array<{ json: Result }>).map(({ json }) => json);
}

interface Row {
	number: string;
	firstName: string;
	lastName: string;
	email: string;
	result?: string;
	reason?: string;
}
interface Plan {
	isBusy: boolean;
	toSend: Row[];
	held: string;
	advice: string;
}
interface Told extends Row {
	state: string;
	whatHappened: string;
}

const row = (number: string, name: string, email: string, more: Partial<Row> = {}): Row => {
	const [firstName, ...others] = name.split(' ');
	return { number, firstName, lastName: others.join(' '), email, ...more };
};
const signer = (name: string, email: string, status = 'invited') => ({ name, email, status });
const BEN = signer('Ben Wu', 'ben@example.com');
const to = (...signers: object[]) => ({ state: 'pending', signers, documentReference: 'd' });
const withBen = (name: string, email: string) => to(signer(name, email), BEN);
const notSent = { state: 'notSent', summary: 'Not sent: no document matches' };
const absent = {
	state: 'unknown',
	reason: 'No document matches: it was not sent, or it was declined',
};
const unread = {
	state: 'unknown',
	reason: 'It was not found, but the folder Progress could not be read (503)',
	summary: 'Unknown: It was not found, but the folder Progress could not be read (503)',
};

const directorIs = (firstName: string, lastName: string, email: string) => [
	{ firstName, lastName, email },
];
const DIRECTOR = directorIs('Ben', 'Wu', 'ben@example.com');

const plan = (rows: Row[], now: object[], more: Items & { firstRun?: object[] } = {}): Plan =>
	run<Plan>('Plan the Run', {
		'Check the List': [{ rows }],
		'Start the Campaign': [{ 'First Run On': '2026-12-02' }],
		'The Director': DIRECTOR,
		'What Was Sent Before': now,
		'A Minute Later': now,
		...more,
	})[0];
const sends = (...parameters: Parameters<typeof plan>) => {
	const { held, toSend, isBusy } = plan(...parameters);
	return isBusy ? 'busy' : held || toSend.map(({ number }) => number).join();
};

const ZOE = ['Zoe Zett', 'zoe@example.com'] as const;
const MIA = ['Mia Wong', 'mia@example.com'] as const;
const TOM = ['Tom Berg', 'tom@example.com'] as const;

describe('a list that is submitted again', () => {
	test.each<[string, Row[], object[], string]>([
		['new', [row('1', ...MIA), row('2', ...TOM)], [notSent, absent], '1,2'],
		['interrupted', [row('1', ...MIA), row('2', ...TOM)], [withBen(...MIA), notSent], '2'],
		[
			'with the director first',
			[row('1', ...MIA), row('2', ...TOM)],
			[to(BEN, signer(...MIA)), notSent],
			'2',
		],
		[
			'in which the director has a row',
			[row('1', ...MIA), row('2', 'Ben Wu', 'ben@example.com')],
			[withBen(...MIA), notSent],
			'2',
		],
		[
			'in which two people have one name',
			[row('1', ...MIA), row('2', 'Mia Wong', 'mia2@example.com')],
			[withBen(...MIA), notSent],
			'2',
		],
		[
			'in which two people share an address',
			[row('1', 'Mia Wong', 'office@example.com'), row('2', 'Tom Berg', 'office@example.com')],
			[withBen('Mia Wong', 'office@example.com'), notSent],
			'2',
		],
		[
			'in which somebody shares the address of the director',
			[row('1', 'Mia Wong', 'ben@example.com'), row('2', ...TOM)],
			[withBen('Mia Wong', 'ben@example.com'), notSent],
			'2',
		],
		[
			'with an address that was corrected',
			[row('1', 'Mia Wong', 'mia.new@example.com'), row('2', ...TOM)],
			[withBen(...MIA), notSent],
			'2',
		],
		[
			'with a signer who was exchanged in Secured Signing',
			[row('1', ...MIA), row('2', ...TOM)],
			[to(signer(...TOM, 'deleted'), signer(...MIA), BEN), notSent],
			'2',
		],
		[
			'with uploads that are left in the InBox',
			[row('1', ...MIA)],
			[{ state: 'ambiguous', documents: [{ state: 'inInbox' }, { state: 'inInbox' }] }],
			'1',
		],
		['of which everything was sent', [row('1', ...MIA)], [withBen(...MIA)], ''],
	])('is sent as far as it is missing: %s', (_, rows, now, expected) => {
		expect(sends(rows, now)).toBe(expected);
	});

	const changed = (what: string) =>
		`Not sent this time: ${what}. The numbers of the list seem to have changed`;
	test.each<[string, Row[], object[], string]>([
		[
			'a row is inserted',
			[row('1', ...ZOE), row('2', ...MIA)],
			[withBen(...MIA), notSent],
			changed('the document 1 was sent to Mia Wong (mia@example.com), who is now in the row 2'),
		],
		[
			'the director signs first',
			[row('1', ...ZOE), row('2', ...MIA)],
			[to(BEN, signer(...MIA)), notSent],
			changed('the document 1 was sent to Mia Wong (mia@example.com), who is now in the row 2'),
		],
		[
			'the director is inserted',
			[row('1', 'Ben Wu', 'ben@example.com'), row('2', ...MIA)],
			[withBen(...MIA), notSent],
			changed('the document 1 was sent to Mia Wong (mia@example.com), who is now in the row 2'),
		],
		[
			'a signer besides the director is inserted',
			[row('1', ...ZOE), row('2', ...MIA)],
			[to(signer(...MIA), BEN, signer(...ZOE)), notSent],
			changed('the document 1 was sent to Mia Wong (mia@example.com), who is now in the row 2'),
		],
		[
			'an address is shown in entities',
			[row('1', ...ZOE), row('2', 'Mia Wong', "o'neil@example.com")],
			[withBen('M. W.', 'o&#39;NEIL@example.com'), notSent],
			changed("the document 1 was sent to M. W. (o'NEIL@example.com), who is now in the row 2"),
		],
		[
			'a domain is shown in its ASCII form',
			[row('1', ...ZOE), row('2', 'Mia Wong', 'mia@bücher.example')],
			[withBen('M. W.', 'mia@xn--bcher-kva.example'), notSent],
			changed(
				'the document 1 was sent to M. W. (mia@xn--bcher-kva.example), who is now in the row 2',
			),
		],
		[
			'people share an address',
			['Zoe Zett', 'Mia Wong', 'Tom Berg'].map((name, at) =>
				row(`${at}`, name, 'office@example.com'),
			),
			[
				withBen('Mia Wong', 'office@example.com'),
				withBen('Tom Berg', 'office@example.com'),
				notSent,
			],
			changed(
				'the document 0 was sent to Mia Wong (office@example.com), who is now in the row 2; the document 1 was sent to Tom Berg (office@example.com), who is now in the row 2',
			),
		],
		[
			'an address is corrected at the same time',
			[row('1', ...ZOE), row('2', 'MIA  Wong', 'mia.wong@example.com')],
			[withBen(...MIA), notSent],
			changed(
				'the document 1 was sent to Mia Wong (mia@example.com), whose name is now in the row 2',
			),
		],
		[
			'the document was declined, and its number is unknown',
			[row('1', ...ZOE), row('2', ...MIA)],
			[{ ...withBen(...MIA), state: 'declined' }, absent],
			changed('the document 1 was sent to Mia Wong (mia@example.com), who is now in the row 2'),
		],
	])('is not sent when its numbers have changed: %s', (_, rows, now, expected) => {
		expect(sends(rows, now)).toBe(expected);
		expect(plan(rows, now).advice).toBe('Submit the list with the numbers that it had before.');
	});

	const untold = (number: string) =>
		`Not sent this time: Secured Signing does not tell everybody to whom documents with these numbers were sent, so they may have gone to people of other rows: ${number}`;
	test.each<[string, object]>([
		['only those whose turn it is', to(BEN)],
		['nobody', to()],
		['fewer than its status counts', { ...to(signer(...ZOE), BEN), statusText: '1 of 3 Signed' }],
		['somebody without an address', to(signer('Zoe Zett', ''), BEN)],
		['a hidden address', to(signer('M***', 'm***@example.com'), BEN)],
		[
			'several documents',
			{ state: 'ambiguous', documents: [{ state: 'pending' }, { state: 'signed' }] },
		],
		[
			'an unclear document',
			{ state: 'unknown', documents: [{ state: 'unknown' }], reason: 'Complete, but' },
		],
	])('is not sent when nobody can tell to whom it went: %s', (_, document) => {
		const rows = [row('1', ...MIA), row('2', ...TOM)];
		expect(sends(rows, [document, notSent])).toBe(untold('1'));
		expect(sends(rows.slice(0, 1), [document])).toBe('');
	});

	test('is not sent when a folder could not be read, and is not called busy', () => {
		const rows = [row('1', ...MIA), row('2', ...TOM)];
		const held =
			'Not sent this time: it is not clear what was sent before, because the folder Progress could not be read (503)';
		const looks = (first: object[], second: object[]) =>
			sends(rows, second, { 'What Was Sent Before': first });
		expect(looks([withBen(...MIA), notSent], [unread, unread])).toBe(held);
		expect(looks([unread, unread], [withBen(...MIA), notSent])).toBe(held);
		expect(looks([unread, unread], [withBen(...MIA), withBen(...TOM)])).toBe('');
		expect(looks([notSent, notSent], [withBen(...MIA), notSent])).toBe('busy');
	});

	test('is not sent 7 days after its first run', () => {
		const held = (firstRun: string, document: object = notSent) =>
			plan([row('1', ...MIA), row('2', ...TOM)], [document, notSent], {
				'Start the Campaign': [{ 'First Run On': firstRun }],
			}).held;
		expect(held('2026-11-28')).toBe('');
		expect(held('2026-11-24')).toMatch(/First Run On is 2026-11-24, more than 7 days ago/);
		expect(held('2026-12-02', { ...withBen(...MIA), since: '2026-11-20T10:00:00Z' })).toMatch(
			/was sent or signed on 2026-11-2\d, more than 7 days ago/,
		);
	});
});

describe('the report', () => {
	const report = (own: Row, now: object, held = '', director = DIRECTOR): Told =>
		run<Told>(
			'Make a Row',
			{
				'Rows of the Report': [own],
				'Plan the Run': [{ held }],
				'The Director': director,
			},
			[now],
		)[0];
	const told = (...parameters: Parameters<typeof report>) => {
		const { result, state } = report(...parameters);
		return `${result}, ${state}`;
	};
	const tried = (result: string) => row('1', ...MIA, { result, reason: 'Because' });

	test.each<[string, Row, object, string]>([
		['its own person', row('1', ...MIA), withBen(...MIA), 'sent, pending'],
		[
			'the same in capitals',
			row('1', ...MIA),
			withBen('MIA WONG', 'Mia@Example.com'),
			'sent, pending',
		],
		[
			'the same in entities',
			row('1', "Mia O'Neil", "o'neil@example.com"),
			withBen('Mia O&#x27;Neil', 'o&#39;neil@example.com'),
			'sent, pending',
		],
		[
			'the same domain in ASCII',
			row('1', 'Mia Wong', 'mia@bücher.example'),
			withBen('Mia Wong', 'mia@xn--bcher-kva.example'),
			'sent, pending',
		],
		[
			'another address',
			row('1', ...MIA),
			withBen('Mia Wong', 'm@example.com'),
			'not confirmed, pending',
		],
		[
			'another name',
			row('1', ...MIA),
			withBen('Zoe Zett', 'mia@example.com'),
			'not confirmed, pending',
		],
		[
			'name and address of two people',
			row('1', 'Mia Wong', 'tom@example.com'),
			to(signer(...MIA), signer(...TOM), BEN),
			'not confirmed, pending',
		],
		[
			'the director alone',
			row('1', 'Ben Wu', 'ben@example.com'),
			withBen(...MIA),
			'not confirmed, pending',
		],
		['the director twice', row('1', 'Ben Wu', 'ben@example.com'), to(BEN, BEN), 'sent, pending'],
		['only whose turn it is', row('1', ...MIA), to(BEN), 'not confirmed, pending'],
		['only whose turn it is, just sent', tried('sent'), to(BEN), 'sent, pending'],
		['others, though just sent', tried('sent'), withBen(...TOM), 'not confirmed, pending'],
		[
			'its own person, but at another time',
			row('1', ...MIA),
			{
				...withBen(...MIA),
				warning: 'This item has a different time of sending from the document',
			},
			'not confirmed, pending',
		],
		['an answer that was lost', tried('not confirmed'), withBen(...MIA), 'sent, pending'],
		['refused, and not there', tried('not sent'), notSent, 'not sent, notSent'],
		['refused, and uploaded', tried('not sent'), { state: 'inInbox' }, 'not sent, inInbox'],
		['refused, and unknown', tried('not sent'), absent, 'not confirmed, unknown'],
		['refused, and not readable', tried('not sent'), unread, 'not confirmed, unknown'],
		[
			'refused, and there all the same',
			tried('not sent'),
			withBen(...TOM),
			'not confirmed, pending',
		],
		['in doubt, and not there', tried('not confirmed'), notSent, 'not confirmed, notSent'],
		['not tried, and not there', row('1', ...MIA), notSent, 'not confirmed, notSent'],
		['an error', tried('not sent'), { error: 'No answer' }, 'not confirmed, unknown'],
	])('says what became of a row: %s', (_, own, now, expected) => {
		expect(told(own, now)).toBe(expected);
	});

	test('says why', () => {
		expect(report(row('1', ...ZOE), withBen('Mia Wong', 'o&#39;neil@example.com')).reason).toBe(
			"The document 1 was sent to Mia Wong (o'neil@example.com) and Ben Wu (ben@example.com), as far as Secured Signing says",
		);
		expect(report(row('1', ...ZOE), to(BEN)).reason).toBe(
			'Secured Signing does not tell everybody to whom it was sent',
		);
		expect(report(tried('not sent'), unread)).toMatchObject({
			reason: 'Because',
			whatHappened: unread.summary,
		});
	});

	test('does not say that a row was not sent when nothing was', () => {
		const held = 'Not sent this time: the numbers seem to have changed';
		expect(report(row('1', ...MIA), notSent, held)).toMatchObject({
			...{ result: 'not confirmed', state: 'unknown', whatHappened: '', reason: held },
		});
	});
});

test('people are compared in the same way before and after the send', () => {
	const partOf = (name: string) =>
		/\/\/ How people are compared[^]*\/\/ Until here\.\n/.exec(codeOf(name))?.[0];
	expect(partOf('Plan the Run')).toBeDefined();
	expect(partOf('Make a Row')).toBe(partOf('Plan the Run'));
});

describe('the check of a list', () => {
	const problemOf = (rows: object[], firstRun = '2026-12-02') =>
		run<{ problem: string; rows: Row[] }>('Check the List', {
			'Get Rows': rows,
			'Start the Campaign': [{ 'First Run On': firstRun }],
		})[0].problem;
	const broken = (which: string) =>
		`A cell has a line break, or a quotation mark without a second one, which can swallow other rows: ${which}. Remove it from the list`;

	test.each<[string, object[], string]>([
		['usual rows', [row('1', ...MIA), row('2', ...TOM)], ''],
		['empty rows', [row('1', ...MIA), { number: ' ' }, {}], ''],
		['one name twice', [row('1', ...MIA), row('2', 'Mia Wong', 'm@example.com')], ''],
		['one address twice', [row('1', ...MIA), row('2', 'Tom Berg', 'mia@example.com')], ''],
		['no address twice', [row('1', 'Mia Wong', ''), row('2', 'Mia Wong', '')], ''],
		['a nickname', [row('1', 'Mia "May" Wong', 'mia@example.com')], ''],
		['inches in a note', [{ ...row('1', ...MIA), notes: '5" pipe' }], ''],
		['a line break at the end of a cell', [{ ...row('1', ...MIA), notes: 'call first\n' }], ''],
		[
			'a swallowed row',
			[
				row('1', ...TOM),
				{ ...row('2', ...MIA), notes: 'call first\r\n3,Zoe,Zett,zoe@example.com,' },
			],
			broken('row 2 (2)'),
		],
		[
			'a swallowed row behind an empty line',
			[{ ...row('1', ...TOM), notes: '\r\n2,Mia,Wong,mia@example.com,' }],
			broken('row 1 (1)'),
		],
		[
			'rows swallowed by the first line',
			[{ ...row('2', ...TOM), 'notes\r\n1,Mia,Wong,mia@example.com,': 'x' }],
			broken('the first line'),
		],
		['a swallowed number', [row('1\n2', ...MIA)], broken('row 1 (1)')],
		['a lone quotation mark', [row('1', 'Bo" Son', 'bo@example.com')], broken('row 1 (1)')],
		[
			'one person twice',
			[row('1', ...MIA), row('2', 'mia wong', 'MIA@example.com')],
			'Several rows have the same name and email, and would be sent the same contract: mia wong (mia@example.com)',
		],
		[
			'one number twice',
			[row('1', ...MIA), row('1', ...TOM)],
			'Several rows have the same number: 1',
		],
		['no rows', [{}], 'The list has no rows'],
		[
			'semicolons',
			[{ 'number;firstName;lastName;email': '1;Mia;Wong;mia@example.com' }],
			'The first line of the list must be number,firstName,lastName,email, separated by commas',
		],
	])('%s', (_, rows, expected) => {
		expect(problemOf(rows)).toBe(expected);
	});

	test('wants a first run that has been', () => {
		expect(problemOf([row('1', ...MIA)], '2026-12-04')).toMatch(
			/^First Run On must be a day up to today, which is 2026-12-03 in Pacific\/Auckland/,
		);
	});
});
