import { asciiDomain, domainOf, isMixed } from '../addresses';
import { refusal } from '../descriptions/refusal';
import type { Api } from '../transport';
import { records, text } from '../values';
import { ADVICE, type Limits } from './read';

type Person = Pick<Api<'ShareUser'>, 'Email'>;

/** Somebody who signs. */
export type LimitedSigner = Person & { ShareUsers?: Person[] };

/**
 * Refuses too many signers, and people outside of the allowed domains.
 *
 * @param shareUsers whom it is shared with besides
 * @throws UserError that names them
 */
export function checkPeople(
	{ domains, maxSigners }: Limits,
	signers: LimitedSigner[],
	shareUsers: Person[],
): void {
	if (signers.length > maxSigners) {
		throw refusal(`${signers.length} people would sign, and at most ${maxSigners} may`, ADVICE);
	}
	const sharing = signers.flatMap(({ ShareUsers }) => records<Person>(ShareUsers));
	checkDomains(
		domains,
		[...signers, ...sharing, ...shareUsers].map(({ Email }) => text(Email)),
	);
}

/**
 * Refuses addresses outside of the allowed domains, and those that may be read as others.
 * @throws UserError that names them
 */
export function checkDomains(domains: string[], emails: string[]): void {
	if (domains.length === 0) return;
	const unclear = emails.find(isUnclear);
	if (unclear !== undefined) {
		throw refusal(
			`The address ${unclear} can be taken for another one${asciiHint(unclear)}`,
			`It has letters that look like others, or signs by which mail may go to somewhere else. Where domains are limited, an address has the letters a to z, digits and . + - _ ' alone in front of the @. ${ADVICE}`,
		);
	}
	const others = emails.filter((email) => !domains.includes(asciiDomain(domainOf(email)) ?? ''));
	if (others.length > 0) {
		throw refusal(
			`This may not go to ${others.map((email) => email + asciiHint(email)).join(', ')}`,
			`It may go to people at ${domains.join(', ')}. ${ADVICE}`,
		);
	}
}

/**
 * A Dot-string of RFC 5321 (section 4.1.2) without the signs that mean something to some mail program:
 * `%` and `!` send mail on, `=?` begins an encoded word (RFC 2047), `&` is UTF-7, `|` and `/` are
 * programs and files. Letters beyond ASCII may come out as other signs where they are cut to one byte.
 */
const PLAIN_LOCAL = /^[a-z\d'+_-]+(\.[a-z\d'+_-]+)*$/i;

/** ß and ς are one domain for some programs and another for others (Unicode TR46, section 7). */
function isUnclear(email: string): boolean {
	const domain = domainOf(email);
	const local = email.slice(0, -domain.length - 1);
	return !PLAIN_LOCAL.test(local) || isMixed(domain) || /[ßẞς]/.test(domain);
}

/** How a domain of other letters goes over the network: there, look-alikes differ. */
function asciiHint(email: string): string {
	const domain = domainOf(email);
	const ascii = asciiDomain(domain);
	return ascii === undefined || ascii === domain.toLowerCase() ? '' : ` (${ascii})`;
}
