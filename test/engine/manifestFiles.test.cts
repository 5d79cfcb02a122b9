/**
 * 'Verify' with an evidence manifest: whatever was changed in a file after the manifest was made, is found, and nobody is asked.
 */
import { CLASSES, FIELDS, sha256, states, useFiled, type Verifying } from './verifying.cts';

let filed: Verifying['filed'];
let other: Verifying['other'];
let verified: Verifying['verified'];
let verifiedOne: Verifying['verifiedOne'];
let having: Verifying['having'];
let without: Verifying['without'];
useFiled((own) => ({ filed, other, verified, verifiedOne, having, without } = own));

describe('files', () => {
	test('with other bytes are changed, and no other file is', async () => {
		const tried = FIELDS.flatMap((field) =>
			CLASSES.map(([what, change]) => ({
				what,
				field,
				files: having(field, change(filed[field].bytes)),
			})),
		);
		for (const { field, files } of tried) {
			expect(files[field].bytes.equals(filed[field].bytes)).toBe(false);
		}
		const found = await verified(tried.map(({ files }) => files));
		const refused = found.filter(({ valid, verdict }) => !valid && verdict === 'changed');
		expect(refused).toHaveLength(tried.length);
		expect(tried).toHaveLength(87);
		found.forEach((one, at) => {
			const wanted = FIELDS.map(
				(field) => `${field} ${field === tried[at].field ? 'changed' : 'unchanged'}`,
			);
			expect([tried[at].what, states(one)]).toEqual([tried[at].what, wanted]);
		});
	});

	test('that are not there are missing', async () => {
		const dropped = [['data'], ['certificate'], ['uploadedFiles'], ['data', 'certificate'], FIELDS];
		const found = await verified(dropped.map((fields) => without(...fields)));
		found.forEach((one, at) => {
			expect(one).toMatchObject({ valid: false, verdict: 'incomplete' });
			expect(one.files.filter(({ state }) => state === 'missing')).toHaveLength(dropped[at].length);
			expect(one.files.filter(({ state }) => state === 'unchanged')).toHaveLength(
				FIELDS.length - dropped[at].length,
			);
		});
		expect(found[0].reason).toBe('Missing: “Lease.pdf”');
		expect(found[0].files.at(-1)).toEqual({
			state: 'missing',
			reason: 'It is in the manifest, but not in this item',
			nameInManifest: 'Lease.pdf',
			part: 'signedFile',
			sha256InManifest: sha256(filed.data.bytes),
		});
	});

	test('whose contents were swapped are changed', async () => {
		const pairs = FIELDS.flatMap((one, at) => FIELDS.slice(at + 1).map((two) => [one, two]));
		const found = await verified(
			pairs.map(([one, two]) => having(one, filed[two].bytes, having(two, filed[one].bytes))),
		);
		found.forEach((one, at) => {
			expect(one).toMatchObject({ valid: false, verdict: 'changed' });
			const changed = one.files.filter(({ state }) => state === 'changed');
			expect(changed.map(({ field }) => field)).toEqual(
				FIELDS.filter((field) => pairs[at].includes(field)),
			);
			for (const { reason } of changed) expect(reason).toMatch(/^It has the contents of “/);
		});
	});

	test('that are there twice, or are of another document, are not in the manifest', async () => {
		const more = FIELDS.map((field) => ({ ...filed, copy: filed[field] }));
		const strange = { ...filed, copy: { name: 'Annex.pdf', bytes: other.data.bytes } };
		const second = { ...filed, copy: { name: 'Lease.pdf', bytes: other.data.bytes } };
		const found = await verified([...more, strange, second]);
		for (const one of found) {
			expect(one).toMatchObject({ valid: false, verdict: 'changed' });
			expect(states(one)).toEqual([
				...FIELDS.map((field) => `${field} unchanged`),
				'copy notInManifest',
			]);
		}
		expect(found.map(({ reason }) => reason)).toEqual([
			'Not in the manifest: “Lease.pdf” (one more copy of “Lease.pdf”)',
			'Not in the manifest: “Lease certificate.pdf” (one more copy of “Lease certificate.pdf”)',
			'Not in the manifest: “passport.zip” (one more copy of “passport.zip”)',
			'Not in the manifest: “Annex.pdf”',
			'Not in the manifest: “Lease.pdf”',
		]);
		expect(found.map(({ files }) => files[3].reason)).toEqual([
			'It is one more copy of “Lease.pdf”',
			'It is one more copy of “Lease certificate.pdf”',
			'It is one more copy of “passport.zip”',
			'The manifest does not list it',
			'The manifest does not list it',
		]);
	});

	test('with the manifest of another document do not pass', async () => {
		const found = await verifiedOne({ ...filed, manifest: other.manifest });
		expect(found).toMatchObject({ valid: false, verdict: 'changed' });
	});
});
