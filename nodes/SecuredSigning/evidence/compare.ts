import { firstOf } from '../shared/values';
import type { Fingerprint } from '../api';
import type { FiledFile } from './manifest';

/** Of many files, so many are named. */
const MOST_NAMED = 5;

/** A file that is here now, by the field that it is in. */
export interface PresentFile extends Fingerprint {
	field: string;
	name: string;
}

/** What became of one file, that of the manifest or that of the item or, where they belong together, both. */
export interface ComparedFile {
	state: 'unchanged' | 'changed' | 'missing' | 'notInManifest';
	filed?: FiledFile;
	present?: PresentFile;
	/** Why it is not unchanged. */
	reason?: string;
	/** The name of the file in the manifest that has these contents, where this is one more of them. */
	copyOf?: string;
}

type Fits = (present: PresentFile, filed: FiledFile) => boolean;

// Systems differ in how they write an accent in a file's name.
const hasName: Fits = (present, filed) =>
	present.name.normalize('NFC') === filed.name.normalize('NFC');
const hasContents: Fits = (present, filed) => present.sha256 === filed.sha256;
/** Under the name of another file, the contents of one are a change; under a name of its own they are not. */
const IN_TURN: Fits[] = [
	(...both) => hasName(...both) && hasContents(...both),
	hasName,
	hasContents,
];

/** Compares the files that were filed with those that are here: each of one kind with at most one of the other. */
export function compareFiles(filed: FiledFile[], present: PresentFile[]): ComparedFile[] {
	const lacking = new Set(filed);
	const pairs = new Map<PresentFile, FiledFile>();
	for (const fits of IN_TURN) {
		for (const one of present) {
			const own = pairs.has(one) ? undefined : [...lacking].find((other) => fits(one, other));
			if (own === undefined) continue;
			pairs.set(one, own);
			lacking.delete(own);
		}
	}
	return [
		...present.map((one) => comparedTo(one, pairs.get(one), filed)),
		...[...lacking].map(
			(one): ComparedFile => ({
				state: 'missing',
				filed: one,
				reason: 'It is in the manifest, but not in this item',
			}),
		),
	];
}

function comparedTo(
	present: PresentFile,
	own: FiledFile | undefined,
	filed: FiledFile[],
): ComparedFile {
	if (own && hasContents(present, own)) return { state: 'unchanged', filed: own, present };
	const same = filed.find((one) => hasContents(present, one));
	if (own === undefined) {
		const reason = same ? `It is one more copy of “${same.name}”` : 'The manifest does not list it';
		return { state: 'notInManifest', present, reason, copyOf: same?.name };
	}
	const reason = same
		? `It has the contents of “${same.name}”`
		: present.size === own.size
			? 'It has the same size, but other contents'
			: `It has ${present.size} bytes instead of ${own.size}`;
	return { state: 'changed', filed: own, present, reason };
}

/** What is to be said of all files together. */
export interface Verdict {
	verdict: 'unchanged' | 'changed' | 'incomplete';
	reason: string;
}

/** A file that only lacks is told from one that is not what was filed. */
export function verdictOn(files: ComparedFile[]): Verdict {
	const naming = (state: ComparedFile['state'], what: string) => {
		const names = files
			.filter((one) => one.state === state)
			.map(({ filed, present, copyOf }) =>
				[
					`“${present?.name ?? filed?.name}”`,
					...(copyOf === undefined ? [] : [`(one more copy of “${copyOf}”)`]),
				].join(' '),
			);
		return names.length > 0 ? [`${what}: ${firstOf(names, MOST_NAMED).join(', ')}`] : [];
	};
	const changed = [
		...naming('changed', 'Changed'),
		...naming('notInManifest', 'Not in the manifest'),
	];
	const missing = naming('missing', 'Missing');
	if (changed.length + missing.length === 0) {
		const reason =
			files.length > 0
				? 'The files and the manifest are as they were when the manifest was made'
				: 'The manifest is as it was made. It lists no files';
		return { verdict: 'unchanged', reason };
	}
	return {
		verdict: changed.length > 0 ? 'changed' : 'incomplete',
		reason: [...changed, ...missing].join('. '),
	};
}
