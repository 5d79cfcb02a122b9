/** How fast the machine itself is. */
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';

import type { Limits } from './protocol.cts';

const CHUNK = Buffer.alloc(64 * 1024, 'secured signing ');

/** A stream of that many bytes. */
export function streamOf(bytes: number): Readable {
	const chunks = function* () {
		for (let left = bytes; left > 0; left -= CHUNK.length) yield CHUNK.subarray(0, left);
	};
	return Readable.from(chunks(), { objectMode: false });
}

export async function limits(bytes: number): Promise<Limits> {
	const path = join(tmpdir(), `bench-limits-${process.pid}`);
	const speed = async (work: () => Promise<void>) => {
		const started = performance.now();
		await work();
		return bytes / ((performance.now() - started) / 1000);
	};
	const diskWrite = await speed(async () => {
		await pipeline(streamOf(bytes), createWriteStream(path));
	});
	const diskRead = await speed(async () => await finished(createReadStream(path).resume()));
	await rm(path);
	return { diskWrite, diskRead, loopback: await speed(async () => await sendToItself(bytes)) };
}

async function sendToItself(bytes: number): Promise<void> {
	const server = createServer((socket) => void pipeline(streamOf(bytes), socket));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await finished(connect(port, '127.0.0.1').resume());
	server.close();
}
