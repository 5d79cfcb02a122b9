/**
 * docs/api/API.md section 5.6: the keys of a send of templates stand in the outer `Signers[].SigningKey`.
 * Whoever has a key can sign as the person it belongs to.
 */
import type { IDataObject } from 'n8n-workflow';

import { withSigningKeys } from '../../nodes/SecuredSigning/api/answers/signingKeys';

const ana = { FirstName: 'Ana', LastName: 'Lopez', Email: 'ana@example.com' };
const ben = { FirstName: 'Ben', LastName: 'Wu', Email: 'ben@example.org' };
const key = (name: string) => ({ SigningKey: `key of ${name}` });
const document = (...Signers: IDataObject[]) => ({ Reference: '1', Signers });

/** The keys of the signers of the first document, and those of nobody. */
function keysOf(documents: IDataObject[], named: IDataObject[]) {
	const [{ Signers, UnmatchedSigners }] = withSigningKeys(documents, named);
	return {
		keys: (Signers as IDataObject[]).map(({ SigningKey }) => SigningKey),
		unmatched: UnmatchedSigners,
	};
}
const BOTH = { keys: ['key of ana', 'key of ben'], unmatched: undefined };

test.each<[string, IDataObject[], IDataObject[]]>([
	[
		'by reference, in any order',
		[{ SignerReference: 'a' }, { SignerReference: 'b' }],
		[
			{ SignerReference: 'b', ...key('ben') },
			{ SignerReference: 'a', ...key('ana') },
		],
	],
	[
		'by email without references, in any order and case',
		[ana, ben],
		[
			{ Email: 'BEN@example.org', ...key('ben') },
			{ Email: 'Ana@Example.com', ...key('ana') },
		],
	],
	[
		'by email and name, where two share a mailbox',
		[
			{ ...ana, Email: 'office@example.com' },
			{ ...ben, Email: 'office@example.com' },
		],
		[
			{ ...ben, Email: 'office@example.com', ...key('ben') },
			{ ...ana, Email: 'office@example.com', ...key('ana') },
		],
	],
	[
		'to those that have none of their own',
		[{ SignerReference: 'a', ...key('ana') }, { SignerReference: 'b' }],
		[
			{ SignerReference: 'a', SigningKey: 'another' },
			{ SignerReference: 'b', ...key('ben') },
		],
	],
	[
		'from signers beside a document that names nobody',
		[],
		[
			{ ...ana, ...key('ana') },
			{ ...ben, ...key('ben') },
		],
	],
])('keys go %s', (_how, signers, named) => {
	expect(keysOf([document(...signers)], named)).toEqual(BOTH);
});

test.each<[string, IDataObject[], IDataObject[]]>([
	['one key without a name, two signers', [ana, ben], [key('x')]],
	[
		'two of one mailbox and nothing to tell them',
		[{ Email: ana.Email }, { Email: ana.Email }],
		[{ Email: ana.Email, ...key('x') }],
	],
	['a key for somebody else', [ana], [{ ...ben, ...key('x') }]],
	['in another order than the names say', [ana, ben], [{ ...ben, SigningKey: '' }, key('x')]],
])("a key that cannot be told to be anybody's stands beside: %s", (_why, signers, named) => {
	const { keys, unmatched } = keysOf([document(...signers)], named);
	expect(keys).toEqual(signers.map(() => undefined));
	expect(unmatched).toEqual([expect.objectContaining(key('x'))]);
});

test('the only signer gets the only key', () => {
	expect(keysOf([document(ana)], [key('ana')])).toEqual({
		keys: ['key of ana'],
		unmatched: undefined,
	});
});

// No source says that both lists have one order.
test("keys of nobody are nobody's", () => {
	const { keys, unmatched } = keysOf([document(ana, ben)], [key('ana'), key('ben')]);
	expect(keys).toEqual([undefined, undefined]);
	expect(unmatched).toHaveLength(2);
});

test('a person who signs two documents gets no key of the other one by email', () => {
	const documents = [document(ana), { ...document(ana), Reference: '2' }];
	const { keys, unmatched } = keysOf(documents, [{ ...ana, ...key('x') }]);
	expect(keys).toEqual([undefined]);
	expect(unmatched).toHaveLength(1);
});

test('without signers beside, a document stays as it is', () => {
	const documents = [document(ana)];
	expect(withSigningKeys(documents, [])).toBe(documents);
});
