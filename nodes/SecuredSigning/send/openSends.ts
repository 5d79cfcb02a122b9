import type { IExecuteFunctions } from 'n8n-workflow';

import type { RawSigner } from '../api';
import { emailOf } from '../api/answers/people';
import { Attempt } from './attempt';
import { differences, FILES, haveInCommon, type Differences, type Terms } from './contract';
import { isSameReference, type ClientReference } from './clientReference';
import { isOtherTurn, keyOf, memoryOf, placeIn } from './memory';
import { ItemLinks, type Relation } from './itemLinks';
import type { Sent } from './sent';

/** What an item would send now. */
interface Now {
	account: string;
	terms: Terms;
	people: RawSigner[];
	/** The references of its documents that are stored in the service. */
	stored: string[];
}

/** An open send that is, or may be, the contract of the item. */
interface Open {
	key: string;
	sent: Sent;
	/**
	 * Whether it is certainly the item's contract; if not, it may be another contract with the same people.
	 */
	isOwn: boolean;
	/** Whether it is identical: then this item takes it over, and no other item can. */
	isTaken: boolean;
	/** Where the item differs from it. */
	names: string[];
	/** How n8n's item links relate both items. */
	relation: Relation;
}

/**
 * The send that another turn or node of this execution left open, if it is, or may be, the contract of this
 * item: because the item was routed back from that send, even with changed values, or because it has the same
 * people and documents. An identical send counts in any case: nodes that create new items may link them
 * wrongly, by position.
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
		// A stored document can be sent only once.
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
			// With 'Send Once per Reference', the client reference identifies the contract.
			(sentAs.once &&
				!sentAs.isOfSeal &&
				!isSame &&
				!isSameReference(sent.clientReference, sentAs.clientReference));
		if (isOther) return [];
		// Of the same item, files with the same name and size were only made again; of other items, that is
		// not known.
		const isTaken = (isSame ? different.names : names).length === 0;
		const isOwn = isSame || isTaken;
		if (!isTaken && !attempt.mayBeRefusedBy(sent, terms, isSame)) return [];
		return [{ ...open, isOwn, isTaken }];
	});
	const [likeliest] = candidates.sort((one, other) => doubtsOf(one) - doubtsOf(other));
	return likeliest;
}

/** The keys of the open sends that are linked to an item, and that are looked up before it is sent. */
export function linkedSends(context: IExecuteFunctions, itemIndex: number): string[] {
	const attempt = new Attempt(context, itemIndex);
	if (attempt.hasTaken) return [attempt.key];
	const linked = attempt.leftOpen.filter(([key, sent]) => isLinked(attempt.relationTo(key, sent)));
	return linked.map(([key]) => key);
}

/**
 * Whether another turn or node of this execution may have sent the item, or made its change, although its result is not
 * known: an item may be refused before that is looked up.
 *
 * @param isSend whether the item is to be sent; else it is another change
 */
export function mayBeOpen(context: IExecuteFunctions, itemIndex: number, isSend: boolean): boolean {
	if (isSend) {
		const attempt = new Attempt(context, itemIndex);
		return attempt.leftOpen.some(([key, sent]) => attempt.relationTo(key, sent) !== 'other');
	}
	const own = keyOf(context, itemIndex);
	const links = new ItemLinks(context, itemIndex);
	return Object.entries(memoryOf(context).changes ?? {}).some(
		([key, { results, wrong }]) =>
			!(results ?? wrong) && isOtherTurn(key, own) && links.relationTo([key]) === 'led',
	);
}

const doubtsOf = ({ isOwn, names }: Open): number => names.length + (isOwn ? 0 : 1);

const isLinked = (relation: Relation) => relation === 'led' || relation === 'same';

/**
 * Whether an item that was routed to another node is the same send with a corrected address: the nodes have
 * the same parameters, or a person is the same. Otherwise it is another send, such as to the seller after the
 * buyer.
 */
const isPutRight = (before: Sent, { terms, people }: Pick<Now, 'terms' | 'people'>): boolean =>
	before.terms?.setup === terms.setup ||
	people.some((person) => before.people?.some((other) => emailOf(other) === emailOf(person)));

/**
 * Whether two sends have, or may have, a form, template or document in common. Files may have been made again
 * with other contents and names; in another node, files with other names and sizes count as different.
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
