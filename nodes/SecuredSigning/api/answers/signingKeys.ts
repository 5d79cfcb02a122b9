import type { IDataObject } from 'n8n-workflow';

import { isRecord, objectsIn, text } from '../../shared/values';
import { withoutCallbackKeys } from '../callbackKey';
import { isKeyName, keysIn } from '../http/withheldKeys';
import type { Raw, RawDocument, RawSigner } from '../types';
import { emailOf, nameOf } from './people';

/** A signer of a document, and this signer's key. */
interface Place {
	signer: RawSigner;
	key?: string;
}

type Trait = (signer: Raw<'Signer'>) => string;

const referenceOf: Trait = ({ SignerReference }) => text(SignerReference);
const keyOf: Trait = ({ SigningKey }) => text(SigningKey);
const emailAndName: Trait = (signer) =>
	emailOf(signer) && nameOf(signer) && `${emailOf(signer)} ${nameOf(signer)}`;

/**
 * Sent documents whose signers have their keys for embedded signing. The answer to a send of templates names
 * the signers a second time, beside the documents, and the vendor's sample takes the keys from there
 * (docs/api/API.md sections 5.6 and 8). A key goes to the signer with the same reference, else to the only
 * one with the same email, else to the only one there is. No source says that both lists have the same order.
 * A key that cannot be matched is returned in `UnmatchedSigners` of each document and given to nobody,
 * because whoever has it can sign.
 *
 * @param named the signers beside the documents
 */
export function withSigningKeys(documents: RawDocument[], named: RawSigner[]): RawDocument[] {
	if (named.length === 0 || documents.length === 0) return documents;
	if (documents.length === 1 && objectsIn(documents[0].Signers).length === 0) {
		return [{ ...documents[0], Signers: named }];
	}
	const signers = documents.map(({ Signers }) =>
		objectsIn(Signers).map((signer): Place => ({ signer, key: keyOf(signer) || undefined })),
	);
	const left = assign(named, signers.flat(), documents.length === 1);
	return documents.map((document, index) => ({
		...document,
		...(signers[index].length > 0 && {
			Signers: signers[index].map(({ signer, key }) =>
				key === undefined ? signer : { ...signer, SigningKey: key },
			),
		}),
		...(left.length > 0 && { UnmatchedSigners: left }),
	}));
}

/** Gives each key to the matching signer; returns the signers that match none. */
function assign(named: RawSigner[], places: Place[], isOneDocument: boolean): RawSigner[] {
	const taken = new Map<RawSigner, Place>();
	for (const trait of [referenceOf, emailAndName, emailOf]) {
		for (const signer of named) {
			if (taken.has(signer)) continue;
			const value = trait(signer);
			const isSame = (other: RawSigner) => value !== '' && trait(other) === value;
			const found = places.filter((place) => isSame(place.signer));
			if (found.length === 1 && named.filter(isSame).length === 1) taken.set(signer, found[0]);
		}
	}
	// If two keys match one signer, neither is used.
	const isShared = (place: Place) =>
		[...taken.values()].filter((each) => each === place).length > 1;
	for (const [signer, place] of taken) if (isShared(place)) taken.delete(signer);
	const [[signer, ...others], [place, ...more]] = [named, places];
	const isOneEach = others.length === 0 && more.length === 0;
	if (isOneDocument && isOneEach && place && mayBe(signer, place)) taken.set(signer, place);
	for (const [owner, its] of taken) its.key ??= keyOf(owner) || undefined;
	const keys = new Set(places.map(({ key }) => key));
	return named.filter(
		(signer) => keyOf(signer) !== '' && !taken.has(signer) && !keys.has(keyOf(signer)),
	);
}

/** Whether both have no different key, reference, email or name; a missing value fits. */
function mayBe(signer: Raw<'Signer'>, { signer: other, key = '' }: Place): boolean {
	const fits = (one: string, two: string) => one === '' || two === '' || one === two;
	return (
		fits(keyOf(signer), key) &&
		[referenceOf, emailOf, nameOf].every((trait) => fits(trait(signer), trait(other)))
	);
}

/**
 * Results without signing keys, without texts that hold one of them, and without keys of callbacks.
 * @param known keys that other answers had
 */
export function withoutSigningKeys(results: IDataObject, known: string[] = []): IDataObject {
	const keys = [...known, ...keysIn(results)];
	const holdsKey = (value: unknown) =>
		typeof value === 'string' && keys.some((key) => value.includes(key));
	const shown = (value: unknown, name = ''): unknown => {
		if (Array.isArray(value)) {
			return value.filter((entry) => !holdsKey(entry)).map((entry) => shown(entry, name));
		}
		if (typeof value === 'string') return withoutCallbackKeys(value);
		if (!isRecord(value)) return value;
		const entries = Object.entries(value).filter(
			([inner, entry]) => !isKeyName(inner, name) && !holdsKey(entry),
		);
		return Object.fromEntries(entries.map(([inner, entry]) => [inner, shown(entry, inner)]));
	};
	return shown(results) as IDataObject;
}
