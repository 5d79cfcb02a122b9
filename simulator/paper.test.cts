import { PDFDocument, StandardFonts, degrees } from '@cantoo/pdf-lib';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inDays } from './testing/arrange.cts';
import { withSimulator } from './testing/client.cts';
import { ana, ben, docxWith, pdfWith, tagFor } from './testing/files.cts';

const running = withSimulator();
let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'simulator-paper-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** What another program reads in a PDF, in the order in which it was written. */
function read(bytes: Uint8Array, option = '-raw'): string {
	const path = join(folder, 'paper.pdf');
	writeFileSync(path, bytes);
	return execFileSync('pdftotext', [option, path, '-'], { encoding: 'utf8' });
}

/** Where words are on their pages: left and lower edge, in points from the upper left corner. */
const placesOf = (bytes: Uint8Array, word: string) =>
	[...read(bytes, '-bbox').matchAll(/xMin="([\d.]+)".*yMax="([\d.]+)">(.*)<\/word>/g)]
		.filter(([, , , text]) => text === word)
		.map(([, x, y]) => [Number(x), Number(y)]);

async function send(name: string, content: Uint8Array) {
	const { client, simulator } = running;
	const json = { DocumentReferences: [await client.upload(name, content)], DueDate: inDays(7) };
	await client.json('POST', '/SmartTag/Send', { json });
	const { reference, signers } = simulator.documents().at(-1)!;
	const shown = async () => {
		const answer = await fetch(`${simulator.origin}/sign/${signers[0].key}/document`);
		return new Uint8Array(await answer.arrayBuffer());
	};
	return { reference, shown };
}

const date = String.raw`\d{1,2} [A-Z][a-z]+ 20\d\d, \d\d:\d\d UTC`;

describe.each(['docx', 'pdf'])('a %s on its way', (kind) => {
	const content = async () =>
		kind === 'docx' ? docxWith('Lease', ana, 'Tenant', ben, 'Landlord') : await pdfWith(ana, ben);

	it('says who signs where, then shows the signatures', async () => {
		const { simulator } = running;
		const { reference, shown } = await send(`Lease.${kind}`, await content());
		expect(read(await shown())).toMatch(/Ana Lopez signs here[^]*Ben Wu signs here/);
		await simulator.sign(reference);
		const half = read(await shown());
		expect(half).toMatch(new RegExp(String.raw`Ana Lopez\s+Signed on\s+${date}`));
		expect(half).toContain('Ben Wu signs here');
		expect(half).not.toContain('Ana Lopez signs here');
		await simulator.sign(reference);
		const whole = read(await shown());
		expect(whole).not.toContain('signs here');
		expect(whole).toMatch(new RegExp(`Signed by Ben Wu <ben@example.com> on ${date}`));
		// In a PDF, the tag stays below the signature.
		if (kind === 'docx') expect(whole).not.toContain('[!');
	});

	it('says who has not signed, where that is over', async () => {
		const { simulator } = running;
		const { reference, shown } = await send(`Lease.${kind}`, await content());
		await simulator.sign(reference);
		await simulator.decline(reference);
		const text = read(await shown());
		expect(text).toContain('Not signed by Ben Wu');
		expect(text).toMatch(/Ana Lopez\s+Signed on/);
	});

	it('is handed to programs as it was uploaded, until everybody has signed', async () => {
		const { client, simulator } = running;
		const { reference } = await send(`Lease.${kind}`, await content());
		await simulator.sign(reference);
		const answer = await client.fetch('GET', `/Download/GetDocumentData/${reference}`);
		const text = read(new Uint8Array(await answer.arrayBuffer()));
		expect(text).toContain('[!Sign.1');
		expect(text).not.toContain('Signed on');
	});
});

/** A PDF with texts at places: left, from below, turned by degrees. */
async function pdfAt(...texts: [text: string, x: number, y: number, turned?: number][]) {
	const pdf = await PDFDocument.create();
	const font = await pdf.embedFont(StandardFonts.Helvetica);
	const page = pdf.addPage([595, 842]);
	for (const [text, x, y, turned = 0] of texts) {
		page.drawText(text, { x, y, size: 11, font, rotate: degrees(turned) });
	}
	return await pdf.save();
}

describe('in a PDF', () => {
	it('signatures are where the tags are', async () => {
		const { reference, shown } = await send(
			'Lease.pdf',
			await pdfAt([ana, 72, 300], [`Signed: ${ben}`, 300, 200]),
		);
		await running.simulator.sign(reference);
		await running.simulator.sign(reference);
		const [[anaLeft, anaLow]] = placesOf(await shown(), 'Ana');
		expect(Math.abs(anaLeft - 72)).toBeLessThan(4);
		expect(Math.abs(anaLow - (842 - 300))).toBeLessThan(8);
		// After the words before it, which stay: at 11 points they are 42 wide.
		const [[benLeft]] = placesOf(await shown(), 'Ben');
		expect(Math.abs(benLeft - 342)).toBeLessThan(6);
		expect(read(await shown())).toContain('Signed:');
	});

	it('a tag that is turned gets a signature that is turned', async () => {
		const { reference, shown } = await send('Lease.pdf', await pdfAt([ana, 300, 400, 90]));
		await running.simulator.sign(reference);
		const [first] = placesOf(await shown(), 'Ana');
		const [last] = placesOf(await shown(), 'Lopez');
		// From below to above, in one column.
		expect(first[1]).toBeGreaterThan(last[1]);
		expect(Math.abs(first[1] - (842 - 400))).toBeLessThan(8);
		expect(Math.abs(first[0] - last[0])).toBeLessThan(4);
	});

	it('a tag for initials gets initials', async () => {
		const { reference, shown } = await send('Lease.pdf', await pdfWith(ana.replace('.F', '.I')));
		await running.simulator.sign(reference);
		expect(read(await shown())).toMatch(/AL\s+Signed on/);
	});

	it('a name in other letters than the font has is the email instead', async () => {
		const wei = tagFor(1, 'Wei', 'Wang', 'wei@example.com');
		const { client, simulator } = running;
		const reference = await client.upload('Lease.pdf', await pdfWith(wei));
		const Signers = [{ FirstName: '伟', LastName: '王', Email: 'wei@example.com' }];
		const json = { DocumentReferences: [reference], DueDate: inDays(7), Signers };
		await client.json('POST', '/SmartTag/Send', { json });
		await simulator.sign(reference);
		const answer = await fetch(`${simulator.origin}/documents/${reference}/file`);
		expect(read(new Uint8Array(await answer.arrayBuffer()))).toMatch(
			/wei@example\.com\s+Signed on/,
		);
	});
});

it('the certificate has times that people read', async () => {
	const { client, simulator } = running;
	const { reference } = await send('Lease.docx', docxWith(ana));
	await simulator.sign(reference);
	const [{ DownloadURL }] = await client.json<{ DownloadURL: string }[]>(
		'GET',
		`/Document/SigningCompletionCertificate/${reference}`,
	);
	const answer = await fetch(DownloadURL);
	const text = read(new Uint8Array(await answer.arrayBuffer()));
	expect(text).toMatch(new RegExp(String.raw`${date}(?:[+-][\d:]+)?\s+Signed\s+ana@example\.com`));
	expect(text).not.toMatch(/\dT\d/);
});
