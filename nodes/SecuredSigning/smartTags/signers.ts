import type { Api } from '../api';
import type { ReadFile } from './read';
import { cutForMessage, type SignatureTag } from './tags';

/** A signer in the tags of a document. */
export interface TagSigner {
	order: number;
	kind: string;
	firstName: string;
	lastName: string;
	email: string;
	/** Whether the tag leaves a name or the email address empty. */
	blank: boolean;
	detailsFrom: 'tag' | 'node';
}

/** The signers of the node, as in the request. */
export type GivenSigners = Api<'SmartTagInvitee'>[];

/**
 * The signers of a file by their numbers, each once. The n-th signer of the node replaces the details in the
 * tags with number n (docs/api/SMART-TAGS.md, section 2).
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
				kind: cutForMessage([...new Set(tags.map(({ kind }) => kindInWords(kind)))].join(', ')),
				firstName: own?.FirstName ?? tag.firstName,
				lastName: own?.LastName ?? tag.lastName,
				email: own?.Email ?? tag.email,
				blank: [tag.firstName, tag.lastName, tag.email].includes(''),
				detailsFrom: own ? 'node' : 'tag',
			};
		});
}

/**
 * Whether a file is fully known: it was read completely, and all its tags are signatures of the known kind,
 * each on one line. Otherwise it may name a signer in an unknown way.
 */
export const isWhollyKnown = ({ readable, signatures, others }: ReadFile): boolean =>
	readable === 'whole' &&
	others.length === 0 &&
	signatures.every(({ kind, more, isOverLines }) => isFullSignature(kind) && !more && !isOverLines);

/** The kind of a tag for people: 'full' for a full signature, else the text in the tag. */
const kindInWords = (kind: string): string => (isFullSignature(kind) ? 'full' : kind);

/** Whether the kind in a tag means a full signature, the only kind that is documented. */
export const isFullSignature = (kind: string): boolean => /^f?$/i.test(kind);
