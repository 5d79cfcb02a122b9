/** Answers to a request, of every shape. */
import fc from 'fast-check';

import { mutations, type Mutation } from './mutations.cts';
import { anyJson, anyText } from './texts.cts';

/** In texts, @ELSEWHERE@ stands for another origin, @KEY@ and @SIGNATURE@ for what was sent. */
export interface Answer {
	status: number;
	reason: string;
	headers: Array<[name: string, value: string]>;
	/** With mutations: the answer that the description has for the request, with these in it. */
	body: { text: string } | { json: unknown } | { mutations: Mutation[] };
	/** What the answer says of its length, where that is not so. */
	length?: string;
	/** Whether the connection stays open, with nothing more to come. */
	stays?: boolean;
}

/** What the description has for the request. */
export const GOOD: Answer = {
	status: 200,
	reason: 'OK',
	headers: [['content-type', 'application/json; charset=utf-8']],
	body: { mutations: [] },
};

const ECHO = [
	'@KEY@',
	'@SIGNATURE@',
	'your key @KEY@ and signature @SIGNATURE@',
	'@ELSEWHERE@/@KEY@/@SIGNATURE@?key=@KEY@',
	`${'x'.repeat(590)}@KEY@`,
	`${'x'.repeat(280)}@SIGNATURE@`,
];
const spoken = fc.oneof(anyText, fc.constantFrom(...ECHO, '@ELSEWHERE@/web/v1.4/Account/Info'));

const envelope = fc
	.record({ ErrorCode: spoken, Message: fc.oneof(spoken, anyJson), Errors: anyJson })
	.map((ResponseStatus) => ({ json: { ResponseStatus } }));

/** Bodies that are no answer, or one that was meant to do harm. */
export const PAGES = [
	'<html><head><meta http-equiv="refresh" content="0; url=@ELSEWHERE@/"></head></html>',
	'<!DOCTYPE html><title>Down</title><script src="@ELSEWHERE@/x.js"></script>',
	'',
	'{"Reference": "cut',
	'null',
	'[][]',
	'\ufeff{}',
	'%PDF-1.7\ncut',
	'%PDF-1.7\n%%EOF',
	`${'['.repeat(100_000)}${']'.repeat(100_000)}`,
	`${'{"Signers":['.repeat(20_000)}${']}'.repeat(20_000)}`,
	'{"__proto__":{"polluted":true},"Signers":[{"__proto__":{"Email":"x"}}]}',
	'{"Url":"@ELSEWHERE@/","DownloadURL":"@ELSEWHERE@/","Reference":"@ELSEWHERE@/../x"}',
];

const body = fc.oneof(
	{ weight: 12, arbitrary: mutations.map((changes) => ({ mutations: changes })) },
	{ weight: 2, arbitrary: anyJson.map((json) => ({ json })) },
	{ weight: 2, arbitrary: fc.constantFrom(...PAGES).map((text) => ({ text })) },
	{ weight: 1, arbitrary: spoken.map((text) => ({ text })) },
);

/** What fits on a line of a header: the rest would only be an answer that no client can read. */
const line = spoken.map((text) => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 300));

const header: fc.Arbitrary<[string, string]> = fc.oneof(
	fc.tuple(
		fc.constant('content-type'),
		fc.oneof(line, fc.constantFrom('text/html', 'application/pdf', 'application/json', 'text/csv')),
	),
	fc.tuple(
		fc.constant('content-disposition'),
		line.map(
			(name) => `attachment; filename="${name}"; filename*=UTF-8''${encodeURIComponent(name)}`,
		),
	),
	fc.tuple(fc.constant('location'), line),
	fc.tuple(fc.constant('retry-after'), line),
	fc.tuple(fc.constant('content-encoding'), fc.constantFrom('gzip', 'br', 'deflate', 'x')),
	fc.tuple(fc.constantFrom('refresh', 'link', 'set-cookie', 'date', 'x-custom-nonce'), line),
	fc.tuple(fc.constant('__proto__'), line),
);

const success = fc.record({
	status: fc.constantFrom(200, 200, 200, 200, 201, 202, 204, 206),
	reason: fc.constant('OK'),
	headers: fc.oneof(
		{ weight: 4, arbitrary: fc.constant(GOOD.headers) },
		{ weight: 1, arbitrary: fc.array(header, { maxLength: 4 }) },
	),
	body,
});
const failure = fc.record({
	status: fc.constantFrom(
		301,
		302,
		303,
		307,
		308,
		400,
		401,
		402,
		404,
		413,
		426,
		429,
		500,
		503,
		599,
	),
	reason: line,
	headers: fc.array(header, { maxLength: 4 }),
	body: fc.oneof(envelope, body),
});
const misframed = fc.record({
	...{ status: fc.constantFrom(200, 404), reason: line, headers: fc.array(header), body },
	length: fc.constantFrom('0', '1', '10', '99999999', '-1', 'many', '5, 7'),
	stays: fc.boolean(),
});

const hostile: fc.Arbitrary<Answer> = fc.oneof(
	{ weight: 12, arbitrary: success },
	{ weight: 5, arbitrary: failure },
	{ weight: 1, arbitrary: misframed },
);

/** The answers to one run of an operation: good ones, until one is not. */
export const answers: fc.Arbitrary<Answer[]> = fc
	.tuple(fc.nat(3), hostile, fc.boolean())
	.map(([good, bad, onlyOnce]) => [
		...Array.from({ length: good }, () => GOOD),
		bad,
		...(onlyOnce ? [GOOD] : []),
	]);
