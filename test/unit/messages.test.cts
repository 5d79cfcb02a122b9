import { NEVER_LEFT, NO_ANSWER } from '../../nodes/SecuredSigning/api/connections';
import { silenceMessage, statusMessage } from '../../nodes/SecuredSigning/api/messages';
import { BY_STATUS } from '../../nodes/SecuredSigning/api/statuses';
import { toldOn } from '../harness/told.cts';

const MAYBE = /may have been carried out anyway/;
const NOTHING = /Nothing was sent/;

describe('what is said of a send that got no answer', () => {
	// nodejs.org/docs/latest-v20.x/api/tls.html, "X509 certificate error codes": what a client may find
	// before it sends anything; but for those about certificates that Node does not check.
	test.each([
		...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'],
		...['UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
		...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
		...['SELF_SIGNED_CERT_IN_CHAIN', 'CERT_UNTRUSTED', 'CERT_REJECTED', 'CERT_REVOKED'],
		...['CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED', 'CERT_SIGNATURE_FAILURE', 'INVALID_CA'],
		...['CERT_CHAIN_TOO_LONG', 'PATH_LENGTH_EXCEEDED', 'INVALID_PURPOSE', 'HOSTNAME_MISMATCH'],
		'ERR_TLS_CERT_ALTNAME_INVALID',
	])('%s comes before the request: nothing was sent', (code) => {
		expect(silenceMessage(code, 'change').description).toMatch(NOTHING);
	});

	// The environment variables of Node and n8n, by their names.
	test.each([
		['ENOTFOUND', /HTTPS_PROXY/],
		['ECONNREFUSED', /HTTPS_PROXY/],
		['ETIMEDOUT', /HTTPS_PROXY/],
		['EHOSTUNREACH', /HTTPS_PROXY/],
		['EPROTO', /HTTPS_PROXY/],
		['SELF_SIGNED_CERT_IN_CHAIN', /NODE_EXTRA_CA_CERTS/],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /NODE_EXTRA_CA_CERTS/],
		['CERT_NOT_YET_VALID', /clock/],
	])("%s names what to set in a company's network", (code, setting) => {
		for (const purpose of ['read', 'change', 'deletion'] as const) {
			expect(silenceMessage(code, purpose).description).toMatch(setting);
		}
	});

	test.each([
		'ECONNRESET',
		'EPIPE',
		'ECONNABORTED',
		'ETIMEDOUT',
		'EHOSTUNREACH',
		'ENETUNREACH',
		'ERR_CANCELED',
		'EPROTO',
		'ERR_SSL_WRONG_VERSION_NUMBER',
		'ERR_BAD_RESPONSE',
		'unknown',
	])('%s may come after it: nobody knows', (code) => {
		const { description } = silenceMessage(code, 'change');
		expect(description).toMatch(MAYBE);
		expect(description).not.toMatch(NOTHING);
		expect(silenceMessage(code, 'read').description).not.toMatch(MAYBE);
	});
});

describe('what is said of a status', () => {
	// RFC 9110 section 15.5, RFC 6585, docs/api/API.md section 4: what is wrong with the request or the plan.
	test.each([400, 405, 411, 413, 414, 415, 426, 429, 431])('%d: nothing was done', (status) => {
		expect(statusMessage(status, 'change').description).toMatch(NOTHING);
	});

	// 401 to 404, 407 and 451 may be given by whatever stands in between (RFC 9110 section 15.5), and 404 is
	// no proof (docs/api/API.md section 12.11). Section 4: 409 is "changed meanwhile", which is noticed when
	// the work is saved; of the others no source says anything.
	test.each([
		...[401, 402, 403, 404, 407, 408, 409, 410, 412, 418, 422, 423, 424, 451, 499],
		...[500, 502, 503, 504, 599],
	])('%d: nobody knows', (status) => {
		expect(statusMessage(status, 'change').description).toMatch(MAYBE);
		expect(statusMessage(status, 'read').description).not.toMatch(MAYBE);
	});
});

// Other tests name a message by what happened: one that says the same of something else would prove nothing.
test('no message has the words of another one', () => {
	const ofStatuses = Object.values(BY_STATUS).map(({ message }) => message);
	const ofConnections = [NEVER_LEFT, NO_ANSWER].flatMap((words) =>
		Object.values(words).map(({ message }) => message),
	);
	// Several codes mean the same.
	const all = [...ofStatuses, ...new Set(ofConnections), toldOn('unreadable')];
	expect(all.length).toBeGreaterThan(15);
	for (const message of all) {
		expect(all.filter((other) => other.includes(message))).toEqual([message]);
	}
});
