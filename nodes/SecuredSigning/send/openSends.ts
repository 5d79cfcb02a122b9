import type { IExecuteFunctions } from 'n8n-workflow';

import type { RawSigner } from '../api';
import { emailOf } from '../api/answers/people';
import { Attempt } from './attempt';
import { differences, FILES, haveInCommon, type Differences, type Terms } from './contract';
import { isSameReference, type ClientReference } from './clientReference';
import { placeIn } from './memory';
import type { Relation } from './origin';
import type { Sent } from './sent';

/** What an item is about to send. */
interface Now {
	account: string;
	terms: Terms;
	people: RawSigner[];
	/** The references of its documents that are in the service already. */
	stored: string[];
}

/** An open send that is the contract of the item, or may be. */
interface Open {
	key: string;
	sent: Sent;
	/** Whether it is: else it may as well be another contract with the same people. */
	isOwn: boolean;
	/** Whether it is the same to the letter: then it answers for this item, and for no other one any more. */
	isTaken: boolean;
	/** Where the item differs from it. */
	names: string[];
	/** What n8n's links say of both items. */
	relation: Relation;
}

/**
 * The send that another turn or node of this execution left open, if it is the contract that this item sends, or
 * may be: the item that was led back from it, whatever it has by then; or one with the same people and documents.
 * What is the same to the letter is that contract, whatever the links say: steps that make new items have them
 * linked by their places, rightly or not.
 */
export function openSendOf(
	attempt: Attempt,
	sentAs: ClientReference,
	{ account, terms, people, stored }: Now,
): Open | undefined {
	const candidates = attempt.leftOpen.flatMap(([key, sent]): Open[] => {
		if (sent.account !== account || !sent.terms) return [];
		const different = differences(sent.terms, terms);
		const { isAnew } = different;
		const names = [...different.names, ...(isAnew ? [FILES] : [])];
		const relation = attempt.relationTo(key, sent);
		const open = { key, sent, names, relation };
		// A document that is there once can be sent once.
		if (stored.some((reference) => sent.documents?.includes(reference))) {
			return [{ ...open, isOwn: true, isTaken: true }];
		}
		const isElsewhere = placeIn(key).node !== placeIn(attempt.key).node;
		const arePeople =
			sent.terms.people === terms.people ||
			(relation === 'led' && (!isElsewhere || isPutRight(sent, { terms, people })));
		const isSame = isLinked(relation);
		const isOther =
			!arePeople ||
			(relation === 'other' && different.names.length > 0) ||
			!isSameSubject(sent.terms, terms, different, isSame, isElsewhere) ||
			// With 'Send Once', the client reference says which contract it is.
			(sentAs.once &&
				!sentAs.isOfSeal &&
				!isSame &&
				!isSameReference(sent.clientReference, sentAs.clientReference));
		if (isOther) return [];
		// Files of the same name and size are what the same item has anew; of others, nobody can tell.
		const isTaken = (isSame ? different.names : names).length === 0;
		const isOwn = isSame || isTaken;
		if (!isTaken && !attempt.mayBeRefusedBy(sent, terms, isSame)) return [];
		return [{ ...open, isOwn, isTaken }];
	});
	const [likeliest] = candidates.sort((one, other) => doubtsOf(one) - doubtsOf(other));
	return likeliest;
}

/** The open sends that an item is looked up for before it is sent, as far as n8n's links tell. */
export function linkedSends(context: IExecuteFunctions, itemIndex: number): string[] {
	const attempt = new Attempt(context, itemIndex);
	if (attempt.hasTaken) return [attempt.key];
	const linked = attempt.leftOpen.filter(([key, sent]) => isLinked(attempt.relationTo(key, sent)));
	return linked.map(([key]) => key);
}

const doubtsOf = ({ isOwn, names }: Open): number => names.length + (isOwn ? 0 : 1);

const isLinked = (relation: Relation) => relation === 'led' || relation === 'same';

/**
 * Whether an item that is led on to another node has an address put right there: that node is a copy, or somebody is
 * still the same. Else it sends to others, such as to the seller after the buyer.
 */
const isPutRight = (before: Sent, { terms, people }: Pick<Now, 'terms' | 'people'>): boolean =>
	before.terms?.setup === terms.setup ||
	people.some((person) => before.people?.some((other) => emailOf(other) === emailOf(person)));

/**
 * Whether two sends have the same form, template or document, one of several being enough, or may have: files may have
 * been made anew meanwhile, with other bytes and another name. In another node, files of another name and size are
 * others.
 */
function isSameSubject(
	before: Terms,
	now: Terms,
	{ subject }: Differences,
	isSameItem: boolean,
	isElsewhere: boolean,
): boolean {
	if (subject.length === 0) return true;
	const areFilesAnew =
		!isElsewhere && !!before.files && !!now.files && subject.every((name) => name === FILES);
	return (areFilesAnew || haveInCommon(before, now)) && (isSameItem || now.hasPeople);
}
