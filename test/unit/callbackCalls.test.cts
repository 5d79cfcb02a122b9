import fc from 'fast-check';

import { eventOf } from '../../nodes/SecuredSigning/triggers/callback/events';
import { referencesIn } from '../../nodes/SecuredSigning/triggers/callback/references';

const Reference = '100080223214240131143122074169191118152254113115';
const signer = (SignedStatus: string) => ({ SignedStatus, HasSigned: SignedStatus === 'Signed' });

describe('what happened to a document', () => {
	const half = [signer('Signed'), signer('Invitation')];
	const LastSignedDate = '2026-11-23T10:00:00.000Z';
	test.each([
		[{ Status: 'NotStart' }, 'sent/0'],
		[{ Status: 'Signing', Signers: [signer('Invitation')] }, 'sent/0'],
		[{ Status: '1 of 2 Signed', Signers: half, LastSignedDate }, `signed/1/${LastSignedDate}`],
		[{ Status: 'Complete', Signers: [signer('Signed')] }, 'completed/1'],
		[{ Status: 'Signed', Signers: [signer('Signed')] }, 'completed/1'],
		[{ Status: 'Declined', Signers: half }, 'declined/1'],
		[{ Status: 'Rejected', Signers: half }, 'rejected/1'],
		[{ Status: 'Expired', DueDate: LastSignedDate }, `expired/0/${LastSignedDate}`],
		[{ Status: 'Put Away' }, 'other/0/Put Away'],
		[{}, 'other/0'],
	])('%j', (document, state) => {
		expect(eventOf({ Reference, ...document })).toEqual({
			event: state.split('/')[0],
			eventId: `${Reference}/${state}`,
		});
	});

	test('one moment in any form of a date has one eventId', () => {
		const ids = ['2026-11-23T10:00:00Z', '2026-11-23T11:00:00+01:00', '/Date(1795428000000)/'].map(
			(LastSignedDate) =>
				eventOf({ Reference, Status: 'Signing', Signers: half, LastSignedDate }).eventId,
		);
		expect(new Set(ids).size).toBe(1);
	});
});

test('whatever a call holds: only references come out of it, and not too many', () => {
	const names = fc.constantFrom('DocumentReference', 'document', 'packageRef', 'reference', 'a');
	const { value } = fc.letrec<{ value: unknown }>((tie) => ({
		value: fc.oneof(
			{ maxDepth: 5 },
			fc.string({ unit: 'grapheme' }),
			fc.stringMatching(/^[\w-]{0,150}$/),
			fc.anything(),
			fc.array(tie('value')),
			fc.dictionary(names, tie('value')),
		),
	}));
	fc.assert(
		fc.property(fc.array(value), (parts) => {
			const { documents, packages, unclear } = referencesIn(parts);
			for (const list of [documents, packages, unclear]) {
				expect(list.length).toBeLessThanOrEqual(100);
				for (const reference of list) expect(reference).toMatch(/^[\w-]{1,128}$/);
			}
		}),
		{ numRuns: 300 },
	);
});
