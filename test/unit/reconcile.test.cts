/** What a list tells of a row, and what it does not: Document > Reconcile. */
import { chosenOf, fitOf } from '../../nodes/SecuredSigning/actions/document/reconcile/fit.ts';
import {
	addTo,
	type Listed,
	type Listing,
} from '../../nodes/SecuredSigning/actions/document/reconcile/listing.ts';
import { ofSome } from '../../nodes/SecuredSigning/actions/document/reconcile/verdict.ts';
import type { Expected } from '../../nodes/SecuredSigning/fields/expectedDocument.ts';
import { referenceKey } from '../../nodes/SecuredSigning/send/cutReferences.ts';

const listed = (document: object): Listed => ({
	document: { Reference: '1', Folder: 'Progress', Status: 'Signing', ...document },
	look: { account: 'account', at: Date.parse('2026-12-01T12:00:00Z') },
});
const row = (expected: Partial<Expected>): Expected => ({
	...{ documentReference: '', clientReference: '', signerEmail: '', signerName: '', name: '' },
	...expected,
});
const mia = { FirstName: 'Mia', LastName: 'Wong', Email: 'mia@example.com' };

// docs/api/API.md section 3: “dates in answers are text of unknown form”.
test.each<[dueDate: unknown, fit: string]>([
	['2026-12-10T10:00:00Z', 'yes'],
	['2026-10-12T10:00:00Z', 'no'],
	['10/12/2026', 'maybe'],
	['25/12/2026', 'yes'],
	['soon', 'maybe'],
	[undefined, 'maybe'],
	['0001-01-01T00:00:00', 'maybe'],
])('a due date of %j, of a row in December, is %s', (DueDate, fit) => {
	const due = { after: Date.parse('2026-12-01'), before: Date.parse('2026-12-31T23:59:59Z') };
	expect(fitOf(row({ due }), listed({ DueDate, GMT: '0' })).fit).toBe(fit);
});

test.each<[signers: unknown, fit: string]>([
	[[mia], 'yes'],
	[[{ ...mia, Email: 'MIA@EXAMPLE.COM' }], 'yes'],
	[[{ ...mia, Email: 'other@example.com' }], 'no'],
	[[{ ...mia, Email: 'other@example.com' }, { FirstName: 'Mia' }], 'maybe'],
	[[{ ...mia, Email: 'other@example.com' }, 7], 'maybe'],
	[[], 'maybe'],
	[undefined, 'maybe'],
])('signers %j are hers: %s', (Signers, fit) => {
	expect(fitOf(row({ signerEmail: 'mia@example.com' }), listed({ Signers })).fit).toBe(fit);
});

test('capitals and escapes make no other reference, for a search', () => {
	expect(referenceKey('Q&amp;A-7')).toBe(referenceKey('q&a-7'));
	expect(referenceKey('order-7')).not.toBe(referenceKey('order-70'));
});

test('documents of one package are one send, and the worst of them is said; others are several', () => {
	const pack = { PackageReference: '9' };
	const signed = { Folder: 'Signed', Status: 'Complete' };
	const [open, done, declined, draft] = [
		{ ...pack, Reference: '1' },
		{ ...pack, ...signed, Reference: '2' },
		{ ...pack, Status: 'Declined', Reference: '3' },
		{ Folder: 'InBox', Status: 'NotStart', Reference: '4' },
	].map(listed);
	const alone = () => [];
	expect(ofSome([done, open], alone).state).toBe('pending');
	expect(ofSome([done, open, declined], alone).state).toBe('declined');
	// What was only uploaded is not another send.
	expect(ofSome([draft, done], alone).state).toBe('signed');
	expect(ofSome([draft], alone).state).toBe('inInbox');
	expect(ofSome([done, listed({ ...signed, Reference: '5' })], alone).state).toBe('ambiguous');
});

test('each document is found by what its list tells, and noted where it tells too little', () => {
	const listing = {
		...{ byReference: new Map(), byClientReference: new Map(), byEmail: new Map() },
		...{
			byName: new Map(),
			byPackage: new Map(),
			labelled: new Set(),
			unlabelled: [],
			unsigned: [],
			documents: [],
		},
		...{ byBeginning: new Map(), longest: [], ended: new Set(), faults: [], account: '', at: 0 },
	} as Listing;
	const whole = listed({ ClientReference: 'Order-1', Signers: [mia] });
	const bare = listed({ Reference: '2' });
	const draft = listed({ Reference: '3', Folder: 'InBox', Signers: [] });
	const late = listed({ Reference: '4', Status: 'Expired', Signers: [mia] });
	for (const one of [whole, bare, draft, late]) addTo(listing, one);
	expect(listing.byClientReference.get(referenceKey('ORDER-1'))).toEqual([whole]);
	expect(listing.byEmail.get('mia@example.com')).toEqual([whole, late]);
	expect(listing.byName.get('mia wong')).toEqual([whole, late]);
	expect([listing.unlabelled, listing.unsigned]).toEqual([[bare, late], [bare]]);
	// Characters, signs and bytes, before and after they are decoded.
	expect(listing.longest).toEqual(Array(6).fill('Order-1'.length));
	const cut = listed({ Reference: '5', ClientReference: 'R&amp;D-ü&am' });
	addTo(listing, cut);
	expect(listing.byBeginning).toEqual(new Map([[referenceKey('r&d-ü'), [cut]]]));
	expect(listing.longest).toEqual([12, 12, 13, 8, 8, 9]);
	expect([...listing.ended]).toEqual(['expired']);
	expect(chosenOf(row({ signerEmail: 'mia@example.com' }), [whole, bare, draft])).toEqual({
		certain: [whole],
		possible: [{ one: bare, about: ["signer's email"] }],
	});
});
