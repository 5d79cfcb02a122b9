import { asciiDomain, domainOf, isEmail } from '../../shared/addresses';
import { objectsIn, text } from '../../shared/values';
import type { Raw } from '../types';
import { isPartial, mayBe, withoutEntities } from './entities';

/**
 * An email address in the form for comparison: in lower case, and with the domain in its ASCII form (RFC
 * 5890, section 2.3.2.1). '' if there is none.
 */
export function emailOf({ Email }: Raw<'Signer'>): string {
	const email = withoutEntities(text(Email)).normalize('NFC').toLowerCase();
	const domain = domainOf(email);
	// A shortcut: lists of documents have thousands of plain ASCII addresses.
	if (/^[ -~]*$/.test(domain)) return email;
	return email.slice(0, -domain.length) + (asciiDomain(domain) ?? domain);
}

/**
 * Whether an answer shows the whole of a detail of a person: it is not masked, and it is what such a detail may be. An
 * empty one is not shown at all, but not in part.
 *
 * @param name its name in the API; viewers have addresses of their own
 */
export function isWhole(name: string, value: unknown): boolean {
	if (isPartial(value)) return false;
	if (name === 'ShareUsers') return objectsIn(value).every(({ Email }) => isWhole('Email', Email));
	const shown = withoutEntities(text(value));
	if (shown === '') return true;
	if (name === 'Email') return isEmail(shown);
	// Fewer digits are the end of a number.
	return name !== 'MobileNumber' || /^\d{5,}$/.test(shown.replace(/[\s()+./-]/g, ''));
}

/** Whether an address of an answer is the one that is looked for, or may be. Both are in the form of emailOf. */
export const mayBeEmail = (shown: string, wanted: string): boolean =>
	shown === wanted || !shown.includes('@') || (!isWhole('Email', shown) && mayBe(shown, wanted));

/** First and last name, as far as there are any. */
export const fullName = ({ FirstName, LastName }: Raw<'UserInfo'>): string =>
	[FirstName, LastName].map(text).filter(Boolean).join(' ');

/** A full name in the form for comparison. */
export const nameOf = (person: Raw<'UserInfo'>): string =>
	withoutEntities(fullName(person)).normalize('NFC').toLowerCase();
