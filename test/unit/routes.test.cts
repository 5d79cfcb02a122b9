/** Addresses are built of one segment for each value, and requests are held to the description by the compiler. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { change, read } from '../../nodes/SecuredSigning/api/http/request.ts';
import { address } from '../../nodes/SecuredSigning/api/routes.ts';

const STATUS = '/Document/Status/{DocumentReference}';

describe('address', () => {
	test('leaves a reference of the service as it is', () => {
		const values = { DocumentReference: '154107214180236225199' };
		expect(address(STATUS, values)).toBe('/Document/Status/154107214180236225199');
	});

	test.each([
		['a/b', 'a%2Fb'],
		['../Account/Info', '..%2FAccount%2FInfo'],
		['a?x=1#y', 'a%3Fx%3D1%23y'],
		['a%2e%2e', 'a%252e%252e'],
		['ünï', '%C3%BCn%C3%AF'],
		['line\nbreak', 'line%0Abreak'],
		['{DocumentReference}', '%7BDocumentReference%7D'],
		['$&', '%24%26'],
	])('keeps %j one segment', (value, encoded) => {
		expect(address(STATUS, { DocumentReference: value })).toBe(`/Document/Status/${encoded}`);
	});

	test.each(['', '   ', '.', '..', '...', '\ud800', undefined, null, {}])('refuses %j', (value) => {
		expect(() => address(STATUS, { DocumentReference: value as string })).toThrow(/reference/i);
	});
});

/** Never run: the compiler judges it, and an error that it does not find is one for it. */
export async function whatDoesNotCompile(context: IExecuteFunctions) {
	const path = { DocumentReference: '1' };
	// @ts-expect-error no such route
	await read(context, '/Document/State/{DocumentReference}', { path });
	// @ts-expect-error a route of another method
	await read(context, '/Document/Extend', { body: {} });
	// @ts-expect-error a value of the path is missing
	await read(context, STATUS);
	// @ts-expect-error a value of the path has another name
	await read(context, STATUS, { path: { Reference: '1' } });
	// @ts-expect-error no such query
	await read(context, STATUS, { path, query: { Log: true } });
	// @ts-expect-error no such folder
	await read(context, '/Document/GetActiveDocuments/{Folder}', { path: { Folder: 'Outbox' } });
	// @ts-expect-error a field that the description does not have
	await change(context, '/Document/UploadByUrl', { body: { File: {}, Reference: '1' } });
	const document = await read(context, STATUS, { path });
	// @ts-expect-error an answer has the fields of the description
	return document.DocumentStatus;
}
