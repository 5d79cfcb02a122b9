import { Ajv2020 } from 'ajv/dist/2020';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

import { withSimulator } from './testing/client.cts';

const running = withSimulator();
const person = { FirstName: 'Ana', LastName: 'Lopez', Email: 'ana@example.com' };
const send = { DocumentReferences: ['1'], DueDate: '2030-01-01' };

it.each([
	['an unknown field', { ...send, Colour: 'red' }, 'Colour: is not a field'],
	[
		'an unknown field of a signer',
		{ ...send, Signers: [{ ...person, MobileNumber: '021', Phone: '1' }] },
		'Signers.0.Phone: is not a field',
	],
	[
		'an unknown field two levels down',
		{ ...send, Signers: [{ ...person, ShareUsers: [{ ...person, IsOwner: true, Rank: 1 }] }] },
		'Signers.0.ShareUsers.0.Rank: is not a field',
	],
	['a wrong type', { ...send, Embedded: 'true' }, 'Embedded: must be boolean'],
	['a number for a text', { ...send, GMT: 720 }, 'GMT: must be string'],
	['null', { ...send, PackageName: null }, 'PackageName: must be string'],
	['a missing field', { DocumentReferences: ['1'] }, "must have required property 'DueDate'"],
	['a list', [], 'must be object'],
	['no body', undefined, 'requestBody'],
])('refuses %s', async (_name, json, message) => {
	const { client } = running;
	expect(await client.refusal('POST', '/SmartTag/Send', { json })).toEqual({
		status: 400,
		message: expect.stringContaining(message),
	});
});

it('names the field of each error', async () => {
	const json = { ...send, Embedded: 1 };
	const response = await running.client.fetch('POST', '/SmartTag/Send', { json });
	expect(await response.json()).toEqual({
		ResponseStatus: {
			ErrorCode: 'ArgumentException',
			Message: 'Embedded: must be boolean',
			Errors: [{ ErrorCode: 'type', FieldName: 'Embedded', Message: 'must be boolean' }],
		},
	});
	expect(response.statusText).toBe('ArgumentException');
});

it.each([
	['POST', '/Document/Uploader', { form: new FormData() }],
	['GET', '/Account/Info', { query: { verbose: 'true' } }],
	['GET', '/Document/GetActiveDocuments/Outbox', {}],
	['GET', '/Document/GetActiveDocuments/InBox', { query: { DocumentLog: 'maybe' } }],
	['GET', '/UI/Resource', {}],
	['POST', '/Document/Delete/1', { json: { Really: true } }],
	['POST', '/SmartTag/Send', { json: send, headers: { 'Content-Type': 'text/plain' } }],
] as const)('refuses %s %s with %j', async (method, path, options) => {
	expect((await running.client.refusal(method, path, options)).status).toBe(400);
});

it('refuses an unknown text part of an upload', async () => {
	const form = new FormData();
	form.set('Comment', 'hello');
	form.set('file', new Blob(['x']), 'a.pdf');
	expect(await running.client.refusal('POST', '/Document/Uploader', { form })).toEqual({
		status: 400,
		message: 'Comment: is not a field of this request',
	});
});

it('takes ?format, any casing of the path, a slash at its end and .NET booleans', async () => {
	const { client, simulator } = running;
	const paths = ['/account/info', '/ACCOUNT/INFO/', '/Account/Info?format=json'];
	for (const path of paths) await client.json('GET', path);
	await client.json('GET', '/Document/GetActiveDocuments/InBox', {
		query: { DocumentLog: 'True' },
	});
	const upper = simulator.url.replace('/web/', '/Web/');
	expect((await fetch(`${upper}/Account/Info`)).status).toBe(401);
	expect(new Set(simulator.requests.map(({ operationId }) => operationId))).toEqual(
		new Set(['getAccountInfo', 'getActiveDocuments']),
	);
});

it('answers 404 where no operation is', async () => {
	expect((await running.client.refusal('GET', '/Document/Nothing/1')).status).toBe(404);
	expect((await running.client.refusal('PUT', '/Account/Info')).status).toBe(404);
	expect(running.simulator.requests[0].operationId).toBeUndefined();
});

it('works with schemas that are JSON Schema', () => {
	const description = parse(readFileSync('docs/api/openapi.yaml', 'utf8')) as {
		components: { schemas: Record<string, object> };
	};
	const ajv = new Ajv2020({ strict: false });
	const wrong = Object.entries(description.components.schemas).filter(
		([, schema]) => ajv.validateSchema(schema) !== true,
	);
	expect(wrong).toEqual([]);
	expect(ajv.validateSchema({ type: 'strnig' })).toBe(false);
});
