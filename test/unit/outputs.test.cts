import { DateTime, FixedOffsetZone, type Zone } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import { simplifyAccount } from '../../nodes/SecuredSigning/api/answers/account';
import { simplifyCertificate } from '../../nodes/SecuredSigning/api/answers/certificate';
import { isoDate, orderOf, spansOf } from '../../nodes/SecuredSigning/api/answers/dates';
import {
	signingLink,
	simplifyDocument,
	simplifyLogEntry,
} from '../../nodes/SecuredSigning/api/answers/document';
import {
	documentStatus,
	unfinishedBecause,
} from '../../nodes/SecuredSigning/api/answers/documentStatus';
import { simplifyInvoiceLine } from '../../nodes/SecuredSigning/api/answers/invoice';
import { latestReading } from '../../nodes/SecuredSigning/api/answers/latestReading';
import { simplifyVerification } from '../../nodes/SecuredSigning/api/answers/verification';
import { fileNameIn } from '../../nodes/SecuredSigning/api/files/fileNames';
import { eventsSince } from '../../nodes/SecuredSigning/triggers/polling/events';

describe('documentStatus', () => {
	// It is said of each part that was asked for.
	test('a status of megabytes is not said as a whole', () => {
		const words = unfinishedBecause({ Status: 'Sealed '.repeat(1e6) });
		expect(words).toMatch(/does not know: “Sealed /);
		expect(words.length).toBeLessThan(300);
	});

	test.each([
		['Complete', 'completed'],
		['Signed', 'completed'],
		['Declined', 'declined'],
		['Expired', 'expired'],
		['Rejected', 'rejected'],
		['Filling', 'inProgress'],
		['Filling Form', 'inProgress'],
		['InProgress', 'inProgress'],
		['Signing', 'inProgress'],
		['NotStart', 'notStarted'],
		['1 of 2 Signed', 'inProgress'],
		['2 of 2 Signed', 'inProgress'],
		[' complete ', 'completed'],
		['Something New', 'unknown'],
		['constructor', 'unknown'],
		['__proto__', 'unknown'],
	])('%s → %s', (Status, status) => {
		expect(documentStatus({ Status })).toBe(status);
	});

	// Section 6 lists "Signed" beside "Complete", and says of neither that it means everybody.
	test.each([
		['Signed', 'Invitation', 'inProgress'],
		['Complete', 'Invitation', 'unknown'],
		['Completed', 'Reminder1', 'unknown'],
		['Complete', 'Archived', 'completed'],
		['Complete', undefined, 'completed'],
		['Signed', 'Signed', 'completed'],
	])('%s, while one of two is told as %s → %s', (Status, SignedStatus, status) => {
		const Signers = [{ HasSigned: true }, { HasSigned: SignedStatus === 'Signed', SignedStatus }];
		expect(documentStatus({ Status, Signers })).toBe(status);
	});

	test.each([
		['InBox', 'notStarted'],
		['Progress', 'inProgress'],
		['Signed', 'completed'],
		[undefined, 'unknown'],
	])('without a status, the folder %s tells: %s', (Folder, status) => {
		expect(documentStatus({ Folder })).toBe(status);
	});
});

// A person's words: who has signed, whose turn it is, until when; days are those of the reader's zone.
describe('the sentence of a document', () => {
	const ana = { FirstName: 'Ana', LastName: 'Lopez', HasSigned: true, SignedStatus: 'Signed' };
	const ben = { FirstName: 'Ben', LastName: 'Wu', HasSigned: false, SignedStatus: 'Invitation' };
	const DueDate = '2026-12-20T10:30:00Z';
	test.each<[IDataObject, string, string | undefined]>([
		[
			{ Status: '1 of 2 Signed', Signers: [ana, ben], DueDate },
			'Pacific/Auckland',
			'Ana Lopez has signed; waiting for Ben Wu; due 20 Dec 2026',
		],
		[
			{ Status: 'InProgress', Signers: [ben], DueDate: '2026-12-20T11:30:00Z' },
			'Pacific/Auckland',
			'Waiting for Ben Wu; due 21 Dec 2026',
		],
		[
			{ Status: 'Complete', Signers: [ana], LastSignedDate: '2026-11-25T23:30:00Z' },
			'UTC',
			'Ana Lopez has signed; completed on 25 Nov 2026',
		],
		[
			{ Status: 'Complete', Signers: [ana, { ...ben, HasSigned: true }] },
			'UTC',
			'Ana Lopez and Ben Wu have signed; completed',
		],
		[
			{ Status: 'InProgress', Signers: [ben, ben, ben, ben, ben] },
			'UTC',
			'Waiting for Ben Wu, Ben Wu, Ben Wu and 2 more',
		],
		[{ Status: 'NotStart', Signers: [] }, 'UTC', 'Not sent yet'],
		[{ Status: 'NotStart', Signers: [ben], Folder: 'InBox' }, 'UTC', 'Not sent yet'],
		// What was just sent may be called so, and its answer need not name a folder: docs/api/API.md section 6.
		[{ Status: 'NotStart', Signers: [ben] }, 'UTC', 'Waiting for Ben Wu'],
		// What cannot be confirmed is no fact: docs/waiting-in-detail.md, “When a document counts as completed”.
		[
			{ Status: 'Complete', Signers: [ana, ben] },
			'UTC',
			'Ana Lopez has signed; shown as complete, but waiting for Ben Wu',
		],
		[{ Status: 'Declined', Signers: [ana, ben] }, 'UTC', 'Ana Lopez has signed; declined'],
		[
			{ Status: 'Declined', Signers: [ana, { ...ben, SignedStatus: 'Declined' }] },
			'UTC',
			'Ana Lopez has signed; declined by Ben Wu',
		],
		[
			{ Status: 'Signing', Signers: [ana, { ...ben, SignedStatus: 'Declined' }] },
			'UTC',
			'Ana Lopez has signed; declined by Ben Wu, but still shown as Signing',
		],
		[
			{ Status: 'Complete', Signers: [ana, { ...ben, SignedStatus: 'Declined' }] },
			'UTC',
			'Ana Lopez has signed; shown as complete, but declined by Ben Wu',
		],
		[
			{ Status: 'Complete', Signers: [ana, { ...ben, SignedStatus: 'Declined', Optional: true }] },
			'UTC',
			'Ana Lopez has signed; completed',
		],
		[{ Status: 'Sideways', Signers: [] }, 'UTC', 'Sideways'],
		[{ Signers: [] }, 'UTC', undefined],
	])('%j in %s: %s', (document, timezone, summary) => {
		expect(simplifyDocument(document, timezone).summary).toBe(summary);
	});
});

// Luxon says which instant a text names; what names none comes out as it came (docs/api/API.md section 3).
describe('isoDate', () => {
	const inUtc = (text: string, zone?: Zone) =>
		DateTime.fromISO(text.replace(' ', 'T'), { zone }).toUTC().toISO();
	test.each([
		'2030-01-31T10:00:00Z',
		'2030-01-31T10:00:00z',
		'2030-01-31 10:00:00Z',
		'2030-01-31T10:00:00.1234567Z',
		'2030-01-31T10:00:00+13:00',
		'2030-01-31 10:00-0330',
	])('%s is one instant, whatever GMT says', (text) => {
		for (const minutes of [undefined, '0', '720']) expect(isoDate(text, minutes)).toBe(inUtc(text));
	});

	test.each(['2030-01-31T10:00:00', '2030-01-31 10:00', '2030-01-31T23:59:59.5'])(
		'%s is one only where GMT is known',
		(text) => {
			for (const minutes of ['720', -300, '0', 0, '345', '+60']) {
				const zone = FixedOffsetZone.instance(Number(minutes));
				expect(isoDate(text, minutes)).toBe(inUtc(text, zone));
			}
			expect(isoDate(text, 'UTC')).toBe(inUtc(text, FixedOffsetZone.utcInstance));
			for (const minutes of [undefined, null, '', ' ', 'NZST', '9999', 'Infinity', {}]) {
				expect(isoDate(text, minutes)).toBe(text);
			}
		},
	);

	test.each(['2030-01-31', '31/01/2030 10:00 AM', '2030-13-99', '2030-02-30T10:00:00Z', 'today'])(
		'%s is none',
		(text) => {
			for (const minutes of [undefined, '0', '720'])
				expect(isoDate(` ${text}`, minutes)).toBe(text);
		},
	);

	test.each([1700000000000, 1700000000001, 946684800000])('/Date(%d)/', (milliseconds) => {
		for (const zone of ['', '+0000', '-0800']) {
			const text = `/Date(${milliseconds}${zone})/`;
			expect(isoDate(text, undefined)).toBe(DateTime.fromMillis(milliseconds).toUTC().toISO());
		}
	});

	test.each(['', '  ', undefined, null, 7])('%j is no date', (value) => {
		expect(isoDate(value, '0')).toBeUndefined();
	});
});

test.each(['2030-01-31T10:00:00', '2030-01-31 10:00', '2030-01-31'])(
	'%s without a zone gets none in any output',
	(written) => {
		const outputs = [
			simplifyDocument({ DueDate: written, LastSignedDate: written }),
			simplifyLogEntry({ Date: written }),
			simplifyVerification({ Signatures: [{ SignatureTime: written }] }),
			simplifyCertificate({ SigningDate: written }),
			simplifyInvoiceLine('1')({ StartDate: written, EndDate: written }),
			...eventsSince(
				undefined,
				{ Status: 'Complete', LastSignedDate: written, Logs: [{ Action: 'Sent', Date: written }] },
				0,
			),
		];
		const dates = JSON.stringify(outputs).match(/"[^"]*2030-[^"]*"/g);
		expect(dates).toEqual(Array(9).fill(JSON.stringify(written)));
	},
);

// .NET writes DateTime.MinValue or MaxValue for a date that nobody set (docs/api/API.md section 3).
test.each([
	'0001-01-01T00:00:00',
	'0001-01-01T00:00:00Z',
	'0001-01-01T00:00:00.0000000+13:00',
	'0001-01-01',
	'/Date(-62135596800000)/',
	'/Date(-62135596800000+0000)/',
	'/Date(-62135640000000-0800)/',
	'01/01/0001 00:00:00',
	'1/1/0001 12:00:00 AM',
	'01.01.0001 00:00:00',
	'Mon, 01 Jan 0001 00:00:00 GMT',
	'January 1, 0001',
	'9999-12-31T23:59:59.9999999',
	'9999-12-31T23:59:59Z',
	'/Date(253402300799999)/',
	'/Date(253402257600000+1200)/',
	'31/12/9999 23:59:59',
	'12/31/9999 11:59:59 PM',
	'31 Dec 9999',
	'1899-12-30T00:00:00',
	'1900-01-01T00:00:00',
	// Where clocks begin that count seconds.
	'1970-01-01T00:00:00',
	'/Date(0)/',
	'01/01/1970 00:00:00',
	'1901-01-01',
])('%s is a date that nobody set, and is left out of every output', (written) => {
	for (const GMT of [undefined, '0', '720', '-720']) {
		const outputs = [
			simplifyDocument({ DueDate: written, LastSignedDate: written, GMT }),
			simplifyLogEntry({ Date: written, GMT }),
			simplifyVerification({ Signatures: [{ SignatureTime: written }] }),
			simplifyCertificate({ SigningDate: written }),
			simplifyInvoiceLine('1')({
				...{ StartDate: written, EndDate: written },
				...{ StartDateTimezone: GMT, EndDateTimezone: GMT },
			}),
			...eventsSince(
				undefined,
				{ Status: 'Complete', LastSignedDate: written, GMT, Logs: [{ Date: written, GMT }] },
				0,
			),
		];
		expect(JSON.stringify(outputs)).not.toMatch(/date|at"|0001|9999|1899|19[07]/i);
		expect(orderOf(written, GMT)).toBeUndefined();
		expect(spansOf(written, GMT)).toEqual([]);
	}
	expect(latestReading(written)).toBeUndefined();
});

test.each(['26/11/2026 09:00:00.0001', '2026-11-26T00:01:00.9999', '26/11/26 00:00'])(
	'%s is a date',
	(written) => expect(isoDate(written, undefined)).toBe(written),
);

test('simplifyDocument survives answers with holes', () => {
	expect(simplifyDocument({})).toEqual({
		documentReference: undefined,
		status: 'unknown',
		signedCount: 0,
		signerCount: 0,
		signers: [],
	});
	expect(simplifyDocument({ Reference: '1', Signers: null as never })).toMatchObject({
		documentReference: '1',
		signers: [],
	});
});

test('simplifyAccount leaves out what the answer does not have', () => {
	expect(simplifyAccount({ Name: 'A', DocumentLeft: '', Locked: 'False' })).toEqual({
		name: 'A',
		locked: false,
	});
});

test.each([
	['https://example.com/sign?key=1', true],
	['abc123', false],
	[undefined, false],
	[7, false],
])('%j is a link: %s', (SigningKey, isLink) => {
	expect(signingLink({ SigningKey: SigningKey as string }) !== undefined).toBe(isLink);
});

describe('the file name of a download', () => {
	test.each([
		['attachment; filename="a b.pdf"', 'a b.pdf'],
		['attachment; filename=plain.pdf', 'plain.pdf'],
		['attachment; filename="x.pdf"; filename*=UTF-8\'\'%C3%9C%20x.pdf', 'Ü x.pdf'],
		['attachment; filename="with \\"quotes\\".pdf"', 'with _quotes_.pdf'],
		['attachment; filename="../../etc/passwd"', 'passwd'],
		['attachment; filename="C:\\\\temp\\\\a.pdf"', 'a.pdf'],
		["attachment; filename*=UTF-8''%E0%A4%A", ''],
		["attachment; filename*=UTF-8''..", ''],
		["attachment; filename*=UTF-8''a%0D%0Ab%00.pdf", 'ab.pdf'],
		// A name with this sign in it reads "contractfdp.exe" (Unicode Standard Annex 9, section 2.2).
		["attachment; filename*=UTF-8''contract%E2%80%AEexe.pdf", 'contractexe.pdf'],
		['attachment; filename="Lease: 3.pdf"', 'Lease_ 3.pdf'],
		['attachment; filename="a\u2066b\u2069\u200B\uFEFF.pdf"', 'ab.pdf'],
		// Words of Persian and signs of families are written with joiners.
		["attachment; filename*=UTF-8''%D9%85%DB%8C%E2%80%8C%D8%AE.pdf", 'می\u200Cخ.pdf'],
		['attachment; filename="con.pdf"', '_con.pdf'],
		['attachment; filename="lease.pdf. . "', 'lease.pdf'],
		["attachment; filename*=UTF-8''%E2%80%AE", ''],
		['inline', ''],
		['', ''],
	])('%s', (header, name) => {
		expect(fileNameIn(header)).toBe(name);
	});

	test.each(['x', 'ü', '合', '👪'])('of 8,000 × %s fits into a file system', (letter) => {
		const name = fileNameIn(
			`attachment; filename*=UTF-8''${encodeURIComponent(letter.repeat(8_000))}.pdf`,
		);
		// Linux, macOS and Windows take 255; whole letters only.
		expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
		expect(name).toBe(`${letter.repeat((name.length - 4) / letter.length)}.pdf`);
	});
});
