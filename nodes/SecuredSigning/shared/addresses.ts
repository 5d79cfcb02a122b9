// A mail system's own rules (RFC 5321, RFC 6531), less what is seldom meant and read in more than one
// way: quoted local parts, comments, addresses of machines. Besides letters, words of a domain may have
// a few marks (RFC 5892, section 2.6).
const ATOM = String.raw`[\p{L}\p{M}\p{N}!#$%&'*+/=?^_\x60{|}~-]+`;
const LOCAL = new RegExp(`^${ATOM}(\\.${ATOM})*$`, 'u');
const DOMAIN = /^([\p{L}\p{M}\p{N}\u00b7\u0375\u05f3\u05f4\u30fb-]+\.)+(?!\d)[\p{L}\p{M}\p{N}-]+$/u;

/** Whether mail goes to this address and to no other, as far as can be told without asking. */
export function isEmail(value: string): boolean {
	const [local, domain, ...more] = value.split('@');
	return LOCAL.test(local) && asciiDomain(domain) !== undefined && more.length === 0;
}

/** The domain behind the @ of an address. */
export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1);

/**
 * A domain as it goes over the network, in small letters and punycode; undefined for what is none, and
 * for what two readers may take for different domains, such as `example%2Ecom` or fullwidth letters.
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

/** Whether a part of a domain mixes letters that look alike, such as a Cyrillic “а” in “example”. */
export function isMixed(domain: string): boolean {
	return domain
		.split('.')
		.some((part) => LOOK_ALIKES.filter((script) => script.test(part)).length > 1);
}
