// The simulator, started as the service was seen, against what was seen; and the pages that say when.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Finding } from '../findings.cts';
import { OBSERVED, observedIn, PAGES, pageWith } from '../output/observed.cts';
import { readingsFile, type ReadingsFile } from '../output/readingsFile.cts';
import type { Shape } from '../redact/shape.cts';
import { readingsOf } from '../simulator.cts';
import { judge } from './judge.cts';
import { play } from './play.cts';
import { drawn } from './drawn.cts';

export async function playObserved() {
	const observed = observedIn(OBSERVED);
	for (const { name, file } of observed) {
		await judge(`the simulator is as the service was: ${name}`, await differences(file));
	}
	const last = observed.at(-1)?.file;
	const old = PAGES.filter((page) => {
		const text = readFileSync(page, 'utf8');
		return !text.includes('<!-- observed: line -->') || pageWith(text, last) !== text;
	});
	await judge('the pages say what was observed last', old);
	await playOwn();
}

/** The same with a file that the probe has made at the simulator, as if that were the service. */
async function playOwn() {
	const folder = mkdtempSync(join(tmpdir(), 'observed-'));
	try {
		const { result } = await play({ readings: drawn() });
		const made = readingsFile(result.findings, 'sandbox');
		writeFileSync(join(folder, '2026-12-01-sandbox.json'), JSON.stringify(made));
		const [{ file }] = observedIn(folder);
		await judge('a file of the simulator differs from it in nothing', await differences(file));

		const other = structuredClone(file);
		other.readings.folder = { value: valueOf(file, 'folder') === 'named' ? 'unnamed' : 'named' };
		other.readings.dates = { neither: 'text of 10: 0-9' };
		other.questions.formType = {
			value: 'seen',
			seen: { form: { Name: 'whole number, 2 digits', Signers: { 'list of one': 'text' } } },
		};
		const found = (await differences(other, result.findings))
			.map((text) => text.split(':')[0])
			.sort();
		await judge(
			'what differs is named, and nothing else',
			found.join() === 'dates,folder,formType.form.Name,formType.form.Signers' ? [] : found,
		);

		const page = readFileSync(PAGES[0], 'utf8');
		const [before, after] = [pageWith(page, undefined), pageWith(page, file)];
		await judge('a page says that, and when, the service was seen', [
			...(before.includes('Never seen on the service yet') ? [] : ['it does not say never']),
			...(after.includes(`Last seen on the service: ${file.date} (sandbox)`) ? [] : ['no day']),
			...(after.includes(`| *observed* ${file.date} |`) ? [] : ['nothing is marked as observed']),
			...(pageWith(after, undefined) === before ? [] : ['the rest of the page has changed']),
		]);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

const valueOf = (file: ReadingsFile, name: string) => {
	const finding = file.readings[name];
	return 'value' in finding ? finding.value : undefined;
};

/** Where the simulator is otherwise than a file says, in values and in types. */
async function differences(
	file: ReadingsFile,
	known?: ReadonlyMap<string, Finding>,
): Promise<string[]> {
	const findings =
		known ?? (await play({ readings: readingsOf(JSON.stringify(file)) })).result.findings;
	const values = Object.entries(file.readings).flatMap(([name, seen]) => {
		if ('notSettled' in seen) return [];
		if ('neither' in seen) return [`${name}: the simulator has no such value yet`];
		const played = findings.get(name);
		const isSame = played && 'value' in played && played.value === seen.value;
		return isSame ? [] : [`${name}: seen as ${seen.value}, played as ${JSON.stringify(played)}`];
	});
	const all = Object.entries({ ...file.readings, ...file.questions });
	return [
		...values,
		...all.flatMap(([id, seen]) => otherTypes(id, shapeIn(seen), shapeIn(findings.get(id)))),
	];
}

const shapeIn = (finding: Finding | undefined): Shape | undefined =>
	finding && 'value' in finding ? finding.seen : undefined;

/** Properties that both have, and that are of another type in one of them. What only one has says nothing. */
function otherTypes(path: string, seen: Shape | undefined, played: Shape | undefined): string[] {
	const [one, other] = [typeOf(seen), typeOf(played)];
	if (one === undefined || other === undefined) return [];
	if (one !== other) return [`${path}: seen as ${one}, played as ${other}`];
	if (typeof seen !== 'object' || typeof played !== 'object') return [];
	if (one === 'list') return otherTypes(path, Object.values(seen)[0], Object.values(played)[0]);
	return Object.keys(seen).flatMap((name) =>
		otherTypes(`${path}.${name}`, seen[name], played[name]),
	);
}

/** The type in a shape; undefined for what says nothing of one. */
function typeOf(shape: Shape | undefined): string | undefined {
	if (typeof shape === 'object') {
		return Object.keys(shape).join().startsWith('list of ') ? 'list' : 'object';
	}
	if (/^(text|empty text|digits as|the word|the format)/.test(shape ?? '')) return 'text';
	if (/^(whole )?number/.test(shape ?? '')) return 'number';
	return shape === 'true or false' ? 'yes or no' : undefined;
}
