// The form of the dates in answers.
import { field, instantsOf, listOf, textOf } from '../answers.cts';
import { neither, notSettled, value, type Finding } from '../findings.cts';
import { datePattern, seen } from '../redact/shape.cts';

const TWO_DAYS = 2 * 86_400_000;

/** A due date of the probe's own: what was asked for, and how it is shown. */
export interface DueDate {
	asked: number;
	shown: string;
}

/** Dates of documents, of their logs, and of invoices where those were read. */
export function datesFinding(documents: object[], due?: DueDate): Finding {
	const dates = documents
		.flatMap((held) => [
			textOf(held, 'DueDate'),
			textOf(held, 'LastSignedDate'),
			...listOf(field(held, 'Logs')).map((entry) => textOf(entry, 'Date')),
		])
		.filter((text) => text !== '');
	if (dates.length === 0) return notSettled('there was no date to look at');
	const kinds = new Set(dates.map(dateKind));
	const [kind] = kinds;
	// 12/04 is a day in April or one in December: a day beyond the twelfth tells, or one that was asked for.
	const isOpen =
		kinds.size === 1 && kind === 'culture' && !dates.some((text) => Number(text.slice(0, 2)) > 12);
	const firstPart = isOpen && due ? firstPartOf(due) : undefined;
	if (isOpen && !firstPart)
		return notSettled('every date may be read with the day or with the month first');
	if (firstPart === 'month') return neither('dd/dd/dddd dd:dd:dd, the month first');
	if (kinds.size === 1 && kind !== 'other') return value(kind);
	const patterns = [
		...new Set(dates.map((text) => datePattern(text) ?? 'no digits and signs of a date')),
	].sort();
	return neither(
		seen(Object.fromEntries(patterns.map((pattern, i) => [`form ${i + 1}`, pattern]))),
	);
}

/** Which part stands first in a date that lies near what was asked for; a zone may move it by a day. */
function firstPartOf({ asked, shown }: DueDate): 'day' | 'month' | undefined {
	const [dayFirst, monthFirst] = instantsOf(shown).map((each) => Math.abs(each - asked) < TWO_DAYS);
	if (dayFirst === monthFirst) return undefined;
	return dayFirst ? 'day' : 'month';
}

function dateKind(text: string) {
	if (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)) return 'iso';
	if (/^\/Date\(-?\d+([-+]\d{4})?\)\/$/.test(text)) return 'servicestack';
	if (/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/.test(text)) return 'rfc1123';
	const local = /^(\d\d)\/(\d\d)\/\d{4} \d\d:\d\d:\d\d$/.exec(text);
	// The day stands first: a second number beyond twelve would be one.
	return local && Number(local[2]) <= 12 ? 'culture' : 'other';
}
