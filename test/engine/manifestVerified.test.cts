/**
 * 'Verify' with an evidence manifest: whatever was changed after it was made, in it or in a file, is found, and nobody
 * is asked. Every mutation is an item; how many were tried, and how many of them refused, is counted.
 */
import { createHash } from 'node:crypto';

import type { IBinaryData, IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';

import { binaryData } from '../harness/engine.cts';
import { startBench, type Bench } from './node.cts';
import { both, byReference, dataFile, inDays } from './samples.cts';

let bench: Bench;
/** What was filed of two documents, by its field. */
let filed: Files;
let other: Files;

interface Content {
	name: string;
	bytes: Buffer;
}
type Files = Record<string, Content>;

const zip = Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]);
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

async function filedOf(name: string, isCertified = true): Promise<Files> {
	const { items: sent } = await bench.run(
		{ resource: 'smartTag', operation: 'send', signers: both, dueDate: inDays(9) },
		{ items: [await bench.file(dataFile('confidentiality-agreement.pdf'), name)] },
	);
	const reference = sent[0].json.documentReference as string;
	await bench.simulator.sign(reference, undefined, { Comment: 'Fine' });
	await bench.simulator.sign(reference, undefined, { Comment: 'Fine with me' });
	await bench.simulator.leave(reference, 'uploads', 'passport.zip', zip);
	const held = bench.simulator.documents().find((one) => one.reference === reference)!;
	if (!isCertified) held.certificates.length = 0;
	const { items } = await bench.run({
		resource: 'document',
		operation: 'getFinished',
		document: byReference(reference),
		include: [
			...['certificateFiles', 'certificates', 'fieldValues', 'log'],
			...['manifest', 'signedFile', 'uploadedFiles'],
		],
	});
	const store = await binaryData();
	const entries = Object.entries(items[0].binary ?? {}).map(
		async ([field, file]) =>
			[field, { name: file.fileName ?? '', bytes: await store.getAsBuffer(file) }] as const,
	);
	return Object.fromEntries(await Promise.all(entries));
}

beforeAll(async () => {
	bench = await startBench();
	filed = await filedOf('Lease.pdf');
	other = await filedOf('Annex.pdf');
	expect(Object.keys(filed)).toEqual(['data', 'certificate', 'uploadedFiles', 'manifest']);
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.records = true;
	bench.simulator.requests.length = 0;
});
// Whatever was verified.
afterEach(() => expect(bench.simulator.requests).toEqual([]));

const TYPES: Record<string, string> = {
	pdf: 'application/pdf',
	zip: 'application/zip',
	json: 'application/json',
};

/** A file as a node hands it over that keeps its bytes in the item. */
const inItem = ({ name, bytes }: Content): IBinaryData => ({
	data: bytes.toString('base64'),
	fileName: name,
	mimeType: TYPES[name.split('.').pop() ?? ''] ?? 'application/octet-stream',
});
const itemOf = (files: Files): INodeExecutionData => ({
	json: {},
	binary: Object.fromEntries(
		Object.entries(files).map(([field, content]) => [field, inItem(content)]),
	) as IBinaryKeyData,
});

const verify = async (
	items: INodeExecutionData[],
	parameters: IDataObject = {},
	credential?: Record<string, string>,
) =>
	await bench.run(
		{ resource: 'document', operation: 'verify', source: 'manifest', ...parameters },
		{ items, ...(credential && { credential }) },
	);

interface Compared extends IDataObject {
	state: string;
	field?: string;
}
interface Verified {
	valid: boolean;
	verdict: string;
	reason: string;
	files: Compared[];
}

/** The verdict on each of these, from one run of the node. */
async function verified(all: Files[], credential?: Record<string, string>): Promise<Verified[]> {
	bench.records = false;
	const { items, error } = await verify(all.map(itemOf), {}, credential);
	expect(error).toBeUndefined();
	expect(items).toHaveLength(all.length);
	return items.map(({ json }) => json as unknown as Verified);
}

const verifiedOne = async (files: Files, credential?: Record<string, string>) =>
	(await verified([files], credential))[0];
const states = ({ files }: Verified) => files.map(({ field = '-', state }) => `${field} ${state}`);

/** The same with another content in a field. */
const having = (field: string, bytes: Buffer, files = filed): Files => ({
	...files,
	[field]: { ...files[field], bytes },
});
const without = (...fields: string[]): Files =>
	Object.fromEntries(Object.entries(filed).filter(([field]) => !fields.includes(field)));
const withManifest = (written: string | Buffer): Files => having('manifest', Buffer.from(written));
const manifest = () => JSON.parse(String(filed.manifest.bytes)) as IDataObject;

/** RFC 8785, written anew for the test: what is changed is told by the seal, and not by how it is written. */
function canonical(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	const names = Object.keys(value).sort();
	return `{${names.map((name) => `${JSON.stringify(name)}:${canonical((value as IDataObject)[name])}`).join(',')}}`;
}

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

/** Where mutations of something begin and end, and the middle; of all of it for a text. */
const CLASSES: Array<[what: string, change: (bytes: Buffer) => Buffer]> = [
	...[0, 0.25, 0.5, 0.75, 1].flatMap((share) =>
		[0x01, 0x20, 0x80, 0xff].map((mask): [string, (bytes: Buffer) => Buffer] => [
			`the byte at ${share} of it, xor ${mask}`,
			(bytes) => {
				const changed = Buffer.from(bytes);
				changed[Math.floor((bytes.length - 1) * share)] ^= mask;
				return changed;
			},
		]),
	),
	['a byte more', (bytes) => Buffer.concat([bytes, Buffer.from([0])])],
	['a line more', (bytes) => Buffer.concat([bytes, Buffer.from('\n')])],
	['a byte in front', (bytes) => Buffer.concat([Buffer.from([0]), bytes])],
	['a byte less', (bytes) => bytes.subarray(0, -1)],
	['the first byte less', (bytes) => bytes.subarray(1)],
	['half of it', (bytes) => bytes.subarray(0, bytes.length / 2)],
	['nothing', () => Buffer.alloc(0)],
	['twice', (bytes) => Buffer.concat([bytes, bytes])],
	['two bytes swapped', swapped],
];

/** The first two neighbours that differ. */
function swapped(bytes: Buffer): Buffer {
	const at = bytes.findIndex((byte, index) => byte !== bytes[index + 1]);
	return Buffer.concat([
		bytes.subarray(0, at),
		Buffer.from([bytes[at + 1], bytes[at]]),
		bytes.subarray(at + 2),
	]);
}

const FIELDS = ['data', 'certificate', 'uploadedFiles'];

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

type Step = string | number;
type Path = Step[];

/** Every place in a value, the value itself too. */
function placesIn(value: unknown, path: Path = []): Path[] {
	if (typeof value !== 'object' || value === null) return [path];
	const inner = Object.entries(value).flatMap(([name, own]) =>
		placesIn(own, [...path, Array.isArray(value) ? Number(name) : name]),
	);
	return [path, ...inner];
}

const at = (value: unknown, path: Path): unknown =>
	path.reduce<unknown>((inner, step) => (inner as Record<Step, unknown>)[step], value);

/** The other values that may stand in a place. */
function othersOf(value: unknown): unknown[] {
	if (typeof value === 'string') {
		const first = value.startsWith('x') ? 'y' : 'x';
		return [first + value.slice(1), `${value}x`, ` ${value}`, `${value} `, '', null, 7];
	}
	if (typeof value === 'number') return [value + 1, -value - 1, value + 0.5, String(value), null];
	if (typeof value === 'boolean') return [!value, String(value), null];
	if (Array.isArray(value)) {
		const turned = [...(value as unknown[])].reverse();
		return [
			...value.map((_, index) => value.filter((_own, place) => place !== index) as unknown[]),
			...value.map((own: unknown) => [...(value as unknown[]), own]),
			...(canonical(turned) === canonical(value) ? [] : [turned]),
			[...(value as unknown[]), 'more'],
			...(value.length > 0 ? [[]] : []),
		];
	}
	const names = Object.keys(value as object);
	const entries = Object.entries(value as object);
	return [
		...names.map((name) => Object.fromEntries(entries.filter(([own]) => own !== name))),
		...names.map((name) =>
			Object.fromEntries(entries.map(([own, inner]) => [own === name ? `${own}x` : own, inner])),
		),
		...['more', '__proto__', 'constructor'].map((name) =>
			Object.fromEntries([...entries, [name, 'more']]),
		),
	].filter((changed) => canonical(changed) !== canonical(value));
}

/** The whole with another value in a place. */
function put(whole: unknown, path: Path, value: unknown): unknown {
	const [step, ...rest] = path;
	if (step === undefined) return value;
	if (Array.isArray(whole)) {
		return whole.map((own: unknown, index) => (index === step ? put(own, rest, value) : own));
	}
	return Object.fromEntries(
		Object.entries(whole as object).map(([name, own]) => [
			name,
			name === step ? put(own, rest, value) : own,
		]),
	);
}

describe('the manifest', () => {
	const WRONG = ['notAManifest', 'notSealedByThisCredential', 'changed'];
	/** None of them is believed, and nothing is said of the files. */
	function expectRefused(found: Verified[], tried: number): void {
		const refused = found.filter(
			({ valid, verdict, files }) =>
				!valid && WRONG.includes(verdict) && files.every(({ state }) => state === 'notCompared'),
		);
		expect(refused).toHaveLength(tried);
	}

	test('with another value in any place, and one more, less, twice or in another order', async () => {
		const whole = manifest();
		expect(canonical(whole)).toBe(String(filed.manifest.bytes));
		const tried = placesIn(whole).flatMap((path) =>
			othersOf(at(whole, path)).map((value) => ({ path, changed: put(whole, path, value) })),
		);
		for (const { changed } of tried) expect(canonical(changed)).not.toBe(canonical(whole));
		// Each field of a manifest of this kind, some of them in several ways.
		expect(placesIn(whole).length).toBeGreaterThan(80);
		expect(tried.length).toBeGreaterThan(500);
		const found = await verified(tried.map(({ changed }) => withManifest(canonical(changed))));
		expectRefused(found, tried.length);
		found.forEach(({ verdict }, index) => {
			const place = tried[index].path.join('.');
			if (place === 'format' || place === 'version') expect(verdict).toBe('notAManifest');
			else if (place === 'seal.keyId') expect(verdict).toBe('notSealedByThisCredential');
			else if (place !== '' && place !== 'seal')
				expect([place, verdict]).toEqual([place, 'changed']);
		});
	});

	test('with any byte changed, and cut anywhere', async () => {
		const { bytes } = filed.manifest;
		const tried = [...bytes.keys()].flatMap((index) => {
			const flipped = Buffer.from(bytes);
			flipped[index] ^= 1 << index % 8;
			return index % 7 === 0 ? [flipped, bytes.subarray(0, index)] : [flipped];
		});
		tried.push(...CLASSES.map(([, change]) => change(bytes)));
		expect(tried.length).toBeGreaterThan(bytes.length);
		for (let from = 0; from < tried.length; from += 1000) {
			const some = tried.slice(from, from + 1000);
			expectRefused(await verified(some.map(withManifest)), some.length);
		}
	});

	test('that says the same in another way', async () => {
		const written = String(filed.manifest.bytes);
		const { version, ...rest } = manifest();
		const tried = [
			` ${written}`,
			`${written}\n`,
			`\ufeff${written}`,
			JSON.stringify(manifest(), null, 2),
			written.replace('"version":1', '"version":1.0'),
			written.replace('"version":1', '"version":1e0'),
			written.replace('"format"', '"\\u0066ormat"'),
			written.replace('completed', '\\u0063ompleted'),
			written.replace('{', '{"document":{},'),
			written.replace(/}$/, `,"document":${canonical(manifest().document)}}`),
			written.replace('"status":"completed"', '"status":"completed","status":"completed"'),
			written.replace('"status":"completed"', '"status":"declined","status":"completed"'),
			JSON.stringify({ version, ...rest }),
			written.replace('/', '\\/'),
		];
		for (const one of tried) expect(one).not.toBe(written);
		const found = await verified(tried.map(withManifest));
		expectRefused(found, tried.length);
		for (const { verdict } of found.slice(3)) expect(verdict).toBe('changed');
	});

	test('that is none', async () => {
		const { seal, ...unsealed } = manifest();
		const tried = [
			...['', 'null', '[]', '{}', '1', '"text"', '{"format":1}', '%PDF-1.7', '[[', '{"a":1,}'],
			'['.repeat(200_000),
			`${'['.repeat(200_000)}${']'.repeat(200_000)}`,
			`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
			canonical(unsealed),
			canonical({ ...unsealed, seal: String((seal as IDataObject).value) }),
			canonical({ ...unsealed, seal: [seal] }),
			'{"__proto__":{"format":"n8n-nodes-secured-signing/evidence-manifest","seal":{}}}',
			'{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
			Buffer.alloc(10 * 1024 * 1024 + 1, ' '),
		];
		const found = await verified(tried.map(withManifest));
		expectRefused(found, tried.length);
		for (const { verdict } of found) expect(verdict).toBe('notAManifest');
		expect(found.at(-1)?.reason).toBe('This file is too large for a manifest');
		expect({}).not.toHaveProperty('polluted');
	});

	test.each<[what: string, values: string]>([
		['lists in lists', `${'['.repeat(5_200_000)}${']'.repeat(5_200_000)}`],
		['objects', `[${'{},'.repeat(3_400_000)}{}]`],
	])('that is built to be a burden is none, and is not read: %s', async (_, values) => {
		// Read, it would be one that was sealed with another credential.
		const format = '"version":1,"format":"n8n-nodes-secured-signing/evidence-manifest","seal":{}';
		const file = withManifest(`{${format},"a":${values}}`);
		expect(await verifiedOne(file)).toMatchObject({ valid: false, verdict: 'notAManifest' });
	});

	test('that is deep within is changed, and nothing falls over', async () => {
		const deep = canonical(manifest()).replace(
			'"log":[',
			`"log":[${'['.repeat(50_000)}${']'.repeat(50_000)},`,
		);
		expect((await verifiedOne(withManifest(deep))).verdict).toBe('changed');
	});

	test.each([
		['another secret', { apiSecret: 'another-secret' }],
		['another key', { apiKey: 'another-key' }],
	])('of another credential (%s)', async (_, credential) => {
		const found = await verifiedOne(filed, credential);
		expect(found).toMatchObject({ valid: false, verdict: 'notSealedByThisCredential' });
		expectRefused([found], 1);
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
