import { PDFDocument } from '@cantoo/pdf-lib';
import type { Schemas } from './api.cts';
import { pdfText } from './pdfText.cts';
import { inDays } from './testing/arrange.cts';
import { formWith, withSimulator } from './testing/client.cts';
import { ana, ben, docxWith, pdfWith } from './testing/files.cts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Document = Schemas['Document'];

const running = withSimulator();
const status = (reference: string) =>
	running.client.json<Document>('GET', `/Document/Status/${reference}`);
const folder = async (name: string) =>
	(await running.client.json<Document[]>('GET', `/Document/GetActiveDocuments/${name}`)).map(
		({ Reference }) => Reference,
	);

async function send(reference: string, more: object = {}) {
	const json = { DocumentReferences: [reference], DueDate: inDays(7), ...more };
	const [document] = await running.client.json<Document[]>('POST', '/SmartTag/Send', { json });
	return document;
}

async function download(reference: string) {
	const response = await running.client.fetch('GET', `/Download/GetDocumentData/${reference}`);
	const bytes = new Uint8Array(await response.arrayBuffer());
	const folder = await mkdtemp(join(tmpdir(), 'simulator-test-'));
	const path = join(folder, 'file.pdf');
	await writeFile(path, bytes);
	const text = await pdfText(path);
	await rm(folder, { recursive: true });
	return { bytes, text, pages: (await PDFDocument.load(bytes)).getPageCount() };
}

it('moves from InBox over Progress to Signed, one signer after another', async () => {
	const { client, simulator } = running;
	const reference = await client.upload('Lease.pdf', await pdfWith(ana, ben));
	expect((await status(reference)).Status).toBe('NotStart');
	expect(await folder('InBox')).toEqual([reference]);
	const original = await download(reference);

	const sent = await send(reference, { Embedded: true });
	expect(sent).toMatchObject({ Status: 'Signing', Folder: 'Progress' });
	expect(sent.Signers.map(({ Email }) => Email)).toEqual(['ana@example.com', 'ben@example.com']);
	const [first, second] = sent.Signers.map(({ SigningKey }) => SigningKey);
	expect(first).toBeDefined();
	expect(second).toBeUndefined();

	const page = await (await fetch(`${simulator.origin}/sign/${first}`)).text();
	expect(page).toContain('Lease.pdf');
	expect(page).toContain('Ana Lopez');
	const signed = await fetch(`${simulator.origin}/sign/${first}`, {
		method: 'POST',
		body: new URLSearchParams({ 'field.Comment': 'Fine with me' }),
	});
	expect(await signed.text()).toContain('You have signed');
	expect((await status(reference)).Status).toBe('1 of 2 Signed');

	await simulator.sign(reference);
	expect(await status(reference)).toMatchObject({ Status: 'Complete', Folder: 'Signed' });
	expect(await folder('Signed')).toEqual([reference]);
	expect(await folder('Progress')).toEqual([]);

	const final = await download(reference);
	expect(final.pages).toBe(original.pages + 1);
	expect(final.text).toContain('Signed by Ana Lopez <ana@example.com>');
	const fields = await client.json('GET', `/Document/FieldData/${reference}`);
	expect(fields).toMatchObject([{ ID: 'Comment', Value: 'Fine with me' }]);
	const log = await client.json<Schemas['DocumentLog'][]>('GET', `/Document/Log/${reference}`);
	expect(log.map(({ Action }) => Action)).toEqual([
		...['Sent', 'Invited', 'Signed', 'Invited', 'Signed', 'Completed'],
	]);
	const [certificate] = await client.json<Schemas['SigningCompletionCertificateResponse'][]>(
		'GET',
		`/Document/SigningCompletionCertificate/${reference}`,
	);
	const file = await fetch(certificate.DownloadURL ?? '');
	expect(file.headers.get('content-type')).toBe('application/pdf');

	const form = formWith('copy.pdf', final.bytes);
	const genuine = await client.json('POST', '/Document/FileValidation', { form });
	expect(genuine).toMatchObject({ Signatures: [{ isValid: true }, { isValid: true }] });
	const forged = formWith('copy.pdf', original.bytes);
	expect(await client.json('POST', '/Document/FileValidation', { form: forged })).toMatchObject({
		Signatures: [],
	});
});

it('lets nobody sign before the turn, twice, or with an unknown link', async () => {
	const { client, simulator } = running;
	const reference = await client.upload('Lease.docx', docxWith(ana, ben));
	await send(reference);
	const [{ signers }] = simulator.documents();
	const page = (key: string, method = 'GET') =>
		fetch(`${simulator.origin}/sign/${key}`, { method, body: method === 'POST' ? '' : undefined });
	expect(await (await page(signers[1].key)).text()).toContain('not your turn yet');
	expect((await page(signers[1].key, 'POST')).status).toBe(409);
	await page(signers[0].key, 'POST');
	expect((await page(signers[0].key, 'POST')).status).toBe(409);
	expect((await page('unknown')).status).toBe(404);
	await expect(simulator.sign(signers[0].key)).rejects.toThrow('not the turn');
});

it('ends when somebody declines, with the reason', async () => {
	const { client, simulator } = running;
	const reference = await client.upload('Lease.docx', docxWith(ana, ben));
	const { SigningKey } = (await send(reference, { Embedded: true })).Signers[0];
	await fetch(`${simulator.origin}/sign/${SigningKey}/decline`, {
		method: 'POST',
		body: new URLSearchParams({ reason: 'Wrong rent' }),
	});
	expect(await status(reference)).toMatchObject({
		Status: 'Declined',
		Signers: [{ SignedStatus: 'Declined', DeclinedReason: 'Wrong rent' }, {}],
	});
	const page = await fetch(`${simulator.origin}/sign/${SigningKey}`);
	expect(await page.text()).toContain('You have declined');
});

it('expires, and lives on when it is extended', async () => {
	const { client, simulator } = running;
	const reference = await client.upload('Lease.docx', docxWith(ana));
	await send(reference);
	await simulator.expire(reference);
	expect((await status(reference)).Status).toBe('Expired');
	const json = { DocumentReference: reference, DueDate: inDays(3), GMT: '0' };
	const extended = await client.json('POST', '/Document/Extend', { json });
	expect(extended).toMatchObject({ Status: 'Signing', DueDate: json.DueDate });
});

it('sends the browser to ReturnUrl after signing', async () => {
	const { client, simulator } = running;
	const reference = await client.upload('Lease.docx', docxWith(ana));
	await send(reference, { ReturnUrl: 'https://example.com/thanks' });
	const { key } = simulator.documents()[0].signers[0];
	const response = await fetch(`${simulator.origin}/sign/${key}`, {
		method: 'POST',
		redirect: 'manual',
	});
	expect(response.headers.get('location')).toBe('https://example.com/thanks');
});

it('shows every attempt to send it', async () => {
	const { client, simulator } = running;
	const reference = await client.upload('Lease.docx', docxWith(ana));
	const json = { DocumentReferences: [reference], DueDate: inDays(7) };
	const answers = await Promise.all(
		[1, 2].map(async () => (await client.fetch('POST', '/SmartTag/Send', { json })).status),
	);
	expect(answers.sort()).toEqual([200, 400]);
	expect(simulator.documents()).toMatchObject([{ sends: 2, status: 'Signing' }]);
});
