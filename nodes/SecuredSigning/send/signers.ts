import { UserError, type IExecuteFunctions } from 'n8n-workflow';

import type { RawDocument, RawSigner } from '../api';
import { isPartial } from '../api/answers/entities';
import { emailOf, nameOf } from '../api/answers/people';
import { withSigningKeys } from '../api/answers/signingKeys';
import { toResult } from '../shared/toResult';
import { omitEmpty, plainWords, objectsIn, text } from '../shared/values';
import { documentsOf } from './find';
import { inParts, mayBeOf, partNamedBy } from './parts';
import type { Part, Sent } from './sent';

/** A signer in the form that is remembered: the person, and the place in the document. */
export const placed = (signer: RawSigner): RawSigner =>
	omitEmpty({
		FirstName: signer.FirstName,
		LastName: signer.LastName,
		Email: signer.Email,
		SignerType: signer.SignerType,
		SignerReference: signer.SignerReference,
	});

/** The same for the signers of a form or template. */
export const placedPart = ({ name, people }: Part): Part => ({ name, people: people.map(placed) });

/** The expected signers. */
interface Expected extends Pick<Sent, 'people' | 'parts' | 'isEverybody'> {
	/** The people of an earlier attempt: they are strangers if the item no longer names them. */
	peopleBefore?: RawSigner[];
}

/**
 * The documents, each with its signers. If an answer names none, or other signers than expected, the
 * documents are read again. If nobody is named even then, nobody counts as missing.
 *
 * @param expected the signers, if the documents themselves do not name them, and whether nobody else may sign
 * @throws UserError when a signer is missing, unexpected or in the place of another one, and when documents
 *   have each other's signers. It says that the send was made, with the references and the people
 * Source: docs/api/API.md section 6 (Document.Signers) and section 12.1
 */
export async function withAllSigners(
	context: IExecuteFunctions,
	documents: RawDocument[],
	expected: Expected,
): Promise<RawDocument[]> {
	const differences = (all: RawDocument[]) => differencesOf(all, expected);
	const isAsGiven = (all: RawDocument[]) => isNone(differences(all));
	if (documents.every(namesSomebody) && isAsGiven(documents)) return documents;
	const references = documents.map(({ Reference }) => text(Reference));
	const outcome = await toResult(documentsOf(context, references));
	const current =
		'value' in outcome
			? documents.map((document, index) => withSignersOf(document, outcome.value[index]))
			: documents;
	if (isAsGiven(current)) return current;
	const { missing, strangers, misplaced, exchanged } = differences(current);
	if (exchanged.length > 0) throw withEachOthersSigners(exchanged);
	const facts = [
		missing.length > 0 && `but not to ${namesOf(missing)}`,
		strangers.length > 0 && `also to ${namesOf(strangers)}`,
		misplaced.length > 0 && `to ${namesOf(misplaced)} in another role`,
	];
	throw new UserError(`This was sent, ${facts.filter(Boolean).join(', ')}`, {
		description: [
			missing.length > 0 &&
				`Secured Signing does not name these people as signers of ${references.join(', ')}.`,
			strangers.length > 0 &&
				`Secured Signing names a signer of ${references.join(', ')} whom this item does not name.`,
			misplaced.length > 0 &&
				`Secured Signing has the signers of ${references.join(', ')} in roles that differ from those in this item.`,
			CHECK_IT,
		]
			.filter(Boolean)
			.join(' '),
	});
}

/** The advice for documents that were sent, but are not as they should be. */
export const CHECK_IT =
	"Check in Secured Signing which files were sent, and who signs each of them. If all of that is right, leave this item out of new executions: without 'Send Once per Reference', it would be sent a second time. If not, delete all documents of this item in Secured Signing, and then run the workflow as a new execution with only this item; if 'Send Once per Reference' is on, give the item another client reference first.";

function withEachOthersSigners(documents: RawDocument[]): UserError {
	const named = documents.map(
		({ Name, Signers }) =>
			`“${text(Name)}” goes to ${objectsIn(Signers).map(whoInWhichRole).join(' and ')}`,
	);
	const references = documents.map(({ Reference }) => text(Reference));
	return new UserError(
		`This was sent, but the documents have each other's signers: ${named.join('; ')}`,
		{
			description: `Going by the names of the documents, ${references.join(' and ')} went to the wrong signers. ${CHECK_IT}`,
		},
	);
}

/** Missing signers, unexpected signers, and signers in the place of another one. */
interface Differences extends Record<'missing' | 'strangers' | 'misplaced', RawSigner[]> {
	/** Documents that, going by their names, have the signers of another document. */
	exchanged: RawDocument[];
}

const NONE: Differences = { missing: [], strangers: [], misplaced: [], exchanged: [] };

const isNone = (differences: Differences) => Object.values(differences).flat().length === 0;

function differencesOf(documents: RawDocument[], expected: Expected): Differences {
	const { people = [], parts } = expected;
	const between = (all: RawDocument[], own: RawSigner[]): Differences => ({
		missing: all.some(namesSomebody) ? missingFrom(all, own) : [],
		strangers: strangersIn(all, own, people).filter(
			(signer) =>
				expected.isEverybody ??
				expected.peopleBefore?.some((person) => isSameSigner(person, signer)) === true,
		),
		misplaced: expected.isEverybody ? misplacedIn(all, own) : [],
		exchanged: [],
	});
	if (!parts) return between(documents, people);
	const isFor = (document: RawDocument, { people: own }: Part) => isNone(between([document], own));
	const isOwn = (document: RawDocument, part: Part) => mayBeOf(document, part, parts);
	const all = inParts(
		documents,
		parts,
		(document, part) => isFor(document, part) && isOwn(document, part),
	);
	const inAnyWay = all ?? inParts(documents, parts, isFor);
	if (inAnyWay) {
		const exchanged = inAnyWay.filter(([document, part]) => !isOwn(document, part));
		return { ...NONE, exchanged: exchanged.map(([document]) => document) };
	}
	const each = documents.map((document, at) =>
		between([document], (partNamedBy(document, parts) ?? parts[at])?.people ?? people),
	);
	return {
		...NONE,
		missing: each.flatMap(({ missing }) => missing),
		strangers: each.flatMap(({ strangers }) => strangers),
		misplaced: each.flatMap(({ misplaced }) => misplaced),
	};
}

const namesSomebody = ({ Signers }: RawDocument) => objectsIn(Signers).length > 0;

/** Adds the signers of a later reading, and keeps the signing keys: only the answer to the send has them. */
function withSignersOf(document: RawDocument, { Signers }: RawDocument): RawDocument {
	if (objectsIn(Signers).length === 0) return document;
	return withSigningKeys([{ ...document, Signers }], objectsIn(document.Signers))[0];
}

/** The people whom no document names; each listed signer counts for one person only. */
function missingFrom(documents: RawDocument[], signers: RawSigner[]): RawSigner[] {
	const found = new Set<RawSigner>();
	for (const { Signers } of documents) {
		const left = objectsIn(Signers);
		for (const signer of signers) {
			const own = left.findIndex((other) => isSameSigner(signer, other));
			if (own < 0) continue;
			left.splice(own, 1);
			found.add(signer);
		}
	}
	return signers.filter((signer) => !found.has(signer));
}

/**
 * Signers who are not among the people of these documents, and holders of unmatched keys who are not among
 * all people of the send; each once.
 * @param all also the people of the other documents of the send: it is not known which document an unmatched
 *   key is for
 */
function strangersIn(documents: RawDocument[], people: RawSigner[], all: RawSigner[]): RawSigner[] {
	const others = (signers: unknown, known: RawSigner[]) =>
		objectsIn(signers)
			.filter((signer) => isReadable(signer))
			.filter((signer) => !known.some((person) => isSameSigner(person, signer)));
	const strangers = documents.flatMap(({ Signers, UnmatchedSigners }) => [
		...others(Signers, people),
		...others(UnmatchedSigners, all),
	]);
	return [...new Map(strangers.map((signer) => [emailOf(signer), signer])).values()];
}

/** What identifies a signer's place in a document: the role in a form, the signer reference in a template. */
const PLACES: Array<(signer: RawSigner) => string> = [
	({ SignerType }) => plainWords(SignerType),
	({ SignerReference }) => text(SignerReference),
];

/**
 * The people who have the place of another person. The order of the signers is not compared (docs/api/API.md
 * section 6), nor a role or reference that was not sent.
 */
function misplacedIn(documents: RawDocument[], people: RawSigner[]): RawSigner[] {
	return people.filter((person) =>
		documents.some(({ Signers }) => {
			const own = objectsIn(Signers).filter((signer) => isSameSigner(person, signer));
			return own.length > 0 && own.every((signer) => hasPlaceOfAnother(signer, person, people));
		}),
	);
}

const hasPlaceOfAnother = (signer: RawSigner, person: RawSigner, people: RawSigner[]) =>
	PLACES.some(
		(placeOf) =>
			placeOf(person) !== '' &&
			placeOf(signer) !== placeOf(person) &&
			people.some((other) => placeOf(other) === placeOf(signer)),
	);

/** Whether two signers are the same person: by email, or by name if the answer has no email or masks it. */
export function isSameSigner(one: RawSigner, other: RawSigner): boolean {
	if (emailOf(one) === emailOf(other)) return true;
	return !isReadable(other) && nameOf(one) !== '' && nameOf(one) === nameOf(other);
}

/** Whether an email address is shown, and not masked; one with a hidden character is another one. */
const isReadable = (signer: RawSigner) => {
	const email = emailOf(signer);
	return /^\S+@\S+$/.test(email) && !isPartial(email);
};

const namesOf = (signers: RawSigner[]): string => signers.map(whoIs).join(' and ');

const whoInWhichRole = (signer: RawSigner): string =>
	[whoIs(signer), text(signer.SignerType)].filter(Boolean).join(' as ');

const whoIs = (signer: RawSigner): string =>
	`${[signer.FirstName, signer.LastName].map(text).join(' ')} (${text(signer.Email)})`;
