/** The core flow; what is right in each configuration stands in docs/api/API.md, in the section that is named. */
import type { IDataObject } from 'n8n-workflow';

import { ALREADY_SENT } from '../../../nodes/SecuredSigning/send/storedDocuments.ts';
import { toldOn } from '../../harness/told.cts';
import { ana, ben, both, byReference, documentList, inDays } from '../../engine/samples.cts';
import type { Play } from './play.cts';

const dueDate = `${inDays(30)}T12:00:00Z`;
const text = expect.any(String);
const signersOf = ({ signers }: IDataObject) => signers as IDataObject[];

/** Sections 6 (AccountInfo), 5.7, 5.8 and 10.12: what is only read, or belongs to no document. */
export async function readsAndAttachment({ run, readings, stage }: Play) {
	const [{ json: account }] = await run('account', 'get');
	expect(account).toMatchObject({ documentsLeft: expect.any(Number), locked: false });
	expect((await run('recipient', 'getAll')).length).toBeGreaterThan(0);

	const forms = await run('form', 'getAll');
	const employment = forms.find(({ json }) => json.name === 'Employment Agreement')!.json;
	const fields = await run('form', 'getFields', { form: byReference(employment.formReference) });
	expect(JSON.stringify(fields).includes('RadioButton')).toBe(readings.radioButtons === 'listed');

	// Number and Category: in the query, as parts, or either. Whichever it is, both arrive.
	const options = { number: '7', category: 'Plans' };
	const [{ json: attachment }] = await run('attachment', 'upload', { options });
	const { attachmentReference } = attachment;
	const listed = await run('attachment', 'getAll');
	expect(listed.map(({ json }) => json)).toMatchObject([{ ...options, attachmentReference }]);
	expect(stage.bench.simulator.requests.at(-1)?.operationId).toBe('getAttachments');
}

/** Uploads a file and sends it to two signers, embedded; then looks at it, reminds, corrects, signs and deletes. */
export async function documentFromUploadToDeletion(play: Play) {
	const { run, readings, stage, shown, timesSent } = play;
	const { simulator } = stage.bench;

	// 5.2: an upload gives a reference, whatever else it says.
	const [{ json: uploaded }] = await run('document', 'upload');
	const reference = uploaded.documentReference as string;
	const document = byReference(reference);
	const send = async (options: IDataObject = {}) =>
		await run('smartTag', 'send', {
			documentsFrom: 'documents',
			documents: documentList(reference),
			signers: both,
			dueDate,
			options: { embedded: true, ...options },
		});
	const [{ json: sent }] = await send();
	expect(sent).toMatchObject({ documentReference: reference, signedCount: 0, signerCount: 2 });
	// 6: nobody has signed, whether the service calls that Signing or NotStart.
	expect(sent.status).toBe('inProgress');
	// 3: GMT 0 beside a date in UTC is one instant in either reading. A date in digits has two readings, and stays.
	expect(simulator.documents()[0].dueDate?.toISOString()).toBe(dueDate.replace('Z', '.000Z'));
	expect(sent.dueDate).toEqual(
		readings.dates === 'culture'
			? expect.stringMatching(/^\d\d\/\d\d\/\d{4} 12:00:00$/)
			: dueDate.replace('Z', '.000Z'),
	);
	// 12.4: a single document makes a package, or none.
	expect(typeof sent.packageReference).toBe(
		readings.singleDocument === 'package' ? 'string' : 'undefined',
	);
	// 8: a key for whoever can sign now, or for everybody; a link only where it is one.
	const keys = signersOf(sent).map(({ signingKey }) => typeof signingKey);
	expect(keys).toEqual(['string', readings.signingKeys === 'all' ? 'string' : 'undefined']);
	expect(typeof signersOf(sent)[0].signingLink).toBe(
		readings.signingKey === 'url' ? 'string' : 'undefined',
	);
	expect(signersOf(sent).map(({ name }) => name)).toEqual(['Ana Lopez', 'Ben Wu'].map(shown));

	// A contract is not sent twice, unless somebody wants that; then the service decides.
	await expect(send()).rejects.toThrow(ALREADY_SENT);
	expect(timesSent(reference)).toBe(1);
	const again = send({ sendAgain: true });
	await (readings.secondSend === 'refused'
		? expect(again).rejects.toThrow(/smartTag:send: /)
		: expect(again).resolves.toMatchObject([{ json: { documentReference: reference } }]));
	expect(timesSent(reference)).toBe(readings.secondSend === 'refused' ? 1 : 2);

	// 5.5: found by first name, last name and email, as the service has them.
	const [{ json: status }] = await run('document', 'get', { document });
	const [first, second] = signersOf(status);
	const linkFor = async (parameters: IDataObject) =>
		(await run('signer', 'getSigningLink', { document, ...parameters } as never))[0].json;
	const ofFirst = await linkFor({ signer: byReference(first.signerReference) });
	expect(ofFirst).toMatchObject({ email: ana.email, signingKey: text });
	const byDetails = linkFor({ signerBy: 'details', ...ana });
	const isFound = readings.signerNames === 'asGiven' || readings.signerLookup === 'anyCase';
	await (isFound
		? expect(byDetails).resolves.toMatchObject({ signingKey: ofFirst.signingKey })
		: expect(byDetails).rejects.toThrow(/has no signing link for .*'ANA LOPEZ'/));

	await run('signer', 'sendReminder', { document });
	await simulator.sign(reference);
	const [{ json: half }] = await run('document', 'get', { document });
	expect(half).toMatchObject({ status: 'inProgress', signedCount: 1, signerCount: 2 });

	// 12.6: the one that is left is corrected; where the list replaces all, whoever has signed is lost, and that is said.
	const update = run('signer', 'update', {
		document,
		signer: byReference(second.signerReference),
		updateFields: { lastName: 'Wu-Lee' },
	});
	if (readings.updateSigner === 'replaces') {
		await expect(update).rejects.toThrow(/no longer names .*(ana@example\.com)/);
	} else {
		await expect(update).resolves.toMatchObject([{ json: { name: shown('Ben Wu-Lee') } }]);
	}
	await simulator.sign(reference);
	await evidence(play, reference);

	expect(await run('document', 'delete', { document })).toMatchObject([
		{ json: { deleted: true } },
	]);
	// 4: a 404, whatever its body.
	await expect(run('document', 'get', { document })).rejects.toThrow(toldOn(404));
	expect(simulator.documents()).toEqual([]);
}

/** 5.2, 5.10: of what everybody has signed, all parts, with their types where the download does not name them. */
async function evidence({ run, readings }: Play, reference: string) {
	const document = byReference(reference);
	const [finished] = await run('document', 'getFinished', { document });
	expect(finished.json).toMatchObject({ finished: true, missing: [], status: 'completed' });
	expect(finished.binary?.data).toMatchObject({
		mimeType: 'application/pdf',
		fileExtension: 'pdf',
	});
	expect(finished.json.certificates).toMatchObject([{ certificateReference: text }]);
	const xlsx = run('document', 'download', { document, file: 'notaryJournal', format: 'xlsx' });
	await (readings.notaryJournalTypes === 'withXlsx'
		? expect(xlsx).resolves.toMatchObject([{ binary: { data: { fileExtension: 'xlsx' } } }])
		: expect(xlsx).rejects.toThrow(toldOn(400)));
}

/** Sections 5.4 to 5.6: a package of two documents, a form and a template, and the new due date of one of them. */
export async function packageFormAndTemplate({ run, stage }: Play) {
	const references: unknown[] = [];
	for (const _ of [1, 2]) {
		references.push((await run('document', 'upload'))[0].json.documentReference);
	}
	const [{ json: two }] = await run('smartTag', 'send', {
		documentsFrom: 'documents',
		documents: documentList(...references),
		signers: both,
		dueDate,
	});
	expect(two.packageReference).toEqual(text);
	for (const reference of references as string[]) {
		await stage.bench.simulator.sign(reference);
		await stage.bench.simulator.sign(reference);
	}
	const [{ json: signed }] = await run('package', 'get', {
		package: byReference(two.packageReference),
	});
	expect(signed).toMatchObject({ status: 'completed', documentCount: 2, completedCount: 2 });
	expect(signed).toMatchObject({ signedCount: 2, signerCount: 2 });

	const [{ json: form }] = await run('form', 'getAll');
	const sentForm = await run('form', 'send', {
		form: byReference(form.formReference),
		signers: both,
	});
	expect(sentForm).toMatchObject([
		{ json: { status: 'inProgress', signerCount: 2, documentReference: text } },
	]);

	const templates = await run('template', 'getAll');
	const tenancy = templates.find(({ json }) => json.name === 'Tenancy Agreement')!.json;
	const [{ json: sentTemplate }] = await run('template', 'send', {
		template: byReference(tenancy.templateReference),
		signers: { signer: [ana, ben] },
		options: { embedded: true },
	});
	// 5.6: the keys stand beside the documents, or in their signers too; everybody signs at once.
	expect(signersOf(sentTemplate).map(({ email, signingKey }) => [email, signingKey])).toEqual([
		[ana.email, text],
		[ben.email, text],
	]);
}
