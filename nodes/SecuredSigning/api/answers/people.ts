import { asciiDomain, domainOf } from '../../shared/addresses';
import { text } from '../../shared/values';
import type { Raw } from '../types';
import { withoutEntities } from './entities';

/**
 * Somebody's email as it is compared: mailboxes that differ by case alone are one, and so are an international
 * domain and its ASCII form (RFC 5890, section 2.3.2.1). '' without one.
 */
export function emailOf({ Email }: Raw<'Signer'>): string {
	const email = withoutEntities(text(Email)).normalize('NFC').toLowerCase();
	const domain = domainOf(email);
	// A list of documents has thousands of plain ones.
	if (/^[ -~]*$/.test(domain)) return email;
	return email.slice(0, -domain.length) + (asciiDomain(domain) ?? domain);
}

/** First and last name, as far as there are any. */
export const fullName = ({ FirstName, LastName }: Raw<'UserInfo'>): string =>
	[FirstName, LastName].map(text).filter(Boolean).join(' ');

/** Somebody's full name as it is compared. */
export const nameOf = (person: Raw<'UserInfo'>): string =>
	withoutEntities(fullName(person)).normalize('NFC').toLowerCase();
