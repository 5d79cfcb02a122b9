import { Worker } from 'node:worker_threads';

// pdfjs-dist is an ES module; Jest cannot import one without an experimental flag of Node. A
// worker thread is plain Node under Jest and tsx alike.
const script = `
	const { parentPort, workerData } = require('node:worker_threads');
	const { readFileSync } = require('node:fs');
	import(workerData.library).then(async ({ getDocument }) => {
		const data = new Uint8Array(readFileSync(workerData.path));
		const pdf = await getDocument({ data, verbosity: 0, isEvalSupported: false }).promise;
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

/** The text of a PDF, line by line. */
export async function pdfText(path: string): Promise<string> {
	const library = require.resolve('pdfjs-dist/legacy/build/pdf.mjs');
	const worker = new Worker(script, { eval: true, execArgv: [], workerData: { path, library } });
	try {
		return await new Promise((resolve, reject) => {
			worker.on('message', resolve);
			worker.on('error', reject);
		});
	} finally {
		await worker.terminate();
	}
}
