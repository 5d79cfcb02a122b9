import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { signTag } from './signTag.cts';

// pdfjs-dist is an ES module; Jest cannot import one without an experimental flag of Node. A
// worker thread is plain Node under Jest and tsx alike.
const script = `
	const { parentPort, workerData } = require('node:worker_threads');
	const { library, cMapUrl, data, signTag } = workerData;
	const tagsOf = (items, pageIndex) => {
		const ends = [];
		let text = '';
		for (const { str, hasEOL } of items) {
			text += str;
			ends.push(text.length);
			if (hasEOL) text += '\\n';
		}
		return [...text.matchAll(signTag)].map(({ 0: { length }, 1: order, 2: kind, index }) => {
			const runs = items.flatMap(({ str, transform, width }, i) => {
				const start = ends[i] - str.length;
				const [from, to] = [Math.max(index, start), Math.min(index + length, ends[i])];
				return from < to ? [{ text: str, from: from - start, to: to - start, transform, width }] : [];
			});
			return { pageIndex, order: Number(order), isInitials: kind?.toUpperCase() === 'I', runs };
		});
	};
	import(library).then(async ({ getDocument }) => {
		const pdf = await getDocument({ data, cMapUrl, verbosity: 0, isEvalSupported: false }).promise;
		let text = '';
		const tags = [];
		for (let number = 1; number <= pdf.numPages; number++) {
			const page = await pdf.getPage(number);
			const { items } = await page.getTextContent();
			text += items.map((item) => item.str + (item.hasEOL ? '\\n' : '')).join('') + '\\n';
			tags.push(...tagsOf(items, number - 1));
		}
		parentPort.postMessage({ text, tags });
	}).catch(({ message }) => {
		// What pdfjs throws is no Error, which would not survive the way out of the worker.
		throw new Error(message);
	});
`;

/** A part of a line that is written in one go, and which of its letters belong to a tag. */
export interface Run {
	text: string;
	from: number;
	to: number;
	/** Turns its own coordinates, one unit a letter's height, into the page's. */
	transform: number[];
	/** On the page. */
	width: number;
}

/** A Smart Tag for a signature, where it is on its page. */
export interface PlacedTag {
	/** From 0. */
	pageIndex: number;
	order: number;
	isInitials: boolean;
	runs: Run[];
}

interface Contents {
	text: string;
	tags: PlacedTag[];
}

/** What was read, by the hash of its contents: the same contract comes again and again, and a worker starts slowly. */
const known = new Map<string, Contents>();
const MOST_KNOWN = 100;

/** The text of a PDF, line by line. */
export const pdfText = async (path: string): Promise<string> =>
	(await readPdf(await readFile(path))).text;

/** The Smart Tags for signatures in a PDF. */
export const pdfTags = async (contents: Uint8Array): Promise<PlacedTag[]> =>
	(await readPdf(contents)).tags;

async function readPdf(contents: Uint8Array): Promise<Contents> {
	const hash = createHash('sha256').update(contents).digest('hex');
	const found = known.get(hash);
	if (found !== undefined) return found;
	const read = await readInWorker(new Uint8Array(contents));
	if (known.size === MOST_KNOWN) known.clear();
	known.set(hash, read);
	return read;
}

async function readInWorker(data: Uint8Array): Promise<Contents> {
	const library = require.resolve('pdfjs-dist/legacy/build/pdf.mjs');
	// The encodings of Chinese, Japanese and Korean that a PDF only names.
	const cMapUrl = library.replace(/legacy.*$/, 'cmaps/');
	const workerData = { library, cMapUrl, data, signTag };
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
