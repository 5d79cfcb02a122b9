/**
 * Where the sources contradict each other or are silent (docs/api/API.md sections 10 and 11), the
 * node has to get along with every reading: one way through the service, once for each of them.
 */
import type { Readings } from '../../simulator/index.cts';
import { startBench, type Bench, type Result } from './node.cts';
import { ana, both, byReference, dataFile, inDays } from './samples.cts';

/** Every reading but the likelier ones, which all other tests play. */
const OTHERS: { [Name in keyof Readings]: Array<Readings[Name]> } = {
	timestamps: ['whole'],
	sendFormsAnswer: ['swapped'],
	packageDocuments: ['wrapper'],
	signingKey: ['url'],
	gmtWithZone: ['shifts'],
	userId: ['UserID'],
	accountInfoTypes: ['strings'],
	removeFromPackage: ['required'],
	// The third, `upload`, is told apart below.
	uploadPart: ['file'],
	attachmentFields: ['query', 'form'],
	formats: ['jsonAndXml'],
	uploadAnswer: ['document'],
	radioButtons: ['absent'],
	notaryJournalTypes: ['pdfAndJson'],
	dates: ['servicestack', 'culture', 'rfc1123'],
	nullFields: ['null'],
	downloadHeaders: ['absent'],
	errorBody: ['camel', 'empty', 'text'],
	recipients: ['object'],
	signingKeys: ['all'],
	templateKeys: ['both'],
	referer: ['exact', 'ignored'],
	endedDocuments: ['unlisted'],
	unopened: ['NotStart'],
	folder: ['unnamed'],
	// The way below changes no signer: rightPeople.test.cts plays it.
	updateSigner: ['replaces'],
	callback: ['form', 'get', 'never'],
};

const cases = Object.entries(OTHERS).flatMap(([name, values]) =>
	values.map((value): [string, Partial<Readings>] => [`${name}: ${value}`, { [name]: value }]),
);

let bench: Bench;
afterEach(async () => await bench.close());

async function run(resource: string, operation: string, parameters = {}): Promise<Result['items']> {
	const file = await bench.file(dataFile('confidentiality-agreement.pdf'), 'agreement.pdf');
	const { items, error } = await bench.run(
		{ resource, operation, ...parameters },
		{ items: [file] },
	);
	if (error) throw new Error(`${resource}:${operation}: ${error.message} ${error.description}`);
	return items;
}

test.each(cases)('%s', async (_name, readings) => {
	bench = await startBench({ readings });

	const [{ json: account }] = await run('account', 'get');
	expect(account).toMatchObject({ documentsLeft: expect.any(Number), locked: false });

	const [{ json: sent }] = await run('smartTag', 'send', {
		signers: both,
		dueDate: `${inDays(30)}T12:00:00Z`,
		options: { embedded: true, singleDocumentAsPackage: true },
	});
	const document = byReference(sent.documentReference);
	expect(sent).toMatchObject({ status: 'inProgress', signedCount: 0, signerCount: 2 });
	const [held] = bench.simulator.documents();
	expect(held.dueDate?.toISOString()).toBe(`${inDays(30)}T12:00:00.000Z`);
	if (readings.dates !== 'culture') expect(sent.dueDate).toBe(`${inDays(30)}T12:00:00.000Z`);

	const [{ json: link }] = await run('signer', 'getSigningLink', {
		document,
		signerBy: 'details',
		...ana,
	});
	expect(link.signingKey).toEqual(expect.any(String));
	await bench.simulator.sign(sent.documentReference as string);
	await run('signer', 'sendReminder', { document });
	await bench.simulator.sign(sent.documentReference as string);

	const [{ json: signedPackage }] = await run('package', 'get', {
		package: byReference(sent.packageReference),
	});
	expect(signedPackage).toMatchObject({ status: 'completed', signedCount: 2, signerCount: 2 });
	const [finished] = await run('document', 'getFinished', { document });
	expect(finished.json).toMatchObject({ finished: true, missing: [], status: 'completed' });
	expect(finished.binary?.data.mimeType).toBe('application/pdf');

	const [form] = await run('form', 'getAll');
	const [{ json: sentForm }] = await run('form', 'send', {
		form: byReference(form.json.formReference),
		signers: both,
	});
	expect(sentForm).toMatchObject({ status: 'inProgress', signerCount: 2 });

	const [{ json: attachment }] = await run('attachment', 'upload', { options: { number: '7' } });
	expect(attachment.attachmentReference).toEqual(expect.any(String));
	expect((await run('recipient', 'getAll')).length).toBeGreaterThan(0);
	expect(await run('document', 'delete', { document })).toMatchObject([
		{ json: { deleted: true } },
	]);
	await expect(run('document', 'get', { document })).rejects.toThrow(/could not find/);
	expect(bench.simulator.problems).toEqual([]);
});

test('the part of the file is called as most clients call it', async () => {
	// Sources name it `file`, `upload` or nothing at all; a service that took `upload` alone would
	// refuse the others' uploads, and so ours, with its own words.
	bench = await startBench({ readings: { uploadPart: 'upload' } });
	await expect(run('document', 'upload')).rejects.toThrow(/did not accept|could not find/);
	expect(bench.simulator.documents()).toEqual([]);
});
