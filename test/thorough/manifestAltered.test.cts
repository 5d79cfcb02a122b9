/**
 * 'Verify' with an evidence manifest: whatever was changed in the manifest is found, and nobody is asked. Every
 * mutation is an item; how many were tried, and how many of them refused, is counted.
 */
import type { IDataObject } from 'n8n-workflow';

import {
	canonical,
	CLASSES,
	useFiled,
	type Verified,
	type Verifying,
} from '../engine/verifying.cts';

let filed: Verifying['filed'];
let verified: Verifying['verified'];
let verifiedOne: Verifying['verifiedOne'];
let withManifest: Verifying['withManifest'];
let manifest: Verifying['manifest'];
useFiled((own) => ({ filed, verified, verifiedOne, withManifest, manifest } = own));

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
