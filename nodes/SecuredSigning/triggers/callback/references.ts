import { splitList, text } from '../../shared/values';

/** The references that a call names, by kind. */
export type References = Record<Kind, string[]>;

/**
 * `unclear`: the name is only "reference", or a word that may also be a title. `candidates`: values that only
 * look like a reference, under any name.
 */
export type Kind = 'documents' | 'packages' | 'unclear' | 'candidates';

/** How much of a call is read: far more than any call about documents needs. */
const MOST_VALUES = 5_000;
const DEEPEST = 8;
const LONGEST_TEXT = 64 * 1024;
const MOST_CANDIDATES = 20;

const NAME = /^(document|doc|package)s?(reference|ref|id)s?$/;
const UNCLEAR_NAME = /^(reference|ref|document|doc|package)s?$/;
const BELONGING = /^(document|doc|package)s?$/;
/** A reference is an opaque text that is safe in a path: docs/api/API.md section 3. */
const REFERENCE = /^[\w-]{1,128}$/;
/** A reference in the form of all samples, anywhere in a text: 16 bytes, each as three digits. */
const CANDIDATE = /(?<!\d)\d{48}(?!\d)/g;
/** `DocumentReference=1`, `"documentReference": "1"` or an XML element, anywhere in a text. */
const NAMED_IN_TEXT =
	/(?<![/\w:])(?:\w+:)?((?:document|doc|package)[ _-]?(?:reference|ref|id))["']?\s*[:=>]\s*["']?([\w-]{1,128})/gi;

interface Place {
	value: unknown;
	/** Its name in lower-case letters; an element of a list has the name of the list. */
	name: string;
	/** The name of the object that contains it. */
	inside: string;
	depth: number;
}

/**
 * Finds the references in a call. The format of calls is not documented (docs/api/API.md section 7), so any
 * spelling of the names is accepted, in any place: query, form, JSON, XML or text. Values that look like a
 * reference are also found.
 *
 * @param parts the call's query and body as n8n read them; text that n8n could not parse stays text
 * @param written the raw address and body
 */
export function referencesIn(parts: unknown[], written: string[] = []): References {
	const found = {
		documents: new Set<string>(),
		packages: new Set<string>(),
		unclear: new Set<string>(),
	};
	const candidates = new Set<string>();
	const consider = (words: string) => {
		for (const [candidate] of words.matchAll(CANDIDATE)) {
			if (candidates.size < MOST_CANDIDATES) candidates.add(candidate);
		}
	};
	// Breadth first, so that many nested values cannot hide those at the top.
	const places: Place[] = parts.map((value) => ({ value, name: '', inside: '', depth: 0 }));
	for (let index = 0; index < Math.min(places.length, MOST_VALUES); index++) {
		const place = places[index];
		const kind = kindOf(place);
		if (kind !== undefined) {
			for (const reference of splitList(text(place.value)).filter(isReference)) {
				if (found[kind].size < MOST_VALUES) found[kind].add(reference);
			}
		}
		if (typeof place.value === 'string') consider(place.value.slice(0, LONGEST_TEXT));
		if (place.depth < DEEPEST && places.length < MOST_VALUES) places.push(...within(place));
	}
	written.forEach(consider);
	const [documents, packages, unclear] = [found.documents, found.packages, found.unclear].map(
		(references) => [...references],
	);
	const named = new Set([...documents, ...packages, ...unclear]);
	return {
		documents,
		packages,
		unclear,
		candidates: [...candidates].filter((candidate) => !named.has(candidate)),
	};
}

const isReference = (value: string) => REFERENCE.test(value);

function kindOf({ name, inside }: Place): Exclude<Kind, 'candidates'> | undefined {
	const [, thing] =
		NAME.exec(name) ?? ((/^(reference|ref)$/.test(name) && BELONGING.exec(inside)) || []);
	if (thing !== undefined) return thing === 'package' ? 'packages' : 'documents';
	return UNCLEAR_NAME.test(name) ? 'unclear' : undefined;
}

/** The values inside a value, at most MOST_VALUES. */
function within({ value, name, inside, depth }: Place): Place[] {
	const held = typeof value === 'string' ? readText(value) : value;
	if (typeof held !== 'object' || held === null) return [];
	if (Array.isArray(held)) {
		return held
			.slice(0, MOST_VALUES)
			.map((element: unknown) => ({ value: element, name, inside, depth: depth + 1 }));
	}
	return Object.entries(held)
		.slice(0, MOST_VALUES)
		.map(([key, inner]) => ({
			value: inner as unknown,
			name: plain(key),
			inside: name,
			depth: depth + 1,
		}));
}

/** A name in lower-case letters, without an XML prefix, underscores and other characters. */
const plain = (key: string) =>
	(key.slice(0, 100).split(':').pop() ?? '').toLowerCase().replace(/[^a-z]/g, '');

/** The JSON in a text, as some services put into a form field; else the name-value pairs in it. */
function readText(value: string): unknown {
	const content = value.slice(0, LONGEST_TEXT).trim();
	if (/^[{[]/.test(content)) {
		try {
			return JSON.parse(content);
		} catch {
			// Not JSON after all; the pairs may still be found.
		}
	}
	return [...content.matchAll(NAMED_IN_TEXT)].map(([, key, reference]) => ({ [key]: reference }));
}
