import { UserError, type IExecuteFunctions } from 'n8n-workflow';

import type { RawDocument, RawSigner } from '../api';
import { emailOf } from '../api/answers/people';
import { text } from '../shared/values';
import type { Sent } from './sent';
import { differences, FILES, type Terms } from './contract';
import { withAllSigners } from './signers';
import { withWarning } from './warning';

/** What an item sends now, and to whom. */
interface Now {
	people: RawSigner[];
	terms: Terms;
	/** Whether n8n tries the very same item again. */
	isSameAttempt: boolean;
}

/**
 * What went out by an earlier attempt, as long as it is what the item sends now. Where n8n tries the same item again
 * and the builder changed nothing, values that are others by themselves, such as the time in a text, are told by a
 * `warning`; and so are files that were made anew.
 *
 * @throws UserError when it went to others, or with other values
 */
export async function asAgreed(
	context: IExecuteFunctions,
	found: RawDocument[],
	earlier: Sent,
	{ people, terms, isSameAttempt }: Now,
): Promise<RawDocument[]> {
	const { people: peopleBefore, isEverybody, parts, terms: before } = earlier;
	const different = before && differences(before, terms);
	// Other forms, templates or stored documents have people of their own: whom these lack says nothing.
	if (different?.subject.some((name) => name !== FILES))
		throw sentOtherwise(found, different.names);
	// What is signed by whom is not in the rows of an item; who signs at all is.
	const own = parts ? withoutPlaces(people) : people;
	// Where the item leaves the people to the document, it names nobody else.
	const documents =
		people.length === 0
			? found
			: await withAllSigners(context, found, { people: own, isEverybody, peopleBefore });
	if (!different) return documents;
	const { subject, names, isAnew } = different;
	const isByItself = isSameAttempt && before?.setup === terms.setup && subject.length === 0;
	if (names.length > 0 && !isByItself) throw sentOtherwise(documents, names);
	const others = [...names, ...(isAnew ? [FILES] : [])];
	if (others.length === 0) return documents;
	return withWarning(
		context,
		documents,
		`An earlier attempt sent it. Since then, these have changed: ${others.join(', ')}. Nothing was sent this time. Check the document before you rely on it.`,
	);
}

/** Each address once. */
const withoutPlaces = (people: RawSigner[]): RawSigner[] => [
	...new Map(
		people.map(({ FirstName, LastName, Email }) => [
			emailOf({ Email }),
			{ FirstName, LastName, Email },
		]),
	).values(),
];

/**
 * What was sent once under its client reference, as long as this process does not know that it was another
 * form or template.
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
	// Each execution has a due date of its own; the reference is the one that was asked for.
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

/** What went out by an earlier attempt, where it cannot be told any more what the item sends. */
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

const sentOtherwise = (documents: RawDocument[], names: string[]): UserError =>
	new UserError(`This was sent, but with other values: ${names.join(', ')}`, {
		description: `Sent: ${described(documents)}. Nothing was sent this time. Look at it in Secured Signing. To send what this item has now, run the workflow again as a new execution with only this item. If 'Send Once per Reference' is on, give the item another client reference first.`,
	});

/** What is out may be another contract with the same people. */
export const sentAnother = (documents: RawDocument[], names: string[]): UserError =>
	new UserError('A document was already sent to the same people, so this item was not sent', {
		description: `Sent: ${described(documents)}. It may be the document for this item, but differs in: ${names.join(', ')}. Look at it in Secured Signing. If this item is for another document, send it in a new execution with only this item. If 'Send Once per Reference' is on, give the item another client reference first.`,
	});

const described = (documents: RawDocument[]): string =>
	documents.map(({ Name, Reference }) => `“${text(Name)}” (${text(Reference)})`).join(', ');
