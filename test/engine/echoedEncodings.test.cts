/** What a request sends of the credential, and comes back inside of something that is encoded, is not told. */
import type { IncomingHttpHeaders } from 'node:http';

import { pdfFile } from '../harness/pdfFile.cts';
import { SECRETS, useEcho } from './echo.cts';
import { storedText, type Bench } from './node.cts';
import { byReference } from './samples.cts';

let bench: Bench;
let credential: Record<string, string>;
const { service, signatures } = useEcho((own) => ({ bench, credential } = own));

/** Without what CSV and JSON write in another way. */
const LONG_SECRET = 'S3+cr/etVa9lueXw4QpA8sDf6GhJ1bNc3YuE5oTi=';

/** As programs in between show requests: Base64 and hexadecimal digits are of Node.js. */
const base64 = (text: string) => Buffer.from(text).toString('base64');
const hex = (text: string) => Buffer.from(text).toString('hex');
const each = (text: string, write: (code: string) => string) =>
	[...text].map((sign) => write(sign.charCodeAt(0).toString(16).padStart(2, '0'))).join('');
/** The higher byte first, as Encoding.BigEndianUnicode of .NET has it. */
const utf16 = (text: string) => Buffer.from(text, 'utf16le').swap16();
const lines = (text: string) => text.replace(/.{9}/g, '$&\r\n ');
const ENCODINGS: Array<[string, (text: string) => string]> = [
	['in Base64', base64],
	['in Base64, behind one character', (text) => base64(`:${text}\r\n`)],
	['in Base64, behind two', (text) => base64(`: ${text}\r\nHost: example.com`)],
	['in Base64 for addresses', (text) => Buffer.from(`??>${text}`).toString('base64url')],
	['in Base64, in lines', (text) => lines(base64(text))],
	['in Base64, in an address', (text) => encodeURIComponent(base64(text))],
	['in hexadecimal digits', hex],
	['in large ones', (text) => hex(text).toUpperCase()],
	['in pairs of digits', (text) => each(text, (code) => `${code} `)],
	['in pairs with colons', (text) => each(text, (code) => `${code}:`)],
	['in numbers of programs', (text) => each(text, (code) => `0x${code}, `)],
	['in an address, each character', (text) => each(text, (code) => `%${code}`)],
	['in an address, twice', (text) => each(text, (code) => `%25${code.toUpperCase()}`)],
	['escaped for programs', (text) => each(text, (code) => `\\u00${code}`)],
	['escaped for programs, twice', (text) => each(text, (code) => `\\\\u00${code}`)],
	['escaped by two digits', (text) => each(text, (code) => `\\x${code}`)],
	['for a web page', (text) => each(text, (code) => `&#${parseInt(code, 16)};`)],
	['for a web page, by digits', (text) => each(text, (code) => `&#x${code};`)],
	['for a web page, twice', (text) => each(text, (code) => `&amp;#x${code};`)],
	['for a web page, without semicolons', (text) => each(text, (code) => `&#${parseInt(code, 16)}`)],
	[
		'with only its special characters so, whatever follows',
		(text) => text.replace(/[^A-Za-z\d]/g, (sign) => `&#${sign.charCodeAt(0)}`),
	],
	[
		'the same by hexadecimal numbers',
		(text) => text.replace(/[^A-Za-z\d]/g, (sign) => `&#x${sign.charCodeAt(0).toString(16)}`),
	],
	['as UTF-16 in Base64', (text) => Buffer.from(text, 'utf16le').toString('base64')],
	['as UTF-16 in Base64, behind one character', (text) => utf16(`:${text}`).toString('base64')],
	['as UTF-16 in hexadecimal digits', (text) => Buffer.from(text, 'utf16le').toString('hex')],
	['as UTF-16 the other way round, in Base64', (text) => utf16(text).toString('base64')],
	['as UTF-16 the other way round, in hexadecimal digits', (text) => utf16(text).toString('hex')],
	['in lines', lines],
	['with soft hyphens', (text) => [...text].join('\u00ad')],
	['with spaces', (text) => [...text].join(' ')],
	['in capitals', (text) => text.toUpperCase()],
	['in small letters', (text) => text.toLowerCase()],
];

describe.each(ENCODINGS)('what was sent and comes back %s', (_how, write) => {
	// Of what stands at its ends, the neighbours have a part in the encoding.
	const core = (text: string) => text.slice(text.length * 0.25, text.length * 0.75);
	const found = (items: unknown) => {
		const said = JSON.stringify(items);
		expect(signatures).not.toEqual([]);
		expect(said).toContain('***');
		return [SECRETS.apiKey, LONG_SECRET, ...signatures].filter((secret) =>
			said.includes(JSON.stringify(core(write(secret))).slice(1, -1)),
		);
	};
	const run = async (parameters: Parameters<Bench['run']>[0]) =>
		await bench.run(
			{ ...parameters, requestOptions: { retries: 0 } },
			{ credential: { ...credential, apiSecret: LONG_SECRET } },
		);
	const echoed = ({ 'x-custom-api-key': key, 'x-custom-signature': signed }: IncomingHttpHeaders) =>
		[key, LONG_SECRET, signed].map((secret) => write(String(secret)));

	test('in values and names is not in the output', async () => {
		service.answer = (headers) => {
			const [key, ...others] = echoed(headers);
			const data = { Name: 'Ana', Email: 'ana@example.com', [key]: 1, Echo: others.join(' | ') };
			return { status: 200, body: JSON.stringify({ ...data, List: [{ In: `x ${key} z` }] }) };
		};
		const { items, error } = await run({ resource: 'account', operation: 'get', simplify: false });
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ Name: 'Ana', Email: 'ana@example.com' });
		expect(found(items)).toEqual([]);
	});

	test('in a refusal is not in the error', async () => {
		service.answer = (headers) => ({
			status: 400,
			body: JSON.stringify({ ResponseStatus: { Message: echoed(headers).join(' | ') } }),
		});
		const { run: stored, error } = await run({ resource: 'account', operation: 'get' });
		expect(error?.message).toContain('***');
		expect(found(storedText(stored))).toEqual([]);
	});

	test('in the encoded name of a file is not in it', async () => {
		service.answer = (headers) => ({
			status: 200,
			body: String(pdfFile('<<>>')),
			encodedName: encodeURIComponent(echoed(headers)[0].replaceAll('/', '_')),
		});
		const download = { resource: 'document', operation: 'download', document: byReference('1') };
		const { items } = await run(download);
		const { fileName } = items[0].json;
		expect(fileName).toMatch(/^.+$/);
		expect(fileName).not.toContain(core(write(SECRETS.apiKey)));
	});

	const inHalves = (text: string) =>
		/[",;\n]/.test(text)
			? `"${text}"`
			: `"${text.slice(0, text.length / 2)}"${text.slice(text.length / 2)}`;
	test.each<[string, (text: string) => string]>([
		['as it is', (text) => `"${text}"`],
		['in a value of which half is in quotation marks', inHalves],
	])('in a file of values, %s, is not in the output', async (_how, quoted) => {
		service.answer = (headers) => {
			const [key, secret, signed] = echoed(headers).map(quoted);
			return { status: 200, body: `Name,${key}\nAna,${secret}\nBen,${signed}\n`, type: 'text/csv' };
		};
		const { items, error } = await run({
			...{ resource: 'form', operation: 'downloadData', document: byReference('1') },
		});
		expect(error).toBeUndefined();
		expect(items[0].json.rows).toMatchObject([{ Name: 'Ana' }, { Name: 'Ben' }]);
		expect(found(items[0].json)).toEqual([]);
	});
});
