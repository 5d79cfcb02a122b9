/**
 * Loaded into n8n, and into the npm that n8n starts, before all else: in the company's network nothing gets
 * out but through the proxy, so nothing gets out of these tests. Names of hosts outside are not known there,
 * or, with NAMES_OUTSIDE=known, lead to an address to which no network has a route (RFC 7526).
 */
const dns = require('node:dns');
const { isIP } = require('node:net');

const NOWHERE = { address: '192.88.99.1', family: 4 };

const isLocal = (host) => isIP(host) !== 0 || host === 'localhost';

/** @throws what Node throws for a name that nobody knows */
const found = (host) => {
	if (process.env.NAMES_OUTSIDE === 'known') return NOWHERE;
	throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), {
		code: 'ENOTFOUND',
		errno: -3008,
		syscall: 'getaddrinfo',
		hostname: host,
	});
};

const { lookup } = dns;
dns.lookup = (host, ...rest) => {
	if (isLocal(host)) return lookup(host, ...rest);
	const done = rest.at(-1);
	const answer = (...all) => process.nextTick(done, ...all);
	try {
		const { address, family } = found(host);
		if (rest[0]?.all) answer(null, [NOWHERE]);
		else answer(null, address, family);
	} catch (error) {
		answer(error);
	}
};

const { promises } = dns;
const lookupLater = promises.lookup;
promises.lookup = async (host, ...rest) => {
	if (isLocal(host)) return await lookupLater(host, ...rest);
	return rest[0]?.all ? [found(host)] : found(host);
};
