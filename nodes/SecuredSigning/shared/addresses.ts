// The syntax of RFC 5321 and RFC 6531, without rare and ambiguous parts: quoted local parts, comments and IP
// addresses. Besides letters, labels of a domain may contain a few other characters (RFC 5892, section 2.6).
const ATOM = String.raw`[\p{L}\p{M}\p{N}!#$%&'*+/=?^_\x60{|}~-]+`;
const LOCAL = new RegExp(`^${ATOM}(\\.${ATOM})*$`, 'u');
const DOMAIN = /^([\p{L}\p{M}\p{N}\u00b7\u0375\u05f3\u05f4\u30fb-]+\.)+(?!\d)[\p{L}\p{M}\p{N}-]+$/u;

/** Whether a text is a single valid email address, as far as syntax shows. */
export function isEmail(value: string): boolean {
	const [local, domain, ...more] = value.split('@');
	return LOCAL.test(local) && asciiDomain(domain) !== undefined && more.length === 0;
}

/** The domain after the @ of an address. */
export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1);

/**
 * The ASCII form of a domain, in lower case and Punycode; undefined for an invalid domain, and for an
 * ambiguous one, such as `example%2Ecom` or one with fullwidth letters.
 */
export function asciiDomain(value = ''): string | undefined {
	const domain = value.normalize('NFC').toLowerCase();
	if (!DOMAIN.test(domain) || domain.normalize('NFKC') !== domain) return undefined;
	const address = `http://${domain}`;
	return URL.canParse(address) ? new URL(address).hostname : undefined;
}

/** Writing systems with letters that look like those of another one. */
const LOOK_ALIKES = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Cherokee', 'Coptic', 'Lisu'].map(
	(script) => new RegExp(`\\p{Script=${script}}`, 'u'),
);

/** Whether a label of a domain mixes scripts with similar letters, such as a Cyrillic “а” in “example”. */
export function isMixed(domain: string): boolean {
	return domain
		.split('.')
		.some((part) => LOOK_ALIKES.filter((script) => script.test(part)).length > 1);
}
