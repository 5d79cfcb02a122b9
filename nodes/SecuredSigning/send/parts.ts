/** Sends of several forms or templates: each of their documents is for people of its own. */
import type { RawDocument, RawSigner } from '../api';
import { emailOf, nameOf } from '../api/answers/people';

/** What a send is to bring out of forms or templates that are for nobody else. @param people of each of them */
export const orderOfEach = (people: RawSigner[][]) => ({
	count: people.length,
	signers: people.flat(),
	isEverybody: true,
	...(people.length > 1 && { parts: people }),
});

/** The same people, whatever they sign. */
export const eachOnce = <T extends RawSigner>(people: T[]): T[] => [
	...new Map(people.map((person) => [`${emailOf(person)} ${nameOf(person)}`, person])).values(),
];

/**
 * Each document with the people that it is for. No source says that an answer has the order of the request
 * (docs/api/API.md sections 5.3 to 5.6), so any order in which all of them fit will do.
 *
 * @param parts the people of each document
 * @param isFor whether a document fits people
 * @returns by the order of the request, if they fit in none
 */
export function inParts(
	documents: RawDocument[],
	parts: RawSigner[][],
	isFor: (document: RawDocument, people: RawSigner[]) => boolean,
): Array<[document: RawDocument, people: RawSigner[]]> {
	const owners = new Map<RawSigner[], RawDocument>();
	// Whoever has the place of another one looks for another place (augmenting paths).
	const findPlace = (document: RawDocument, seen: Set<RawSigner[]>): boolean =>
		parts.some((people) => {
			if (seen.has(people) || !isFor(document, people)) return false;
			seen.add(people);
			const owner = owners.get(people);
			if (owner !== undefined && !findPlace(owner, seen)) return false;
			owners.set(people, document);
			return true;
		});
	if (documents.every((document) => findPlace(document, new Set()))) {
		return [...owners].map(([people, document]) => [document, people]);
	}
	return documents.map((document, at) => [document, parts[at] ?? parts.flat()]);
}
