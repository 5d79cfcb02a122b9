// What needs no service: shapes, words, dates, and files from strangers.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { instant, latestInstant, nearestInstant } from '../answers.cts';
import { observedIn } from '../output/observed.cts';
import { datesFinding } from '../questions/dates.cts';
import { shapeOf, typeShape } from '../redact/shape.cts';
import { isKnownName } from '../redact/vocabulary.cts';
import { judge } from './judge.cts';

export async function playPieces() {
	const long = ['M yy ' + 'd'.repeat(40) + '!', '1'.repeat(5000) + 'x', 'd'.repeat(100_000) + 'My'];
	await judge('a long text is only that', [
		...long.filter((text) => !/^text of/.test(String(shapeOf(text)))),
		...['dd/MM/yyyy', 'd MMM yy HH:mm:ss tt'].filter(
			(text) => shapeOf(text) !== `the format ${text}`,
		),
		...['2026-11-27T10:00:00Z'].filter((text) => !/^digits as/.test(String(shapeOf(text)))),
	]);
	const office = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
	await judge('no content type or name of a customer passes', [
		...['application/vnd.quillfeather.alice-smith'].filter(
			(type) => typeShape(type) !== 'another content type',
		),
		...(typeShape(office) === office ? [] : [office]),
		...['Id4Id2Id7Id1', 'Phone021'].filter(isKnownName),
		...['Email2', 'DocumentReference'].filter((name) => !isKnownName(name)),
	]);
	const kindOf = (...texts: string[]) =>
		JSON.stringify(datesFinding(texts.map((DueDate) => ({ DueDate }))));
	await judge('dates that may be read in two ways, and those that nobody has set', [
		...(/notSettled/.test(kindOf('12/04/2026 10:00:00', '11/12/2026 10:00:00')) ? [] : ['12/04']),
		...(/culture/.test(kindOf('12/04/2026 10:00:00', '27/11/2026 10:00:00')) ? [] : ['27/11']),
		...(/neither/.test(kindOf('11/27/2026 10:00:00')) ? [] : ['11/27']),
		...['0001-01-01T00:00:00', '9999-12-31T23:59:59', '/Date(0)/'].filter(
			(text) => !Number.isNaN(instant(text)),
		),
		...(latestInstant('04/12/2026 10:00:00') === Date.UTC(2026, 11, 4, 10) ? [] : ['4 December']),
		...(latestInstant('27/11/2026 10:00:00') === Date.UTC(2026, 10, 27, 10) ? [] : ['27 November']),
	]);
	const asked = Date.UTC(2026, 11, 4, 10, 4);
	const heldAgainst = (shown: string) =>
		JSON.stringify(datesFinding([{ DueDate: shown }], { asked, shown }));
	await judge('the due date that was asked for tells whether the day or the month stands first', [
		...(/"value":"culture"/.test(heldAgainst('04/12/2026 10:04:00')) ? [] : ['the day']),
		// In another zone it is the day before.
		...(/"value":"culture"/.test(heldAgainst('03/12/2026 22:04:00')) ? [] : ['the day before']),
		...(/"neither".*the month first/.test(heldAgainst('12/04/2026 10:04:00')) ? [] : ['the month']),
		// Not the one that was asked for.
		...(/notSettled/.test(heldAgainst('10/11/2026 10:04:00')) ? [] : ['another']),
		...[nearestInstant('12/04/2026 10:04:00', asked), nearestInstant('04/12/2026 10:04:00', asked)]
			.filter((each) => each !== asked)
			.map(String),
		...(Number.isNaN(nearestInstant('soon', asked)) ? [] : ['soon']),
	]);
	await judge('no file of a stranger brings in what the questions do not have', strangers());
}

/** Changes of a good file that are taken all the same. */
function strangers(): string[] {
	const good = {
		format: 1,
		date: '2026-12-01',
		environment: 'sandbox',
		readings: { dates: { value: 'iso' } },
		questions: { clockAhead: { value: 'between 240 and 360 seconds' } },
	};
	const bad: unknown[] = [
		{ ...good, date: '2026-99-99' },
		{ ...good, environment: 'custom' },
		{ ...good, environment: 'notKnown' },
		{ ...good, readings: { dates: { value: 'a | b' } } },
		{ ...good, readings: { dates: null } },
		{ ...good, readings: { constructor: { value: 'x' } } },
		{ ...good, questions: { 'Alice <b>': { value: 'seen' } } },
		{ ...good, questions: { formType: { value: { a: 1 } } } },
		{ ...good, questions: { formType: { value: 'seen', seen: 'alice@example.com' } } },
		null,
	];
	const folder = mkdtempSync(join(tmpdir(), 'observed-'));
	const isTaken = (file: unknown) => {
		writeFileSync(join(folder, 'given.json'), JSON.stringify(file));
		try {
			return observedIn(folder).length === 1;
		} catch (error) {
			// By its name, and not by an error of the language.
			return !String(error).includes('given.json');
		}
	};
	try {
		return [
			...(isTaken(good) ? [] : ['a good file was refused']),
			...bad.filter(isTaken).map((file) => JSON.stringify(file)),
		];
	} finally {
		rmSync(folder, { recursive: true });
	}
}
