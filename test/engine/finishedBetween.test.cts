/**
 * What stands between n8n and the service answers for it: a cache, a gateway, or nothing at all. None of it decides what
 * of a signed document there is. docs/waiting-in-detail.md, “Missing parts”: “If such a part cannot be fetched, you get
 * the signed document without it”, `missing` says which and why, and the node “tries again for some time”.
 */
import { binaryData } from '../harness/engine.cts';
import { passTime, realTime } from '../harness/clock.cts';
import { insteadOf, startBetween, type Between, type Rule, type Told } from './between.cts';
import type { Bench } from './node.cts';
import { byReference, dataFile } from './samples.cts';
import { useSigned } from './signedDocuments.cts';

let bench: Bench;
let between: Between;
const { send, signed } = useSigned((own) => ({ bench } = own));
beforeEach(async () => {
	between = await startBetween(bench);
});
afterEach(() => {
	between.close();
	bench.simulator.faults.clear();
	realTime();
});

const get = async (reference: string, parameters: object) =>
	await bench.run(
		{
			resource: 'document',
			operation: 'getFinished',
			document: byReference(reference),
			...parameters,
		},
		{ credential: between.bench.simulator.credential },
	);
const asked = (route: RegExp) => between.passed.filter((one) => route.test(one.route)).length;

describe('uploads of which the status says nothing', () => {
	const UPLOADS = /GetUploadedFileData/;
	const include = ['signedFile', 'uploadedFiles', 'manifest'];
	const html: Told = {
		status: 404,
		headers: { 'content-type': 'text/html' },
		body: '<html><h1>404 Not Found</h1>nginx</html>',
	};
	const envelope: Told = {
		status: 404,
		headers: { 'content-type': 'application/json' },
		body: '{"ResponseStatus":{"ErrorCode":"NotFound","Message":"Not found"}}',
	};
	const nothing: Told = { status: 404 };
	const refused: Told = { ...envelope, status: 400 };
	const cached: Told = { ...envelope, headers: { ...envelope.headers, age: '600' } };

	async function uploadsOf(rule: Rule) {
		const reference = await signed();
		await bench.simulator.leave(
			reference,
			'uploads',
			'ids.zip',
			dataFile('confidentiality-agreement.pdf'),
		);
		bench.simulator.faults.spoil((answer, { operationId }) =>
			operationId === 'getDocumentStatus'
				? { ...(answer as object), HasFileUploaded: undefined }
				: answer,
		);
		between.rule = rule;
		return (await get(reference, { include })).items[0].json;
	}

	test.each([
		['a page of a gateway', html],
		['nothing', nothing],
		['the service', envelope],
		['a refusal', refused],
		['a cache', cached],
	])('come although the first answer, of %s, is that there are none', async (_what, told) => {
		expect(await uploadsOf(insteadOf(UPLOADS, told, 1))).toMatchObject({
			...{ finished: true, missing: [] },
			files: ['data', 'uploadedFiles', 'manifest'],
		});
	});

	test.each([
		['a page of a gateway', html],
		['nothing', nothing],
		['a cache', cached],
	])('are missing if every answer is of %s', async (_what, told) => {
		expect(await uploadsOf(insteadOf(UPLOADS, told))).toMatchObject({
			...{ finished: true, files: ['data', 'manifest'] },
			missing: [{ part: 'uploadedFiles' }],
		});
	});

	// docs/api/API.md section 4: 404 is also "file unknown".
	test.each([
		['cannot be found', envelope],
		['are refused', refused],
	])('are none if the service itself says twice that they %s', async (_what, told) => {
		expect(await uploadsOf(insteadOf(UPLOADS, told))).toMatchObject({
			...{ missing: [], files: ['data', 'manifest'] },
		});
		expect(asked(UPLOADS)).toBe(2);
	});
});

describe('a cache', () => {
	const PARTS = {
		'the signed file': [/GetDocumentData/, 'signedFile', 'data'],
		'a certificate': [/Download\/SigningCompletion/, 'certificateFiles', 'certificate'],
		'the field values': [/FieldData/, 'fieldValues', undefined],
	} as const;
	const AGED: Rule = async (_passing, pass) => {
		const told = await pass();
		return { ...told, headers: { ...told.headers, age: '600' } };
	};

	test.each(Object.entries(PARTS))('is not asked for %s', async (_what, [route, part, field]) => {
		const reference = await signed();
		between.rule = async (passing, pass) =>
			route.test(passing.route) ? await AGED(passing, pass) : await pass();
		const include = ['signedFile', 'certificateFiles', 'fieldValues'];
		const { json } = (await get(reference, { include })).items[0];
		expect(json.missing).toEqual([{ part, reason: expect.stringMatching(/from a cache/) }]);
		expect(json.files).not.toContain(field);
		expect(json.fieldValues === undefined).toBe(part === 'fieldValues');
		expect(asked(route)).toBeGreaterThan(2);
	});

	test('that has the file from before the signatures does not give it as the signed one', async () => {
		const reference = await send();
		const before = dataFile('confidentiality-agreement.pdf');
		await bench.simulator.sign(reference);
		await bench.simulator.sign(reference);
		const old: Told = {
			status: 200,
			headers: { 'content-type': 'application/pdf', age: '600' },
			body: before.toString('latin1'),
		};
		between.rule = insteadOf(/GetDocumentData/, old, 3);
		const { json, binary } = (await get(reference, { include: ['signedFile'] })).items[0];
		expect(json).toMatchObject({ finished: true, missing: [] });
		const content = await (await binaryData()).getAsBuffer(binary!.data);
		expect(content.equals(before)).toBe(false);
		expect(asked(/GetDocumentData/)).toBe(4);
	});
});

test('a part that is never answered is given up half a minute after the first failure', async () => {
	const reference = await signed();
	between.rule = async ({ route }, pass) => {
		if (!/GetDocumentData/.test(route)) return await pass();
		// As long as a request takes.
		passTime(60_000);
		return await new Promise(() => undefined);
	};
	const include = ['signedFile', 'fieldValues'];
	const { items } = await get(reference, { include, requestOptions: { timeout: 1 } });
	expect(items[0].json).toMatchObject({
		...{ finished: true, fieldValues: { Comment: 'Fine with me' } },
		missing: [{ part: 'signedFile' }],
	});
	expect(asked(/GetDocumentData/)).toBe(2);
});
