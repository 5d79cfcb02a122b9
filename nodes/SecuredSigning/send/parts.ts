/** Sends of several forms or templates: each of their documents is for people of its own. */
import type { RawDocument, RawSigner } from '../api';
import { withoutEntities } from '../api/answers/entities';
import { emailOf, nameOf } from '../api/answers/people';
import { text } from '../shared/values';
import type { Part } from './sent';

/** What a send is to bring out of forms or templates that are for nobody else. */
export const orderOfEach = (parts: Part[]) => ({
	count: parts.length,
	signers: parts.flatMap(({ people }) => people),
	isEverybody: true,
	...(parts.length > 1 && { parts }),
});

/** The same people, whatever they sign. */
export const eachOnce = <T extends RawSigner>(people: T[]): T[] => [
	...new Map(people.map((person) => [`${emailOf(person)} ${nameOf(person)}`, person])).values(),
];

/**
 * Each document with the form or template that it is made of. No source says that an answer has the order of the
 * request (docs/api/API.md sections 5.3 to 5.6), so any order in which all of them fit will do.
 *
 * @returns undefined if they fit in none
 */
export function inParts(
	documents: RawDocument[],
	parts: Part[],
	isFor: (document: RawDocument, part: Part) => boolean,
): Array<[document: RawDocument, part: Part]> | undefined {
	const owners = new Map<Part, RawDocument>();
	// Whoever has the place of another one looks for another place (augmenting paths).
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
 * Whether a document may be made of a form or template. One with the name of some of them is made of one of these; no
 * source says that each has such a name.
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

/** A name as it is compared: without the type of a file. */
const bareName = (name: unknown): string =>
	withoutEntities(text(name))
		.normalize('NFC')
		.toLowerCase()
		.trim()
		.replace(/\.(pdf|docx?)$/, '');
