/** What is made of texts: paths, names of files, dates, people, tables, pages. */
import assert from 'node:assert/strict';

import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { UserError } from 'n8n-workflow';
import { parseFragment } from 'parse5';

import { readCsv, writeCsv } from '../../nodes/SecuredSigning/shared/csv.ts';
import { momentOf } from '../../nodes/SecuredSigning/shared/dates.ts';
import { readAddress, readMobile, readPerson } from '../../nodes/SecuredSigning/fields/people.ts';
import { readShareUsers } from '../../nodes/SecuredSigning/fields/shareUsers.ts';
import { escapeHtml, scriptJson } from '../../nodes/SecuredSigning/signingPages/escape.ts';
import { decoded, formData } from '../../nodes/SecuredSigning/api/answers/formData.ts';
import { fileNameIn } from '../../nodes/SecuredSigning/api/files/fileNames.ts';
import { extensionOf } from '../../nodes/SecuredSigning/api/files/uploadFile.ts';
import { address } from '../../nodes/SecuredSigning/api/routes.ts';
import { ownValue, omitEmpty, splitList, text } from '../../nodes/SecuredSigning/shared/values.ts';
import { property } from './property.cts';
import { anyJson, anyText, anyValue } from './texts.cts';

/** What `act` gives, or undefined where it refuses in words; nothing else may come of it. */
function unlessRefused<T>(act: () => T): T | undefined {
	try {
		return act();
	} catch (error) {
		assert.ok(error instanceof UserError, `not a refusal in words: ${String(error)}`);
		return undefined;
	}
}

const pathRule = property(
	'a path keeps every value in its own place, and gives it back as it was',
	fc.property(anyValue, anyValue, (one, two) => {
		const made = unlessRefused(() =>
			address('/Document/{One}/File/{Two}', { One: one as string, Two: two as string }),
		);
		if (made === undefined) return;
		const { origin, pathname } = new URL(`https://api.example.com/web/v1.4${made}`);
		assert.equal(origin, 'https://api.example.com');
		assert.equal(pathname, `/web/v1.4${made}`, 'an address keeps it as it is');
		const parts = made.split('/');
		assert.deepEqual([parts.length, parts[1], parts[3]], [5, 'Document', 'File']);
		assert.deepEqual([parts[2], parts[4]].map(decodeURIComponent), [one, two].map(text));
	}),
);

const disposition = fc.oneof(
	anyText,
	anyText.map((name) => `attachment; filename="${name}"`),
	anyText.map((name) => `attachment; filename=${name}`),
	anyText.map((name) => `inline; filename*=UTF-8''${encodeURIComponent(name.toWellFormed())}`),
	fc.tuple(anyText, anyText).map(([a, b]) => `x; filename="${a}"; filename*=utf-8''${b}`),
);
const fileNameRule = property(
	"a downloaded file's name never leads to a folder",
	fc.property(disposition, (header) => {
		const name = fileNameIn(header);
		assert.doesNotMatch(name, /[\\/:\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
		assert.ok(Buffer.byteLength(name) <= 255, `too long: ${name.length}`);
		assert.ok(!/^\.+$/.test(name), `a name of dots: ${name}`);
		assert.match(extensionOf(name), /^[a-z\d]*$/);
	}),
);

const dateRule = property(
	'a value is a moment that says what was written, or none',
	fc.property(
		fc.oneof(
			anyValue,
			fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
			fc
				.tuple(fc.nat(9999), fc.nat(99), fc.nat(99), anyText)
				.map(([y, m, d, rest]) => [y, m, d].map((n) => `${n}`.padStart(2, '0')).join('-') + rest),
		),
		fc.constantFrom('UTC', 'Pacific/Auckland', 'America/New_York', 'Asia/Kathmandu'),
		(value, timezone) => {
			const moment = momentOf(value, timezone);
			if (moment === undefined) return;
			assert.ok(moment.at.isValid, `not a moment: ${String(value)}`);
			const day = /^\s*(\d{4}-\d\d-\d\d)\s*$/.exec(String(value))?.[1];
			if (day) assert.equal(moment.at.setZone(timezone).toISODate(), day);
		},
	),
);

const person = fc.record(
	{ firstName: anyValue, lastName: anyValue, email: fc.oneof(fc.emailAddress(), anyValue) },
	{ requiredKeys: [] },
);
const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 16 });
const phone = fc.record({
	mobileNumber: fc.oneof(
		digits,
		digits.map((n) => ` (0${n.slice(0, 3)}) ${n}.-`),
		anyValue,
	),
	mobileCountry: fc.oneof(fc.constantFrom('64', '+61', 1, ''), digits, anyValue),
});
const peopleRules = [
	property(
		'a person has names and an email address on one line each, or is refused in words',
		fc.property(person, (values) => {
			const read = unlessRefused(() => readPerson(values as never, 'Signer 1'));
			if (read === undefined) return;
			assert.ok(read.FirstName && read.LastName);
			assert.match(read.Email, /^[^\s@]+@[^\s@]+\.[^\s@]+$/);
		}),
	),
	property(
		'a mobile number is digits alone, or is refused in words',
		fc.property(phone, (values) => {
			const read = unlessRefused(() => readMobile(values as never, 'Signer 1'));
			if (read === undefined || Object.keys(read).length === 0) return;
			assert.match(read.MobileNumber ?? '', /^\d{5,14}$/);
			assert.match(read.MobileCountry ?? '', /^[1-9]\d{0,2}$/);
		}),
	),
	property(
		'an address is one of the web, or is refused in words',
		fc.property(fc.oneof(fc.webUrl(), anyValue), (value) => {
			const address = unlessRefused(() => readAddress(value, 'Return URL'));
			if (address !== undefined) assert.match(new URL(address).protocol, /^https?:$/);
		}),
	),
	property(
		'rows of people are taken or refused in words',
		fc.property(fc.array(person, { maxLength: 3 }), (rows) => {
			unlessRefused(() => readShareUsers({ user: rows as never }, 'Share With'));
		}),
	),
];

/** A cell as it stands in a file: plain, or in quotes with whatever in it. */
const csvCell = fc.oneof(
	fc.stringMatching(/^[a-z0-9é李]{0,5}$/),
	fc
		.array(fc.constantFrom('a', '""', ',', ';', '\t', '\r\n', '\n', ' ', 'é'), { maxLength: 6 })
		.map((pieces) => `"${pieces.join('')}"`),
);

const tableRules = [
	property(
		'a CSV list is read back as it was written',
		fc.asyncProperty(
			fc.integer({ min: 1, max: 5 }).chain((width) => {
				const row = fc.array(anyText, { minLength: width, maxLength: width });
				return fc.array(row, { minLength: 1, maxLength: 4 });
			}),
			async (rows) => {
				const columns = rows[0].map((_, index) => `column "${index}", of many`);
				const found = await readCsv(writeCsv(columns, rows));
				// A row of blanks is a blank line to every reader.
				const full = rows.filter((row) => row.some((cell) => cell.trim() !== ''));
				assert.deepEqual(
					found.map((row) => columns.map((column) => row[column])),
					full,
				);
			},
		),
	),
	property(
		'a CSV list is read as csv-parse reads it',
		fc.asyncProperty(
			fc.constantFrom(',', ';', '\t'),
			fc.constantFrom('\n', '\r\n'),
			fc.integer({ min: 2, max: 6 }),
			fc.array(fc.array(csvCell, { minLength: 1, maxLength: 6 }), { maxLength: 5 }),
			async (delimiter, end, width, rows) => {
				const columns = Array.from({ length: width }, (_, index) => `"column ${index};,"`);
				const text = [columns, ...rows].map((row) => row.join(delimiter)).join(end);
				const [, ...expected] = parse(text, {
					...{ delimiter, bom: true, relax_column_count: true },
					skip_records_with_empty_values: true,
				});
				// What is beyond the columns gets a name of its own; what is missing is empty.
				const widest = Math.max(width, ...expected.map(({ length }) => length));
				assert.deepEqual(
					(await readCsv(text)).map((row) => Object.values(row)),
					expected.map((row) => Array.from({ length: widest }, (_, index) => row[index] ?? '')),
				);
			},
		),
	),
	property(
		'any text and any bytes are rows of texts',
		fc.asyncProperty(
			fc.oneof(
				anyText,
				fc.array(anyText).map((lines) => lines.join('\n')),
			),
			async (csv) => {
				const { rows } = (await formData(await decoded(Buffer.from(csv)))) as { rows: object[] };
				assert.ok(
					rows.every((row) => Object.values(row).every((cell) => typeof cell === 'string')),
				);
				await formData(await decoded(Buffer.from(csv, 'utf16le')));
			},
		),
	),
	property(
		'values: only what holds something, and only what a table has of its own',
		fc.property(
			fc.dictionary(anyText, anyJson, { noNullPrototype: true }),
			anyText,
			anyValue,
			(table, key, value) => {
				assert.equal(ownValue(table, key), Object.hasOwn(table, key) ? table[key] : undefined);
				assert.ok(Object.values(omitEmpty(table)).every((held) => held !== null && held !== ''));
				assert.equal(text(value), text(value).trim());
				assert.ok(splitList(key).every((part) => part !== '' && !part.includes(',')));
			},
		),
	),
];

const pageRules = [
	property(
		'text in a page stays text',
		fc.property(anyText, (shown) => {
			const page = parseFragment(`<p title="${escapeHtml(shown)}">${escapeHtml(shown)}</p>`);
			const expected = shown.toWellFormed().replaceAll('\0', '\ufffd');
			const [p, ...others] = page.childNodes as unknown as Array<{
				attrs: Array<{ name: string; value: string }>;
				childNodes: Array<{ value: string }>;
			}>;
			assert.deepEqual(others, []);
			assert.deepEqual(p.attrs, [{ name: 'title', value: expected }]);
			assert.deepEqual(
				p.childNodes.map(({ value }) => value),
				expected === '' ? [] : [expected],
			);
		}),
	),
	property(
		'data in a script stays data',
		fc.property(fc.dictionary(anyText, anyJson, { noNullPrototype: true }), (data) => {
			const page = parseFragment(`<script type="application/json">${scriptJson(data)}</script>`);
			assert.equal(page.childNodes.length, 1);
			const [script] = page.childNodes as unknown as Array<{
				childNodes: Array<{ value: string }>;
			}>;
			const [{ value }] = script.childNodes;
			assert.deepEqual(JSON.parse(value), JSON.parse(JSON.stringify(data)));
		}),
	),
];

export const textRules = () => [
	pathRule,
	fileNameRule,
	dateRule,
	...peopleRules,
	...tableRules,
	...pageRules,
];
