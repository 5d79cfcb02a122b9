import { UserError, type IExecuteFunctions } from 'n8n-workflow';

import type { RawDocument, RawSigner } from '../api';
import { emailOf } from '../api/answers/people';
import { isPastUnknown } from './memory';
import { byName } from './recovered';
import type { Sent } from './sent';
import { differences, FILES, type Terms } from './contract';
import { withAllSigners } from './signers';
import { withWarning } from './warning';

/** What an item would send now, and to whom. */
interface Now {
	people: RawSigner[];
	terms: Terms;
	/** Whether n8n tries the very same item again. */
	isSameAttempt: boolean;
	/** Whether the earlier attempt was made in this very execution. */
	isOfExecution?: boolean;
}

/**
 * What an earlier attempt sent, if it is the same as what the item would send now. If n8n retries the same
 * item and the user changed nothing, differences that arise by themselves, such as a time in a text or
 * regenerated files, only give a `warning`.
 *
 * @throws UserError when it was sent to other people, or with other values
 */
export async function asAgreed(
	context: IExecuteFunctions,
	found: RawDocument[],
	earlier: Sent,
	{ people, terms, isSameAttempt, isOfExecution = false }: Now,
): Promise<RawDocument[]> {
	const { people: peopleBefore, isEverybody, parts, terms: before } = earlier;
	const different = before && differences(before, terms);
	// Other forms, templates or stored documents have other people, so missing people are not compared.
	if (different?.subject.some((name) => name !== FILES))
		throw sentOtherwise(found, different.names);
	// The rows of an item say who signs, but not which of the documents.
	const own = parts ? withoutPlaces(people) : people;
	// If the item names nobody, the document itself names the signers, so there is nobody to compare.
	const documents =
		people.length === 0
			? found
			: await withAllSigners(context, found, { people: own, isEverybody, peopleBefore });
	if (!different) return documents;
	const { subject, names, isAnew } = different;
	const others = [...names, ...(isAnew ? [FILES] : [])];
	if (others.length === 0) return documents;
	// Then the rows were read again, and may come in another order: it may be another row.
	if (isPastUnknown(context) && !isOfExecution) throw sentOtherwise(documents, others);
	const isByItself = isSameAttempt && before?.setup === terms.setup && subject.length === 0;
	if (names.length > 0 && !isByItself) throw sentOtherwise(documents, names);
	return withWarning(
		context,
		documents,
		`An earlier attempt sent it. Since then, these have changed: ${others.join(', ')}. Nothing was sent this time. Check the document before you rely on it.`,
	);
}

/** The people, each address once and without their places. */
const withoutPlaces = (people: RawSigner[]): RawSigner[] => [
	...new Map(
		people.map(({ FirstName, LastName, Email }) => [
			emailOf({ Email }),
			{ FirstName, LastName, Email },
		]),
	).values(),
];

/**
 * What was sent before under the same client reference, unless this process knows that it was another form or
 * template. Other differences give a `warning`.
 *
 * @throws UserError when it was
 */
export function asOrderedOnce(
	context: IExecuteFunctions,
	documents: RawDocument[],
	before: Terms | undefined,
	now: Terms,
): RawDocument[] {
	if (!before) return documents;
	const { subject, names: all } = differences(before, now);
	// Due dates differ between executions, and the client reference is what was looked for.
	const names = all.filter((name) => !['Due Date', 'Client Reference'].includes(name));
	if (names.length === 0) return documents;
	if (subject.some((name) => /(Form|Template)s?$/.test(name)))
		throw sentOtherwise(documents, names);
	return withWarning(
		context,
		documents,
		`It was sent before under this client reference, with other values: ${names.join(', ')}. Nothing was sent this time.`,
	);
}

/** What an earlier attempt sent, with a `warning`: what the item would send now cannot be read. */
export const asUnread = (
	context: IExecuteFunctions,
	documents: RawDocument[],
	{ message }: Error,
): RawDocument[] =>
	withWarning(
		context,
		documents,
		`It was sent by an earlier attempt. What this item has now could not be compared with it: ${message}.`,
	);

/** How the message begins if the same send was made with other values. */
export const OTHER_VALUES = 'This was sent, but with other values';

const sentOtherwise = (documents: RawDocument[], names: string[]): UserError =>
	new UserError(`${OTHER_VALUES}: ${names.join(', ')}`, {
		description: `Sent: ${byName(documents)}. Nothing was sent this time. Look at it in Secured Signing. To send what this item has now instead, delete that document there, and then run the workflow again as a new execution with only this item. If 'Send Once per Reference' is on, give the item another client reference first.`,
	});

/** The message if a document was sent to the same people, but may be another contract. */
export const SENT_ANOTHER =
	'A document was already sent to the same people, so this item was not sent';

/** The error for a document that was already sent to the same people, but may be another contract. */
export const sentAnother = (documents: RawDocument[], names: string[]): UserError =>
	new UserError(SENT_ANOTHER, {
		description: `Sent: ${byName(documents)}. It may be the document for this item, but differs in: ${names.join(', ')}. Look at it in Secured Signing. If this item is for another document, send it in a new execution with only this item. If 'Send Once per Reference' is on, give the item another client reference first.`,
	});
