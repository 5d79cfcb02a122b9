/** What was sent is taken out of any text, and nothing else; long texts are read by steps. */
import * as fc from 'fast-check';

import { withoutEchoes } from '../../nodes/SecuredSigning/api/http/echoes.ts';

const SECRETS = [
	'k9Zq7VtR2mXw4LpA8sDf6GhJ1bNc3YuE5oTi',
	'S3+cr/etVa9lueXw4QpA8sDf6GhJ1bNc3YuE5oTi=',
];

function read(text: string, secrets = SECRETS) {
	const search = withoutEchoes(text, secrets, '***');
	let steps = 1;
	let step = search.next();
	for (; !step.done; step = search.next()) steps += 1;
	return { text: step.value, steps };
}

test('any other text stays as it is', () => {
	fc.assert(
		fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
			expect(read(text).text).toBe(text);
		}),
	);
	// The first half of a secret, and one in which a letter differs.
	for (const secret of SECRETS) {
		for (const text of [secret.slice(0, 20), secret.replace('w', 'v')]) {
			expect(read(text.repeat(3)).text).toBe(text.repeat(3));
		}
	}
});

const WRITTEN = fc
	.tuple(
		fc.constantFrom(...SECRETS),
		fc.constantFrom<(text: string) => string>(
			(text) => text,
			(text) => Buffer.from(text).toString('hex'),
			(text) => [...text].join('\n'),
			(text) => [...text].map((sign) => `\\u00${sign.charCodeAt(0).toString(16)}`).join(''),
			(text) => [...text].map((sign) => `%${sign.charCodeAt(0).toString(16)}`).join(''),
			(text) => [...text].map((sign) => `&#${sign.charCodeAt(0)};`).join(''),
			(text) => Buffer.from(text).toString('base64'),
		),
	)
	.map(([secret, write]) => write(secret));

test('JSON stays JSON, with the same number of names and values', () => {
	const texts = fc.array(fc.oneof(WRITTEN, fc.string({ unit: 'binary' })), { maxLength: 4 });
	fc.assert(
		fc.property(fc.array(texts.map((some) => some.join(' | '))), (values) => {
			const { text } = read(JSON.stringify({ values, [values.join()]: values.length }));
			const parsed = JSON.parse(text) as { values: string[] };
			expect(Object.keys(parsed)).toHaveLength(2);
			expect(parsed.values).toHaveLength(values.length);
			for (const [index, value] of values.entries()) {
				if (parsed.values[index] !== value) expect(parsed.values[index]).toContain('***');
			}
		}),
	);
});

test.each([
	['of anything', 'Lease agreement, '],
	['of beginnings of a secret', SECRETS[0].slice(0, 35)],
	['of secrets', `${SECRETS[0]} `],
	['of escapes', '%25'],
	['of backslashes', '\\'],
	['of what is not seen', '\u00ad'],
])('a long text %s is read by many steps', (_what, piece) => {
	const { steps } = read(piece.repeat(2_000_000 / piece.length));
	expect(steps).toBeGreaterThan(10);
});

test.each([
	['as it is', (text: string) => text],
	['in hexadecimal digits', (text: string) => Buffer.from(text).toString('hex')],
	['in Base64', (text: string) => Buffer.from(text).toString('base64')],
])('a secret that is cut near its end is found: %s', (...[, write]) => {
	const written = write(SECRETS[0]);
	const cut = written.slice(0, Math.ceil(written.length * 0.9));
	expect(read(`{"a":"${cut}"}`).text).toBe('{"a":"***"}');
	expect(read(`{"a":"${cut}…"}`).text).toBe('{"a":"***…"}');
});

test('a short secret is none: its letters may stand together by chance', () => {
	expect(read('Test API key 1', ['testapikey1']).text).toBe('Test API key 1');
});
