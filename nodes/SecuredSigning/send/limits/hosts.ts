import { refusal } from '../../shared/refusal';
import { ADVICE, type Limits } from './read';

/** The label of a field, and the address in it, if there is one. */
export type NamedAddress = [displayName: string, address?: string];

/**
 * Refuses addresses on other hosts than allowed. Without 'Allowed Hosts', the allowed email domains and their
 * subdomains are the allowed hosts.
 *
 * @throws UserError naming the field and the host
 */
export function checkHosts({ hosts, domains }: Limits, addresses: NamedAddress[]): void {
	const isAllowed = (host: string) =>
		hosts.length > 0
			? hosts.includes(host)
			: domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
	if (hosts.length === 0 && domains.length === 0) return;
	for (const [displayName, address] of addresses) {
		if (address === undefined) continue;
		const { hostname, username, password } = new URL(address);
		// Programs disagree on which part of such an address is the host.
		const isUnclear = username !== '' || password !== '' || address.includes('\\');
		if (isUnclear || !isAllowed(hostname)) {
			throw refusal(
				`'Sending Limits' does not allow this '${displayName}': ${isUnclear ? address : hostname}`,
				`Allowed hosts: ${hosts.length > 0 ? hosts.join(', ') : `${domains.join(', ')} and subdomains. 'Allowed Hosts' can name others`}. ${ADVICE}`,
			);
		}
	}
}
