/*
 * Names of files as the service gives them. Whoever sent the document chose them, and a later node may
 * write a file under its name.
 */

// Windows takes none of these, and a colon also names a stream beside a file.
const RESERVED = /[<>:"/\\|?*]/g;
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;
// Invisible signs may turn the order of the letters around. Two of them are part of how words are written.
const INVISIBLE = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu;
/** File systems take 255 bytes; some room is left for what others put behind it. */
const LONGEST_BYTES = 200;
const LONGEST_EXTENSION = 12;

/**
 * The file name of a Content-Disposition header (RFC 6266), without any folder in front of it; ''
 * where it gives none that could be the name of a file.
 */
export function namedIn(header: string): string {
	const encoded = /filename\*\s*=\s*(?:UTF-8|ISO-8859-1)'[^']*'([^;]+)/i.exec(header)?.[1];
	const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]+))/i.exec(header);
	const name = decoded(encoded) ?? plain?.[1]?.replace(/\\(.)/g, '$1') ?? plain?.[2] ?? '';
	return safeFileName(name.split(/[\\/]/).pop() ?? '');
}

function decoded(value: string | undefined): string | undefined {
	if (value === undefined) return undefined;
	try {
		return decodeURIComponent(value.trim());
	} catch {
		return undefined;
	}
}

/**
 * A name as every file system takes it and every person reads it; '' where nothing is left of it.
 *
 * @param ending follows the name, and is kept where that has to be cut
 */
export function safeFileName(name: string, ending = ''): string {
	const clean = name
		.replace(INVISIBLE, '')
		.replace(RESERVED, '_')
		.replace(DEVICE, '_$&')
		// A name of dots alone is a folder; Windows drops dots and spaces at the end.
		.replace(/^\s+|[.\s]+$/g, '');
	if (Buffer.byteLength(clean + ending) <= LONGEST_BYTES) return clean && clean + ending;
	const extension =
		ending || (new RegExp(`\\.[a-z\\d]{1,${LONGEST_EXTENSION}}$`, 'i').exec(clean)?.[0] ?? '');
	let short = '';
	for (const letter of clean) {
		if (Buffer.byteLength(short + letter + extension) > LONGEST_BYTES) break;
		short += letter;
	}
	return short.trimEnd() + extension;
}
