import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A file of the service. Its bytes stay on disk: uploads may be larger than memory. */
export interface HeldFile {
	name: string;
	mimeType: string;
	path: string;
	bytes: number;
	sha256: string;
}

export const extensionOf = (fileName: string) => extname(fileName).slice(1).toLowerCase();

const mimeTypes: Record<string, string> = {
	pdf: 'application/pdf',
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	zip: 'application/zip',
	csv: 'text/csv',
	xml: 'application/xml',
	json: 'application/json',
	xls: 'application/vnd.ms-excel',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	mp4: 'video/mp4',
};

export class Files {
	private readonly folder = mkdtempSync(join(tmpdir(), 'secured-signing-simulator-'));

	private newPath() {
		return join(this.folder, randomUUID());
	}

	/** Writes a stream to disk. Past `limit` bytes nothing is kept and the answer is undefined. */
	async receive(
		stream: Readable,
		name: string,
		mimeType: string,
		limit = Number.POSITIVE_INFINITY,
	): Promise<HeldFile | undefined> {
		const path = this.newPath();
		const hash = createHash('sha256');
		let bytes = 0;
		const measure = new Transform({
			transform(chunk: Buffer, _encoding, done) {
				bytes += chunk.length;
				if (bytes > limit) return done();
				hash.update(chunk);
				done(null, chunk);
			},
		});
		await pipeline(stream, measure, createWriteStream(path));
		if (bytes > limit) {
			await unlink(path);
			return undefined;
		}
		return { name, mimeType, path, bytes, sha256: hash.digest('hex') };
	}

	async write(name: string, content: Uint8Array | string): Promise<HeldFile> {
		const bytes = Buffer.from(content);
		const path = this.newPath();
		await writeFile(path, bytes);
		return {
			name,
			path,
			mimeType: mimeTypes[extensionOf(name)] ?? 'application/octet-stream',
			bytes: bytes.length,
			sha256: createHash('sha256').update(bytes).digest('hex'),
		};
	}

	remove() {
		rmSync(this.folder, { recursive: true, force: true });
	}
}
