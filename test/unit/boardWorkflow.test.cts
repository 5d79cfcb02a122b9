import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { DateTime } from 'luxon';

import { nastyTexts } from './nastyTexts.cts';

interface Workflow {
	nodes: Array<{ name: string; parameters: { jsCode?: string; content?: string } }>;
	settings: object;
}

const file = join(__dirname, '../../examples/board.json');
const { nodes, settings } = JSON.parse(readFileSync(file, 'utf8')) as Workflow;
const code = nodes.find(({ name }) => name === 'Make the Page')?.parameters.jsCode;

interface Answer {
	html: string;
	statusCode: number;
}

/** The answer of the workflow to somebody who opens the page on a Thursday at 10:00 in Auckland. */
function answer(items: object[], query: object = {}, now = '2026-12-03T10:00'): Answer {
	const globals = {
		DateTime,
		$now: DateTime.fromISO(now, { zone: 'Pacific/Auckland' }),
		$input: { all: () => items.map((json) => ({ json })) },
		$: () => ({ first: () => ({ json: { query } }) }),
	};
	const [{ json }] = runInNewContext(`(() => {${code}})()`, globals) as Array<{ json: Answer }>;
	return json;
}
const page = (...parameters: Parameters<typeof answer>) => answer(...parameters).html;

/** What a reader sees of a part of the page. */
const read = (html: string) =>
	html
		.replace(/<style>.*<\/style>/s, '')
		.replace(/<\/(li|p|h\d|div)>/g, '\n')
		.replace(/<[^>]*>/g, '')
		.replace(/\s*\n\s*/g, '\n')
		.trim();

/** What a reader sees of one section. */
function section(name: string, html: string): string {
	const [, found] =
		new RegExp(`<section aria-labelledby="${name}">(.*?)</section>`, 's').exec(html) ?? [];
	return read(found ?? '');
}

const ana = { name: 'Ana Lopez', email: 'ana@example.com', signed: false, status: 'invited' };
const ben = { name: 'Ben Wu', email: 'ben@example.com', signed: false, status: 'notInvited' };
const pending = (more: object = {}) => ({
	...{ name: 'Lease', status: 'inProgress', signers: [ana, ben], signedCount: 0, signerCount: 2 },
	dueDate: '2026-12-20T00:00:00.000Z',
	...more,
});
const completed = (lastSignedDate?: string) => ({
	...{ name: 'Lease', status: 'completed', signers: [{ ...ana, signed: true, status: 'signed' }] },
	...(lastSignedDate && { lastSignedDate }),
});

// 10:00 on 3 December in Auckland is 21:00 on 2 December in UTC.
test.each([
	['2026-12-02T20:59:59.000Z', 'late', 'Overdue since today'],
	['2026-12-02T10:59:59.000Z', 'late', 'Overdue by 1 day'],
	['2026-11-30T12:00:00.000Z', 'late', 'Overdue by 2 days'],
	['2026-12-03T10:59:59.000Z', 'late', 'Due today'],
	['2026-12-03T11:00:00.000Z', 'late', 'Due tomorrow'],
	['2026-12-04T21:00:00.000Z', 'late', 'Due in 2 days'],
	['2026-12-04T21:00:01.000Z', 'pending', 'Due in 2 days'],
	['2026-12-20T00:00:00.000Z', 'pending', 'Due in 17 days'],
	['2026-12-01', 'pending', 'No exact due date'],
	['2026-12-01T10:00', 'pending', 'No exact due date'],
	[undefined, 'pending', 'No exact due date'],
])('what is due at %s is under %s: %s', (dueDate, name, words) => {
	const html = page([pending({ dueDate })]);
	expect(section(name, html)).toContain(`\n${words}\n`);
	expect(html.match(/<li>\n/g)).toHaveLength(1);
});

test('a document that cannot be compared is said to be missing under Late', () => {
	const html = page([pending({ dueDate: '12/01/2026' })]);
	expect(section('late', html)).toContain('1 pending document without an exact due date');
	expect(section('pending', html)).toContain(
		'No exact due date\n12/01/2026, as Secured Signing writes it\n',
	);
});

test('dates are those of the time zone of the workflow', () => {
	const html = page([pending({ dueDate: '2026-12-03T11:00:00.000Z' })]);
	expect(section('late', html)).toContain('Due tomorrow\nFri 4 Dec 2026, 00:00\n');
	expect(html).toContain('<time datetime="2026-12-04T00:00:00.000+13:00">');
	expect(read(html)).toContain(
		'As of Thu 3 Dec 2026, 10:00. Times are in the time zone Pacific/Auckland.',
	);
});

// Monday began at 11:00 on Sunday in UTC.
test('this week begins on Monday in the time zone of the workflow', () => {
	const html = page([
		completed('2026-11-29T10:59:59.000Z'),
		completed('2026-11-29T11:00:00.000Z'),
		completed('2026-12-02T20:00:00.000Z'),
		completed('2026-11-30'),
		completed(),
	]);
	const signed = section('signed', html);
	expect(signed).toContain('Signed this week 2');
	expect(signed).toContain('Monday 30 November');
	expect(signed).toContain('2 signed documents without an exact date');
	expect(signed.match(/Last signature .*/g)).toEqual([
		'Last signature Thu 3 Dec 2026, 09:00',
		'Last signature Mon 30 Nov 2026, 00:00',
	]);
	expect(read(html)).toContain('Not on this page: 1 document signed before this week.');
});

test('it says who is awaited, now and later, and who has declined', () => {
	expect(section('pending', page([pending()]))).toContain(
		'\nWaits for Ana Lopez\nana@example.com\nThen Ben Wu\nben@example.com\n',
	);
	const signers = [
		{ ...ana, signed: true, status: 'signed' },
		{ ...ben, status: 'reminded' },
	];
	expect(section('pending', page([pending({ signers, signedCount: 1 })]))).toMatch(
		/\nWaits for Ben Wu\nben@example\.com\n(.|\n)*1 of 2 signed/,
	);
	expect(section('pending', page([pending({ signers: [] })]))).toContain('does not say who');
	const crowd = Array.from({ length: 5 }, (_, at) => ({ ...ana, name: `S${at}`, email: '' }));
	expect(section('pending', page([pending({ signers: crowd })]))).toContain(
		'Waits for S0, S1, S2 and 2 more\n',
	);
	const declined = { ...ana, status: 'declined', declinedReason: 'Wrong rent' };
	expect(
		section('ended', page([pending({ status: 'declined', signers: [declined, ben] })])),
	).toContain('Declined by Ana Lopez: Wrong rent\nana@example.com\nDeclined\n');
	expect(section('ended', page([pending({ status: 'expired' })]))).toContain(
		'Not signed by Ana Lopez and Ben Wu\nana@example.com, ben@example.com\nExpired\n',
	);
});

const signed = { ...ana, signed: true, status: 'signed' };

test('who has declined is not awaited, whatever the status of the document', () => {
	const declined = { ...ben, status: 'declined', declinedReason: 'Wrong rent' };
	for (const status of ['inProgress', 'notStarted']) {
		const html = page([pending({ status, statusText: 'In Progress', signers: [ana, declined] })]);
		expect(section('ended', html)).toContain('Declined by Ben Wu: Wrong rent\nben@example.com\n');
		expect(section('ended', html)).toContain('\nDeclined\nSecured Signing shows: In Progress\n');
		expect(read(html)).not.toContain('Waits for');
		expect(read(html)).toContain('0 documents wait for signatures');
		expect(read(html)).not.toContain('not sent yet');
	}
	const unsure = page([
		pending({ status: 'unknown', statusText: 'Complete', signers: [signed, declined] }),
	]);
	expect(section('unclear', unsure)).toContain(
		'Declined by Ben Wu: Wrong rent\nben@example.com\nUnclear\nSecured Signing shows: Complete\n',
	);
	const done = { ...completed('2026-12-02T00:00:00.000Z'), signers: [signed, declined] };
	expect(section('signed', page([done]))).toContain('Declined by Ben Wu: Wrong rent\n');
	const rejected = { ...ben, status: 'rejected' };
	const html = page([pending({ signers: [signed, rejected] })]);
	expect(section('ended', html)).toContain('Rejected by Ben Wu\nben@example.com\nRejected\n');
});

test('a document that everybody has signed is not overdue, and nobody is awaited', () => {
	const signers = [signed, { ...signed, name: 'Ben Wu' }, { ...ana, status: 'deleted' }];
	const dueDate = '2026-12-01T00:00:00.000Z';
	const html = page([
		pending({ dueDate, signers, statusText: 'In Progress', signedCount: 2, signerCount: 3 }),
	]);
	expect(section('unclear', html)).toContain(
		'Everybody has signed, but Secured Signing does not show it as complete yet\n',
	);
	expect(section('unclear', html)).toContain('Secured Signing shows: In Progress');
	expect(section('late', html)).toContain('Late or due soon 0');
	expect(read(html)).not.toContain('Overdue');

	// The status counts more people than are listed: somebody else may still have to sign.
	const more = page([
		pending({ dueDate, signers: [signed], statusText: '1 of 3 Signed', signedCount: 1 }),
	]);
	expect(section('late', more)).toContain('Secured Signing does not say who still has to sign');

	// The status counts everybody, the list does not.
	const other = page([pending({ signers: [signed, ben], statusText: '2 of 2 signed' })]);
	expect(section('unclear', other)).toContain('Secured Signing shows: 2 of 2 signed');
	expect(read(other)).not.toMatch(/Waits for|Everybody has signed, but/);
});

test('no total is shown that the status contradicts', () => {
	const counts = { signedCount: 1, signerCount: 2, signers: [signed, ben] };
	const said = (statusText: string) =>
		section('pending', page([pending({ ...counts, statusText })]));
	expect(said('1 of 2 Signed')).toMatch(/1 of 2 signed$/m);
	expect(said('In Progress')).toMatch(/1 of 2 signed$/m);
	const contradicted = said('1 of 3 Signed');
	expect(contradicted).toContain('Secured Signing shows: 1 of 3 Signed');
	expect(contradicted).not.toContain('1 of 2');
});

test('every document is in one section, or counted', () => {
	const html = page([
		pending(),
		pending({ status: 'rejected' }),
		pending({ status: 'notStarted' }),
		pending({ status: 'unknown', statusText: 'Frozen' }),
		pending({ status: 'constructor' }),
	]);
	const numbers = [...html.matchAll(/<b>(\d+)<\/b> <span>(.*?)<\/span>/g)].map(
		([, ...found]) => found,
	);
	expect(numbers).toEqual([
		['0', 'Late or due soon'],
		['1', 'Pending'],
		['0', 'Signed this week'],
		['1', 'Declined or expired'],
		['2', 'Unclear'],
	]);
	expect(section('unclear', html)).toContain('Secured Signing shows: Frozen');
	expect(read(html)).toContain('Not on this page: 1 document not sent yet.');
	expect(read(page([pending()]))).not.toContain('Unclear');
});

test.each([undefined, 'late', 'pending', 'signed'])(
	'what cannot be compared is said beside each number, with show=%s',
	(show) => {
		const html = page([pending({ dueDate: '12/01/2026' }), completed('2026-12-01')], { show });
		expect(/<title>(.*?)</.exec(html)?.[1]).toBe(
			'0 late or due soon, 1 cannot be compared – Signing board',
		);
		const text = read(html);
		expect(text).toContain(
			'1 document waits for signatures, 0 of them late or due soon. 1 pending document without an exact due date cannot be compared.',
		);
		const tiles = [...html.matchAll(/<b>\d+<\/b>.*?<\/a>/g)].map(([tile]) => read(tile));
		expect(tiles).toEqual([
			'0 Late or due soon 1 cannot be compared',
			'1 Pending',
			'0 Signed this week 1 cannot be compared',
			'0 Declined or expired',
		]);
		expect(text).not.toMatch(/lists no document that was signed|No pending document is late/);
		for (const key of ['late', 'signed']) {
			if (show !== undefined && show !== key) continue;
			expect(section(key, html)).toContain('None of those that can be compared.');
		}
	},
);

test('the most urgent comes first', () => {
	const due = (name: string, dueDate?: string) => pending({ name, dueDate });
	const html = page([
		due('d', '2026-12-20T00:00:00.000Z'),
		due('b', '2026-12-03T00:00:00.000Z'),
		due('c'),
		due('a', '2026-12-01T00:00:00.000Z'),
	]);
	expect([...html.matchAll(/<h3><bdi>(.*?)</g)].map(([, name]) => name).join()).toBe('a,b,c,d');
});

test('what was cut is said, and shown by the page of the section', () => {
	const many = Array.from({ length: 501 }, () => pending());
	const rows = (html: string) => html.match(/<h3>/g)?.length;
	const all = page(many);
	expect(rows(all)).toBe(50);
	expect(section('pending', all)).toContain('Pending 501');
	expect(section('pending', all)).toContain('The first 50 of 501 are shown. Show more');
	const alone = page(many, { show: 'pending' });
	expect(rows(alone)).toBe(500);
	expect(section('pending', alone)).toContain('The first 500 of 501 are shown.');
	expect(section('late', alone)).toBe('');
	expect(section('pending', page(many.slice(0, 50)))).not.toContain('are shown');
});

test.each(['nothing', 'constructor', ['late'], { a: 1 }, '"><script>', ''])(
	'an unknown section %j shows all of them',
	(show) => {
		expect(page([pending()], { show }).replaceAll('\n', '')).toBe(
			page([pending()]).replaceAll('\n', ''),
		);
	},
);

/** Documents of every status with this text in each place. */
function filled(text: string): object[] {
	const person = { name: text, email: text, signed: false, status: 'declined' };
	const signers = [
		{ ...person, declinedReason: text },
		{ ...person, signed: true },
	];
	const dates = { dueDate: text, lastSignedDate: text, signedCount: text, signerCount: 1 };
	return ['inProgress', 'completed', 'declined', 'unknown', 'notStarted', text].map((status) => ({
		...{ name: text, status, statusText: text, clientReference: text, signers },
		...dates,
	}));
}

/** A page with every value taken out that is nothing but text. */
const bare = (html: string) => html.replace(/<bdi>[^<>"'`]*<\/bdi>/g, '…');

test('whatever text stands in a document or an error, the page around it is the same', () => {
	const failure = (text: string) => page([{ error: text, message: text }]);
	const [usual, failed] = [bare(page(filled('Word'))), bare(failure('Word'))];
	for (const text of nastyTexts) {
		expect(bare(page(filled(text)))).toBe(usual);
		expect(bare(failure(text))).toBe(failed);
	}
	expect(page([pending({ name: '<b>&"\'' })])).toContain('<bdi>&#60;b&#62;&#38;&#34;&#39;</bdi>');
});

test('no text turns the direction of what is around it, breaks its line or fills the page', () => {
	const html = page([
		pending({ name: `a\u202eb\u2066c\nd\u0000e` }),
		pending({ name: '😀'.repeat(300) }),
	]);
	expect(html).toContain('<h3><bdi>abc d e</bdi></h3>');
	expect(html).toContain(`<h3><bdi>${'😀'.repeat(200)}…</bdi></h3>`);
});

test('an account without documents has a page too', () => {
	const { html, statusCode } = answer([{}]);
	expect(statusCode).toBe(200);
	expect(read(html)).toContain('0 documents wait for signatures');
	expect(html.match(/class="none"/g)).toHaveLength(4);
});

test('a failure says what happened, and nothing of documents', () => {
	const { html, statusCode } = answer([{ error: 'No answer', message: 'Try later.' }], {
		show: 'late',
	});
	expect(statusCode).toBe(503);
	expect(read(html)).toContain('The documents could not be read\nNo answer\nTry later.');
	expect(html).toContain('href="?show=late"');
	expect(html).not.toContain('<nav');
});

test('a long error is shown up to the end of a word', () => {
	const sentence = `${'Ask for less. '.repeat(40)}`;
	const failed = read(page([{ error: sentence.trim(), message: `${sentence.repeat(2)}` }]));
	expect(failed).toContain(`\n${sentence.trim()}\n`);
	const [cut] = /.*…/.exec(failed) ?? [];
	// 600 characters are 42 sentences and 'Ask for less'.
	expect(cut).toBe(`${'Ask for less. '.repeat(42)}Ask for…`);
	const name = 'Employment contract '.repeat(20);
	expect(page([pending({ name })])).toContain(
		`<h3><bdi>${'Employment contract '.repeat(10).trim()}…</bdi>`,
	);
});

test('its executions are not saved: they hold keys with which one can sign', () => {
	expect(settings).toMatchObject({
		saveDataSuccessExecution: 'none',
		saveDataErrorExecution: 'none',
		saveManualExecutions: false,
	});
	// n8n does not take settings over when a workflow is pasted.
	const notes = nodes.map(({ parameters: { content = '' } }) => content).join('\n');
	for (const kind of ['successful', 'failed']) {
		expect(notes).toContain(`**Save ${kind} production executions**`);
	}
	expect(notes).toContain('signing keys');
});

test('the page has no script, and nothing that is loaded', () => {
	const html = page([pending()]);
	expect(html).not.toMatch(/<script|<iframe|<form|<img|\starget=|\son\w+=|url\(|@import|https?:/i);
	const links = [...html.matchAll(/href="(.*?)"/g)].map(([, link]) => link);
	expect(new Set(links)).toEqual(
		new Set(['data:,', '?', '?show=late', '?show=pending', '?show=signed', '?show=ended']),
	);
});
