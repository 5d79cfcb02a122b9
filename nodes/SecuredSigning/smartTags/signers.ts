import type { Api } from '../api';
import type { ReadFile } from './read';
import { shown, type SignatureTag } from './tags';

/** Somebody whom the tags of a document name. */
export interface TagSigner {
	order: number;
	kind: string;
	firstName: string;
	lastName: string;
	email: string;
	/** Whether the tag leaves a name or the e-mail open. */
	blank: boolean;
	detailsFrom: 'tag' | 'node';
}

/** Those whom the node names, as they are sent. */
export type GivenSigners = Api<'SmartTagInvitee'>[];

/**
 * The signers of a file in their order, each once. The n-th of the node is for the n-th and replaces
 * what the tag says (docs/api/SMART-TAGS.md, section 2).
 */
export function signersOf(
	{ signatures }: Pick<ReadFile, 'signatures'>,
	given: GivenSigners,
): TagSigner[] {
	const byOrder = new Map<number, SignatureTag[]>();
	for (const tag of signatures) {
		const tags = byOrder.get(tag.order) ?? [];
		if (tags.push(tag) === 1) byOrder.set(tag.order, tags);
	}
	return [...byOrder]
		.sort(([one], [other]) => one - other)
		.map(([order, tags]) => {
			const tag = tags.find(({ email }) => email !== '') ?? tags[0];
			const own = given.at(order - 1);
			return {
				order,
				kind: shown([...new Set(tags.map(({ kind }) => kindInWords(kind)))].join(', ')),
				firstName: own?.FirstName ?? tag.firstName,
				lastName: own?.LastName ?? tag.lastName,
				email: own?.Email ?? tag.email,
				blank: [tag.firstName, tag.lastName, tag.email].includes(''),
				detailsFrom: own ? 'node' : 'tag',
			};
		});
}

/**
 * Whether nothing of a file is unknown here: it was read whole, and all its tags are signatures of the kind that is
 * known, each on one line. Else a signer may be named in a way that nobody knows.
 */
export const isWhollyKnown = ({ readable, signatures, others }: ReadFile): boolean =>
	readable === 'whole' &&
	others.length === 0 &&
	signatures.every(({ kind, more, isOverLines }) => isFullSignature(kind) && !more && !isOverLines);

/** A full signature, and whatever else stands in the tag. */
export const kindInWords = (kind: string): string => (isFullSignature(kind) ? 'full' : kind);

/** Whether it is the only kind whose meaning is known, as it stands in a tag. */
export const isFullSignature = (kind: string): boolean => /^f?$/i.test(kind);
