// What somebody has found at the real service and brought back: the files of probe/observed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Finding } from '../findings.cts';
import { questions } from '../questions/index.cts';
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
		const file = JSON.parse(readFileSync(join(folder, name), 'utf8')) as ReadingsFile;
		const isOfService = ['sandbox', 'production'].includes(file.environment);
		if (file.format !== 1 || !isOfService || !/^\d{4}-\d\d-\d\d$/.test(file.date)) {
			throw new Error(`${name} was not made at the sandbox or at production`);
		}
		return { name, file };
	});
	return all.sort((a, b) => a.file.date.localeCompare(b.file.date));
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
