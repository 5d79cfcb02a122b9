/**
 * 'Verify' with an evidence manifest: what was filed is found to be unchanged wherever it lies by now, and nobody is asked.
 */
import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';

import { binaryData } from '../harness/engine.cts';
import {
	inItem,
	itemOf,
	sha256,
	states,
	useFiled,
	type Files,
	type Verifying,
} from './verifying.cts';

let bench: Verifying['bench'];
let filed: Verifying['filed'];
let other: Verifying['other'];
let filedOf: Verifying['filedOf'];
let verify: Verifying['verify'];
let verifiedOne: Verifying['verifiedOne'];
let without: Verifying['without'];
let manifest: Verifying['manifest'];
useFiled((own) => ({ bench, filed, other, filedOf, verify, verifiedOne, without, manifest } = own));

const DOWN = { baseUrl: 'http://127.0.0.1:9' };

describe('as it was filed', () => {
	test('unchanged, and what was filed is told', async () => {
		const { items, error } = await verify([itemOf(filed)]);
		expect(error).toBeUndefined();
		const { documentReference } = items[0].json;
		const file = (field: string, part: string) => {
			const { name, bytes } = filed[field];
			const hash = sha256(bytes);
			return {
				...{ state: 'unchanged', field, name, nameInManifest: name, part },
				...{ sha256: hash, sha256InManifest: hash },
			};
		};
		expect(items[0].json).toEqual({
			valid: true,
			verdict: 'unchanged',
			reason: 'The files and the manifest are as they were when the manifest was made',
			name: 'Lease.pdf',
			filedAt: manifest().madeAt,
			missing: [],
			files: [
				file('data', 'signedFile'),
				file('certificate', 'certificateFiles'),
				file('uploadedFiles', 'uploadedFiles'),
			],
			documentReference,
		});
		expect(documentReference).toBe((manifest().document as IDataObject).reference);
	});

	test('what was missing then is told', async () => {
		const uncertified = await filedOf('Lease.pdf', false);
		bench.simulator.requests.length = 0;
		const { items } = await verify([itemOf(uncertified)]);
		const reason = 'There is no certificate of this document';
		expect(items[0].json).toMatchObject({
			verdict: 'unchanged',
			reason: expect.stringMatching(/could not be fetched then: certificates, certificateFiles$/),
			missing: [
				{ part: 'certificates', reason },
				{ part: 'certificateFiles', reason },
			],
		});
	});

	test('also if the service does not answer, or has another address by now', async () => {
		const changes: Array<Record<string, string>> = [
			{ baseUrl: DOWN.baseUrl },
			{ baseUrl: 'https://elsewhere.example/web/v9' },
			{ baseUrl: '' },
			{ baseUrl: 'http://old.example.com' },
			{ domain: '' },
			{ environment: 'none' },
		];
		for (const changed of changes) {
			const found = await verifiedOne(filed, changed);
			expect(found).toMatchObject({ valid: true, verdict: 'unchanged' });
		}
	});

	/** Made by another program (Python's hmac and json) as docs/evidence.md says it: every later version has to take it. */
	test('as an earlier version, or another program, has sealed it', async () => {
		const written = [
			'{"document":{"name":"Löyly.pdf","reference":"4711","status":"completed"},"files":[{"name":',
			'"Löyly.pdf","part":"signedFile","sha256":"38523c087796e5d5dd1cf9bad1fb026781a838dd9dd2cf8a',
			'f58b9f6502a46778","size":5}],"format":"n8n-nodes-secured-signing/evidence-manifest","inclu',
			'ded":["manifest","signedFile"],"madeAt":"2026-11-28T10:00:00.000Z","madeBy":{"package":"n8',
			'n-nodes-secured-signing","version":"0.1.0"},"missing":[],"seal":{"algorithm":"HMAC-SHA256"',
			',"keyId":"EFrgHPyhidPgsm-CzSzZSM","value":"5YWwRytoMa6Idq0TQ8jwyY8gG14e4iET1wmLfg9orJE"},"',
			'signers":[{"name":"Ana","signed":true}],"version":1}',
		].join('');
		const stored = { apiKey: 'stored-key', apiSecret: 'stored-secret' };
		const files: Files = {
			data: { name: 'Löyly.pdf', bytes: Buffer.from('%PDF-') },
			manifest: { name: 'Löyly manifest.json', bytes: Buffer.from(written) },
		};
		expect(await verifiedOne(files, stored)).toMatchObject({ valid: true, verdict: 'unchanged' });
	});

	test('from the storage of n8n, also a file that is read in pieces', async () => {
		const store = await binaryData();
		const large = Buffer.alloc(3 * 1024 * 1024, 'large');
		const place = { type: 'execution', workflowId: 'workflow', executionId: '1' } as const;
		const binary: IBinaryKeyData = {};
		const files: Files = { ...filed, other: { name: 'large.pdf', bytes: large } };
		for (const [field, content] of Object.entries(files)) {
			const data = inItem(content);
			binary[field] = await store.store(place, content.bytes, { ...data, data: '' });
		}
		const fileFields = 'data, certificate,uploadedFiles';
		const { items } = await verify([{ json: {}, binary }], { fileFields });
		expect(items[0].json).toMatchObject({ valid: true, verdict: 'unchanged' });
		const { items: all } = await verify([{ json: {}, binary }]);
		expect(all[0].json).toMatchObject({ valid: false, verdict: 'changed' });
		expect(all[0].json.files).toContainEqual({
			state: 'notInManifest',
			reason: 'The manifest does not list it',
			field: 'other',
			name: 'large.pdf',
			sha256: sha256(large),
		});
	});

	test('under other names of fields and files', async () => {
		const renamed = Object.fromEntries(
			Object.values(filed).map(({ name, bytes }, at) => [
				`file${at}`,
				{ name: `${at}-${name}`, bytes },
			]),
		);
		expect(await verifiedOne(renamed)).toMatchObject({ valid: true, verdict: 'unchanged' });
	});

	test('a name that another system writes with other accents is the same name', async () => {
		const accented = await filedOf('Löyly é.pdf');
		bench.simulator.requests.length = 0;
		const name = accented.data.name.normalize('NFD');
		expect(name).not.toBe(accented.data.name);
		const bytes = Buffer.from('other');
		const found = await verifiedOne({ ...accented, data: { name, bytes } });
		expect(states(found)[0]).toBe('data changed');
	});
});

describe('what the item does not have', () => {
	test.each([
		['no manifest', ['manifest'], {}, /^The item has no evidence manifest in “manifest”/],
		['not where it is said', [], { manifestField: 'proof' }, /no evidence manifest in “proof”/],
		['a file that is named', [], { fileFields: 'data,annex' }, /^The item has no file in “annex”/],
		['a name of every object', [], { fileFields: 'constructor' }, /no file in “constructor”/],
	])('%s', async (_, fields, parameters, message) => {
		const { error } = await verify([itemOf(without(...fields))], parameters);
		expect(error?.message).toMatch(message);
		expect(error?.context?.itemIndex).toBe(0);
	});

	test('a manifest in a field of its own is found, unless another one was named', async () => {
		const { manifest: own, ...files } = filed;
		const moved = { ...files, data_1: own };
		expect(await verifiedOne(moved)).toMatchObject({ valid: true, verdict: 'unchanged' });
		const { error } = await verify([itemOf({ ...moved, data_2: other.manifest })]);
		expect(error?.message).toMatch(/no evidence manifest in “manifest”/);
	});
});
