import busboy from 'busboy';
import { buffer } from 'node:stream/consumers';

interface Parsed {
	fields: Record<string, string>;
	files: Array<{ field: string; fileName: string; mimeType: string; content: Buffer }>;
}

/** What a real parser finds in a multipart body. */
export async function parsed(headers: Record<string, unknown>, body: Buffer): Promise<Parsed> {
	return await new Promise((resolve, reject) => {
		const found: Parsed = { fields: {}, files: [] };
		const reading: Array<Promise<void>> = [];
		const parser = busboy({
			headers: { 'content-type': String(headers['Content-Type'] ?? headers['content-type']) },
			defParamCharset: 'utf8',
		});
		parser.on('field', (name, value) => (found.fields[name ?? ''] = value));
		parser.on('file', (field, stream, { filename = '', mimeType }) => {
			reading.push(
				buffer(stream).then((content) => {
					found.files.push({ field: field ?? '', fileName: filename, mimeType, content });
				}),
			);
		});
		parser.on('error', reject);
		parser.on('close', () => void Promise.all(reading).then(() => resolve(found)));
		parser.end(body);
	});
}
