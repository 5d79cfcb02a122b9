// What somebody has found at the real service and brought back: the files of probe/observed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { field, isObject, textOf } from '../answers.cts';
import type { Finding } from '../findings.cts';
import { questions } from '../questions/index.cts';
import { readingValues } from '../simulator.cts';
import { looksPersonal } from './guard.cts';
import type { ReadingsFile } from './readingsFile.cts';

const ROOT = join(__dirname, '../..');
export const OBSERVED = join(ROOT, 'probe/observed');
/** The pages that say when the service was last seen. */
export const PAGES = ['docs/api/API.md', 'docs/api/README.md', 'probe/README.md'].map((page) =>
	join(ROOT, page),
);

export interface Observed {
	name: string;
	file: ReadingsFile;
}

/**
 * The files of a folder, the oldest first.
 *
 * @throws Error for one that was not made at the service
 */
export function observedIn(folder: string): Observed[] {
	const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
	const all = names.map((name): Observed => {
		return { name, file: observedFrom(readFileSync(join(folder, name), 'utf8'), name) };
	});
	return all.sort((a, b) => a.file.date.localeCompare(b.file.date));
}

/** Files come from strangers and go into pages: nothing passes but what the questions have. */
function observedFrom(text: string, name: string): ReadingsFile {
	const mustBe = (isSo: boolean, what: string) => {
		if (!isSo) throw new Error(`${name} ${what}`);
	};
	const file = parsedJson(text);
	const environment = textOf(file, 'environment');
	const date = textOf(file, 'date');
	const isOfService = field(file, 'format') === 1 && /^(sandbox|production)$/.test(environment);
	const day = new Date(`${date}T00:00:00Z`);
	const isDay = !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === date;
	mustBe(isOfService && isDay, 'was not made at the sandbox or at production');
	mustBe(!looksPersonal(text), 'holds what looks like an address or a reference');
	for (const part of ['readings', 'questions'] as const) {
		const findings = field(file, part);
		mustBe(isObject(findings), `holds no ${part}`);
		for (const [id, finding] of Object.entries(findings as object)) {
			const values = valuesOf(id, part);
			mustBe(values !== undefined, `holds an answer to what nobody asks`);
			const found = field(finding, 'value');
			const isOther = isObject(finding) && ('neither' in finding || 'notSettled' in finding);
			mustBe(
				found === undefined ? isOther : Boolean(values?.some((each) => each === found)),
				`has a value of ${id} that is none`,
			);
		}
	}
	return file as ReadingsFile;
}

function parsedJson(text: string): unknown {
	try {
		return JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch {
		return undefined;
	}
}

/** What the workflow of examples/probe.json has seen of each of its nodes. */
const OF_WORKFLOW = ['account', 'uploaded', 'sent', 'status', 'listed', 'form'];

function valuesOf(id: string, part: 'readings' | 'questions'): readonly string[] | undefined {
	if (part === 'readings') return Object.entries(readingValues).find(([name]) => name === id)?.[1];
	if (OF_WORKFLOW.some((each) => id === `workflow: ${each}`)) return ['seen'];
	const question = questions.find((each) => each.id === id && !(id in readingValues));
	return question && (question.values ?? ['seen']);
}

/** A page with what was observed last, in the places that it marks for that. */
export function pageWith(page: string, last: ReadingsFile | undefined): string {
	const line = last
		? `**Last seen on the service: ${last.date} (${last.environment}).**`
		: '**Never seen on the service yet.**';
	return filled(filled(page, 'line', line), 'list', `\n\n${last ? tableOf(last) : NOTHING}\n\n`);
}

const NOTHING = '*Observed:* nothing yet.';

const filled = (page: string, place: string, text: string) =>
	page.replace(
		new RegExp(`(<!-- observed: ${place} -->)[^]*?(<!-- /observed -->)`, 'g'),
		(_all, start: string, end: string) => `${start}${text}${end}`,
	);

function tableOf({ date, readings, questions: others }: ReadingsFile): string {
	const rows = Object.entries({ ...readings, ...others }).flatMap(([id, finding]) => {
		const told = toldOf(finding);
		return told ? [`| ${titleOf(id)} | ${told} | *observed* ${date} |`] : [];
	});
	return ['| what | seen | mark |', '| --- | --- | --- |', ...rows].join('\n');
}

const titleOf = (id: string) => questions.find((question) => question.id === id)?.title ?? id;

/** What is only a shape stands in the file. */
function toldOf(finding: Finding): string | undefined {
	if ('neither' in finding) return 'an answer that nobody expected';
	return 'value' in finding && finding.value !== 'seen' ? finding.value : undefined;
}
