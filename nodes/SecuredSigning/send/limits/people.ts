import type { Api } from '../../api';
import { asciiDomain, domainOf, isMixed } from '../../shared/addresses';
import { refusal } from '../../shared/refusal';
import { objectsIn, text } from '../../shared/values';
import { ADVICE, type Limits } from './read';

export type Person = Partial<Api<'UserInfo'>>;

/** Somebody who signs. */
export type LimitedSigner = Person & { ShareUsers?: Person[] };

/**
 * Refuses too many signers, people outside of the allowed domains, and names that are not only names.
 *
 * @param shareUsers the people with whom it is also shared
 * @throws UserError that names them
 */
export function checkPeople(
	{ domains, maxSigners }: Limits,
	signers: LimitedSigner[],
	shareUsers: Person[],
): void {
	if (signers.length > maxSigners) {
		throw refusal(`${signers.length} people would sign, but the maximum is ${maxSigners}`, ADVICE);
	}
	const sharing = signers.flatMap(({ ShareUsers }) => objectsIn<Person>(ShareUsers));
	const people = [...signers, ...sharing, ...shareUsers];
	checkDomains(
		domains,
		people.map(({ Email }) => text(Email)),
	);
	checkNames(people);
}

const LONGEST_NAME = 100;
/** "Ravi s/o Kumar", "Siti a/p Muthu": "child of". Mail programs do not turn this into a link. */
const CHILD_OF = /(?<!\S)\p{L}\/\p{L}(?!\S)/gu;
/** Characters of an address, an encoded word (RFC 2047) or a Smart Tag. */
const MARK = /[@<>[\]{}/\\]|www\.|=\?/i;
/** "evil.example": mail programs turn this into a link. "J.R. Smith" and "St. John" do not match. */
const HOST = /[\p{L}\p{M}\p{N}][.\u3002][\p{L}\p{M}]{2}/u;
/** Five digits, with no letters between them: a telephone number. */
const NUMBER = /(?:\p{Nd}[^\p{L}\p{Nd}]*){5}/u;

/**
 * Refuses names that could act as an address, a link, a telephone number or a Smart Tag in the invitation or
 * the document: a name must not bypass the limits.
 *
 * @throws UserError that names the first
 */
export function checkNames(people: Person[]): void {
	const names = people.map(({ FirstName, LastName }) => [text(FirstName), text(LastName)]);
	const long = names.flat().find(({ length }) => length > LONGEST_NAME);
	const other = long ?? names.map((name) => name.join(' ').trim()).find(isMore);
	if (other === undefined) return;
	const shown = other.length > LONGEST_NAME ? `${other.slice(0, LONGEST_NAME)}…` : other;
	throw refusal(
		`This does not look like a name: “${shown}”`,
		`It could be taken for an address, a link, a telephone number or a Smart Tag. With limits on people, a name can have at most ${LONGEST_NAME} letters and four digits. It needs a space after each full stop, and must not have @, brackets, slashes or “=?”. ${ADVICE}`,
	);
}

function isMore(name: string): boolean {
	const plain = name.normalize('NFKC').replace(CHILD_OF, ' ');
	return MARK.test(plain) || HOST.test(plain) || NUMBER.test(plain);
}

/**
 * Refuses addresses outside of the allowed domains, and ambiguous ones.
 * @throws UserError that names them
 */
export function checkDomains(domains: string[], emails: string[]): void {
	if (domains.length === 0) return;
	const unclear = emails.find(isUnclear);
	if (unclear !== undefined) {
		throw refusal(
			`The address ${unclear} can be taken for another one${asciiHint(unclear)}`,
			`It has letters that look like others, or characters that may send the mail somewhere else. With limits on domains, only the letters a to z, digits and . + - _ ' are allowed in front of the @. ${ADVICE}`,
		);
	}
	const others = emails.filter((email) => !domains.includes(asciiDomain(domainOf(email)) ?? ''));
	if (others.length > 0) {
		throw refusal(
			`'Sending Limits' does not allow sending this to ${others.map((email) => email + asciiHint(email)).join(', ')}`,
			`It can be sent to people at ${domains.join(', ')}. ${ADVICE}`,
		);
	}
}

/**
 * A Dot-string of RFC 5321 (section 4.1.2) without characters that are special in some mail program: `%` and
 * `!` forward mail, `=?` begins an encoded word (RFC 2047), `&` is UTF-7, `|` and `/` are programs and files.
 * Non-ASCII letters may become other characters if they are cut to one byte.
 */
const PLAIN_LOCAL = /^[a-z\d'+_-]+(\.[a-z\d'+_-]+)*$/i;

/**
 * Whether an address is ambiguous. Programs convert ß and ς in a domain differently (Unicode TR46, section
 * 7).
 */
function isUnclear(email: string): boolean {
	const domain = domainOf(email);
	const local = email.slice(0, -domain.length - 1);
	return !PLAIN_LOCAL.test(local) || isMixed(domain) || /[ßẞς]/.test(domain);
}

/**
 * The ASCII form of a domain with other letters, for a message: it shows differences between look-alikes. ''
 * for others.
 */
function asciiHint(email: string): string {
	const domain = domainOf(email);
	const ascii = asciiDomain(domain);
	return ascii === undefined || ascii === domain.toLowerCase() ? '' : ` (${ascii})`;
}
