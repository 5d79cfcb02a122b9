import type { IExecuteFunctions } from 'n8n-workflow';

import type { Attempt } from './attempt';
import { differences, FILES, type Terms } from './contract';
import { isSameReference, type ClientReference } from './clientReference';
import { isSameItem } from './origin';
import type { Sent } from './sent';

/** What an item is about to send. */
interface Now {
	account: string;
	terms: Terms;
	/** The references of its documents that are in the service already. */
	stored: string[];
}

/** An open send that is the contract of the item, or may be. */
interface Open {
	key: string;
	sent: Sent;
	/** Whether it is: else it may as well be another contract with the same people. */
	isOwn: boolean;
	/** Where the item differs from it. */
	names: string[];
}

/**
 * The send that another turn or node of this execution left open, if it is the contract that this item sends, or
 * may be: an item that a workflow leads back after an error, to the node or on to another one, is the same
 * contract whatever its texts and dates say by then.
 */
export function openSendOf(
	context: IExecuteFunctions,
	attempt: Attempt,
	sentAs: ClientReference,
	{ account, terms, stored }: Now,
): Open | undefined {
	const candidates = attempt.leftOpen.flatMap(([key, sent]): Open[] => {
		if (sent.account !== account || !sent.terms) return [];
		const { subject, names } = differences(sent.terms, terms);
		// A document that is there once can be sent once.
		if (stored.some((reference) => sent.documents?.includes(reference))) {
			return [{ key, sent, isOwn: true, names }];
		}
		if (sent.terms.people !== terms.people) return [];
		const origin = isSameItem(context, attempt.itemIndex, key);
		const isOther =
			// Steps that make new items have them linked by their places, rightly or not: equal orders stay in doubt.
			(origin === 'other' && names.length > 0) ||
			!isSameSubject(sent.terms, terms, subject, origin === 'same') ||
			// With 'Send Once', the client reference says which contract it is.
			(sentAs.once &&
				origin !== 'same' &&
				!isSameReference(sent.clientReference, sentAs.clientReference));
		if (isOther) return [];
		return [{ key, sent, isOwn: origin === 'same' || names.length === 0, names }];
	});
	const [likeliest] = candidates.sort((one, other) => doubtsOf(one) - doubtsOf(other));
	return likeliest;
}

const doubtsOf = ({ isOwn, names }: Open): number => names.length + (isOwn ? 0 : 1);

/**
 * Whether two sends have the same form, template or documents, or may have: files may have been made anew
 * meanwhile, with other bytes and another name.
 *
 * @param subject where they differ in that
 */
function isSameSubject(before: Terms, now: Terms, subject: string[], isSameItem: boolean): boolean {
	if (subject.length === 0) return true;
	const areFiles = [before, now].every(({ subject: own }) => FILES in own);
	return areFiles && subject.every((name) => name === FILES) && (isSameItem || now.hasPeople);
}
