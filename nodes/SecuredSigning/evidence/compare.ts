import { firstOf } from '../shared/values';
import type { Fingerprint } from '../api';
import type { FiledFile } from './manifest';

/** How many files are named at most. */
const MOST_NAMED = 5;

/** A file of the item, with the name of its field. */
export interface PresentFile extends Fingerprint {
	field: string;
	name: string;
}

/** The result for one file: of the manifest, of the item, or a matching pair of both. */
export interface ComparedFile {
	state: 'unchanged' | 'changed' | 'missing' | 'notInManifest';
	filed?: FiledFile;
	present?: PresentFile;
	/** Why it is not unchanged. */
	reason?: string;
	/** The name of the file in the manifest with the same contents, if this is an additional copy of it. */
	copyOf?: string;
}

type Fits = (present: PresentFile, filed: FiledFile) => boolean;

// Operating systems encode accents in file names in different ways.
const hasName: Fits = (present, filed) =>
	present.name.normalize('NFC') === filed.name.normalize('NFC');
const hasContents: Fits = (present, filed) => present.sha256 === filed.sha256;
/**
 * The order of matching: by name and contents, then by name, then by contents. So a file with the name of
 * another file counts as changed, but a renamed file does not.
 */
const IN_TURN: Fits[] = [
	(...both) => hasName(...both) && hasContents(...both),
	hasName,
	hasContents,
];

/** Compares the files of a manifest with those of an item: each is matched with at most one. */
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

/** The result for all files together. */
export interface ManifestVerdict {
	verdict: 'unchanged' | 'changed' | 'incomplete';
	reason: string;
}

/**
 * The result for all files: 'incomplete' if files are only missing, 'changed' if any differs or is not in the
 * manifest.
 */
export function verdictOn(files: ComparedFile[]): ManifestVerdict {
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
