// The report of one page.
import type { Finding } from '../findings.cts';
import { questions } from '../questions/index.cts';
import type { Shape } from '../redact/shape.cts';
import { likelyReadings } from '../simulator.cts';
import type { Left } from '../ledger.cts';
import type { RunResult } from '../run.cts';
import type { ReadingsFile } from './readingsFile.cts';

const title = (id: string) => questions.find((question) => question.id === id)?.title ?? id;

/** What somebody reads who is no programmer. */
export function report(file: ReadingsFile, result: RunResult): string {
	const { requests, stopped } = result;
	const rows = [...Object.entries(file.readings), ...Object.entries(file.questions)];
	const settled = rows.filter(([, finding]) => 'value' in finding);
	const open = rows.filter(([, finding]) => 'notSettled' in finding);
	const strange = rows.filter(([, finding]) => 'neither' in finding);
	const other = settled.filter(([id, finding]) => isOther(id, finding));
	return [
		'# How Secured Signing behaves',
		'',
		`Looked at on ${file.date}, environment: ${file.environment}, ${requests} requests.`,
		...(stopped === undefined ? [] : [`**The run ended early: ${stopped}.**`]),
		...leftLines(result),
		`${settled.length} questions were settled, ${strange.length} had an answer that nobody expected, ${open.length} stayed open.`,
		...section('Other than this project assumed', other.map(settledRow)),
		...section('An answer that nobody expected', strange.map(strangeRow)),
		...section(
			'As assumed, or told for the first time',
			settled.filter((row) => !other.includes(row)).map(settledRow),
		),
		...section('Not settled', open.map(openRow)),
		'',
		'This page and readings.json hold no name, address, reference, key or text of the account.',
		'',
	].join('\n');
}

/** Of what may still be there, by how much is known of it; without a reference. */
const LEFT: Record<Left['state'], string> = {
	there: 'could not be removed; please delete them in Secured Signing',
	unseen: 'are gone or not, which could not be seen; please look in Secured Signing',
	foreign:
		'were named in an answer, but nothing shows that the probe made them; they were not touched',
};

function leftLines({ left, mayHaveLeft }: RunResult): string[] {
	const lines = Object.entries(LEFT).flatMap(([state, text]) => {
		const { length } = left.filter((each) => each.state === state);
		return length === 0 ? [] : [`**${length} of the documents and attachments ${text}.**`];
	});
	return mayHaveLeft ? [...lines, `**${MAY_BE_LEFT}**`] : lines;
}

export const MAY_BE_LEFT =
	'An answer was lost or could not be read, and what it may have made was not found; please delete what is left whose name begins with secured-signing-probe.';

/** For the screen: with the references. */
export function leftOnScreen(result: RunResult): string[] {
	const lines = Object.entries(LEFT).flatMap(([state, text]) => {
		const these = result.left.filter((each) => each.state === state);
		if (these.length === 0) return [];
		const named = these.map(
			({ kind, reference }) => `  ${kind} ${reference || '(its reference could not be read)'}`,
		);
		return [`These ${text}:`, ...named];
	});
	return result.mayHaveLeft ? [...lines, MAY_BE_LEFT] : lines;
}

const isOther = (id: string, finding: Finding) =>
	id in likelyReadings &&
	'value' in finding &&
	finding.value !== likelyReadings[id as keyof typeof likelyReadings];

const section = (heading: string, rows: string[]) =>
	rows.length === 0 ? [] : ['', `## ${heading}`, '', ...rows];

const settledRow = ([id, finding]: [string, Finding]) =>
	`- ${title(id)}: **${'value' in finding ? finding.value : ''}**`;
const openRow = ([id, finding]: [string, Finding]) =>
	`- ${title(id)}: ${'notSettled' in finding ? finding.notSettled : ''}`;
const strangeRow = ([id, finding]: [string, Finding]) =>
	`- ${title(id)}: ${'neither' in finding ? brief(finding.neither) : ''}`;

/** A shape on one line; the whole of it stands in readings.json. */
function brief(shape: Shape): string {
	const text =
		typeof shape === 'string'
			? shape
			: JSON.stringify(shape).replace(/["{}]/g, ' ').replace(/\s+/g, ' ').trim();
	return text.length > 160 ? `${text.slice(0, 160)} … (readings.json has the rest)` : text;
}
