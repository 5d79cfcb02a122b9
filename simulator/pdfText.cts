import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';

// pdfjs-dist is an ES module; Jest cannot import one without an experimental flag of Node. A
// worker thread is plain Node under Jest and tsx alike.
const script = `
	const { parentPort, workerData } = require('node:worker_threads');
	const { library, cMapUrl, data } = workerData;
	import(library).then(async ({ getDocument }) => {
		const pdf = await getDocument({ data, cMapUrl, verbosity: 0, isEvalSupported: false }).promise;
		let text = '';
		for (let number = 1; number <= pdf.numPages; number++) {
			const page = await pdf.getPage(number);
			const { items } = await page.getTextContent();
			text += items.map((item) => item.str + (item.hasEOL ? '\\n' : '')).join('') + '\\n';
		}
		parentPort.postMessage(text);
	}).catch(({ message }) => {
		// What pdfjs throws is no Error, which would not survive the way out of the worker.
		throw new Error(message);
	});
`;

/** What was read, by the hash of its contents: the same contract comes again and again, and a worker starts slowly. */
const texts = new Map<string, string>();
const MOST_TEXTS = 100;

/** The text of a PDF, line by line. */
export async function pdfText(path: string): Promise<string> {
	const contents = await readFile(path);
	const hash = createHash('sha256').update(contents).digest('hex');
	const known = texts.get(hash);
	if (known !== undefined) return known;
	const text = await readInWorker(new Uint8Array(contents));
	if (texts.size === MOST_TEXTS) texts.clear();
	texts.set(hash, text);
	return text;
}

async function readInWorker(data: Uint8Array): Promise<string> {
	const library = require.resolve('pdfjs-dist/legacy/build/pdf.mjs');
	// The encodings of Chinese, Japanese and Korean that a PDF only names.
	const cMapUrl = library.replace(/legacy.*$/, 'cmaps/');
	const workerData = { library, cMapUrl, data };
	const worker = new Worker(script, { eval: true, execArgv: [], workerData });
	try {
		return await new Promise((resolve, reject) => {
			worker.on('message', resolve);
			worker.on('error', reject);
		});
	} finally {
		await worker.terminate();
	}
}
