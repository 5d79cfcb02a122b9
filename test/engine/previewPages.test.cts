/** How many pages the files of a send have, as Preview shows it. */
import type { INodeExecutionData } from 'n8n-workflow';

import { pdfFile, stream } from '../harness/pdfFile.cts';
import { FILE, smartTag, usePreview, type Previewing } from './previewing.cts';
import { ana, ben, dataFile } from './samples.cts';

let bench: Previewing['bench'];
let preview: Previewing['preview'];
let file: Previewing['file'];
usePreview((own) => ({ bench, preview, file } = own));

describe('pages', () => {
	const PAGE = '<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>';
	/** @param padding bytes that are part of no page */
	const threePages = (padding = 0) =>
		pdfFile(
			'<</Type/Catalog/Pages 2 0 R>>',
			'<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R]/Count 3>>',
			...[PAGE, PAGE, PAGE, stream(Buffer.alloc(padding))],
		);
	const MB = 1024 * 1024;

	test('of each PDF, in the order of the files; a Word file has no certain number', async () => {
		const contents = { a: FILE, b: threePages(), c: dataFile('employment-agreement.docx') };
		const names = { a: 'A.pdf', b: 'B.pdf', c: 'C.docx' };
		const binary: NonNullable<INodeExecutionData['binary']> = {};
		for (const key of ['a', 'b', 'c'] as const) {
			binary[key] = (await bench.file(contents[key], names[key], '')).binary!.data;
		}
		const { shown } = await preview(smartTag({ binaryPropertyName: 'a,b,c' }), [
			{ json: {}, binary },
		]);
		const [{ documents, previewText, previewHtml }] = shown;
		expect(documents.map(({ pages }) => pages)).toEqual([1, 3, undefined]);
		expect(documents.map((document) => 'pages' in document)).toEqual([true, true, false]);
		const [one, three, word] = documents.map(({ sha256 }) => String(sha256));
		const htmlText = previewHtml.replace(/<[^>]+>/g, '|').replace(/\|+/g, '; ');
		for (const shown of [previewText, htmlText]) {
			expect(shown).toContain(`${FILE.length} bytes, 1 page; SHA-256 ${one}`);
			expect(shown).toContain(`${contents.b.length} bytes, 3 pages; SHA-256 ${three}`);
			expect(shown).toContain(`${contents.c.length} bytes; SHA-256 ${word}`);
		}
	});

	test.each([
		['the Smart Tags are not checked', threePages(), 3],
		['the file is larger than those whose Smart Tags are checked', threePages(6 * MB), 3],
		['the file is larger than the check reads', threePages(51 * MB), undefined],
		['the file needs a password', dataFile('encrypted/password.pdf'), undefined],
		['the file is broken', threePages().subarray(0, 100), undefined],
	])('%s', async (_what, content, pages) => {
		const options = { checkFirst: false };
		const { shown, error } = await preview(smartTag({ options }), [
			await bench.file(content, 'Contract.pdf'),
		]);
		expect(error).toBeUndefined();
		expect(shown[0].documents).toMatchObject([{ from: 'file', size: content.length }]);
		expect(shown[0].documents[0].pages).toBe(pages);
		expect(shown[0].previewText.includes('3 pages')).toBe(pages === 3);
	});

	test('are no part of the seal, and hide no value that is equal', async () => {
		const details = { embedded: true, emailSubject: '1' };
		const signer = [{ ...ana, details }, ben];
		const { shown } = await preview(smartTag({ signers: { signer } }), [await file()]);
		expect(shown[0].documents[0].pages).toBe(1);
		expect(shown[0].otherValues).toEqual([{ name: 'Signer 1: Email Subject', value: '1' }]);
		const [written] = String(shown[0].seal).split('.');
		const { parts } = JSON.parse(Buffer.from(written, 'base64url').toString()) as {
			parts: Array<[string, string]>;
		};
		const names = parts.map(([name]) => name);
		expect(names).toContain('File “Contract.pdf”');
		expect(names.filter((name) => /page/i.test(name))).toEqual([]);
	});
});
