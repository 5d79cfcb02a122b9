/** Sends of several forms or templates, each with its own signers. */
import type { RawDocument, RawSigner } from '../api';
import { withoutEntities } from '../api/answers/entities';
import { emailOf, nameOf } from '../api/answers/people';
import { text } from '../shared/values';
import type { Part } from './sent';

/** What a send of forms or templates should produce; nobody else may sign. */
export const orderOfEach = (parts: Part[]) => ({
	count: parts.length,
	signers: parts.flatMap(({ people }) => people),
	isEverybody: true,
	...(parts.length > 1 && { parts }),
});

/** The people, each once, even if they sign several documents. */
export const eachOnce = <T extends RawSigner>(people: T[]): T[] => [
	...new Map(people.map((person) => [`${emailOf(person)} ${nameOf(person)}`, person])).values(),
];

/**
 * Matches each document with its form or template. No source says that an answer keeps the order of the
 * request (docs/api/API.md sections 5.3 to 5.6), so any complete assignment is accepted.
 *
 * @returns undefined if there is no such assignment
 */
export function inParts(
	documents: RawDocument[],
	parts: Part[],
	isFor: (document: RawDocument, part: Part) => boolean,
): Array<[document: RawDocument, part: Part]> | undefined {
	const owners = new Map<Part, RawDocument>();
	// Bipartite matching with augmenting paths: the current owner of a part tries to move to another part.
	const findPlace = (document: RawDocument, seen: Set<Part>): boolean =>
		parts.some((part) => {
			if (seen.has(part) || !isFor(document, part)) return false;
			seen.add(part);
			const owner = owners.get(part);
			if (owner !== undefined && !findPlace(owner, seen)) return false;
			owners.set(part, document);
			return true;
		});
	const isEachPlaced = documents.every((document) => findPlace(document, new Set()));
	return isEachPlaced ? [...owners].map(([part, document]) => [document, part]) : undefined;
}

/**
 * Whether a document may come from a form or template. If its name is that of some of them, it comes from one
 * of these; no source says that documents keep the name.
 */
export function mayBeOf(document: RawDocument, part: Part, parts: Part[]): boolean {
	const named = partsNamedBy(document, parts);
	return named.length === 0 || named.includes(part);
}

/** The one form or template that has the name of a document. */
export function partNamedBy(document: RawDocument, parts: Part[]): Part | undefined {
	const named = partsNamedBy(document, parts);
	return named.length === 1 ? named[0] : undefined;
}

const partsNamedBy = ({ Name }: RawDocument, parts: Part[]): Part[] => {
	const name = bareName(Name);
	return name === '' ? [] : parts.filter((part) => bareName(part.name) === name);
};

/** The form of a name for comparison: without a file extension. */
const bareName = (name: unknown): string =>
	withoutEntities(text(name))
		.normalize('NFC')
		.toLowerCase()
		.trim()
		.replace(/\.(pdf|docx?)$/, '');
