import type { Slices } from '../../shared/slices';
import { isRecord } from '../../shared/values';
import { MODELS } from './models';

/** The type of a value in an answer: a plain value, the model of an object, or a list of these. */
type ValueType = 'text' | 'boolean' | 'number' | 'other' | ModelName | readonly [ValueType];
export type ModelName = keyof typeof MODELS | 'SentDocument';

type Model = Readonly<Record<string, ValueType>>;

/**
 * The models of the description. The sources disagree on which route answers a send with a document, a
 * list or a package, and on whether a package wraps its documents once more (docs/api/API.md sections 6
 * and 10), so a sent document may have the names of all of these; an uploaded one, those of any document.
 */
const KNOWN: Record<ModelName, Model> = {
	...MODELS,
	PackageResponse: { ...MODELS.PackageResponse, Documents: ['SentDocument'] },
	UploadedDocument: MODELS.Document,
	SentDocument: {
		...MODELS.PackageResponse,
		...MODELS.SendResult,
		...MODELS.Document,
		Documents: ['SentDocument'],
	},
};

/** The names that a model has. */
export const namesOf = (model: ModelName): string[] => Object.keys(KNOWN[model]);

/** The cost of looking up one value by its name, in the units of Slices. */
const LOOK_UP = 40;

/**
 * An answer with the names and types of the API: ServiceStack ignores case, and may write camelCase, text for
 * numbers and numbers for text (docs/api/API.md sections 3, 4 and 10.6). Only properties of the described
 * model are renamed and converted; everything else stays unchanged.
 *
 * @param slices counts the work
 */
export function asDescribed(value: unknown, part: ValueType, slices: Slices): unknown {
	if (value === null || value === undefined) return value;
	switch (part) {
		case 'other':
			return value;
		case 'text':
			return isExact(value) ? String(value) : value;
		case 'boolean':
			return typeof value === 'string' ? (TRUTH[value.trim().toLowerCase()] ?? value) : value;
		case 'number':
			return typeof value === 'string' && isExact(Number(value)) && /^-?\d/.test(value.trim())
				? Number(value)
				: value;
	}
	if (typeof part === 'string') return isRecord(value) ? renamed(value, part, slices) : value;
	return Array.isArray(value) ? value.map((entry) => asDescribed(entry, part[0], slices)) : value;
}

const TRUTH: Partial<Record<string, boolean>> = Object.assign(Object.create(null), {
	true: true,
	false: false,
});

/** Whether a property has a value of the described type. */
export function isThere(value: unknown, model: ModelName, name: string): boolean {
	const part = KNOWN[model][name];
	switch (part) {
		case 'text':
			return typeof value === 'string' && value.trim() !== '';
		case 'boolean':
		case 'number':
			return typeof value === part;
	}
	return typeof part === 'string' ? isRecord(value) : Array.isArray(value);
}

/**
 * Whether a number is exact: a reference of 48 digits that was sent as a number has lost most of its digits.
 */
const isExact = (value: unknown): value is number =>
	typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER;

function renamed(value: object, name: ModelName, slices: Slices): object {
	const model = KNOWN[name];
	const spellings = spellingsOf(name);
	const taken = new Set<string>();
	const entries = Object.entries(value).map(([key, inner]): [string, unknown] => {
		if (Object.hasOwn(model, key)) return [key, asDescribed(inner, model[key], slices)];
		const known = spellings.get(key.toLowerCase());
		// If the object also has the exact name, or another spelling of it, this key is kept as it is.
		if (known === undefined || known in value || taken.has(known)) return [key, inner];
		taken.add(known);
		return [known, asDescribed(inner, model[known], slices)];
	});
	slices.work(LOOK_UP * (1 + entries.length));
	return Object.fromEntries(entries);
}

const spellings = new Map<ModelName, Map<string, string>>();

function spellingsOf(name: ModelName): Map<string, string> {
	let own = spellings.get(name);
	if (own === undefined) {
		// Of two names that differ only in case, the first one counts.
		own = new Map(
			namesOf(name)
				.reverse()
				.map((known) => [known.toLowerCase(), known]),
		);
		spellings.set(name, own);
	}
	return own;
}
