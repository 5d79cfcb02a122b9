/*
 * Names of files as the service gives them. Whoever sent the document chose them, and a later node may
 * write a file under its name.
 */

// Windows does not allow these in names, and after a colon comes the name of an alternate data stream.
const RESERVED = /[<>:"/\\|?*]/g;
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;
// Invisible characters, some of which reverse the order of letters. U+200C and U+200D are kept: some
// languages need them.
const INVISIBLE = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu;
/** File systems allow 255 bytes; the rest is for suffixes that other programs add. */
const LONGEST_BYTES = 200;
const LONGEST_EXTENSION = 12;

/**
 * The file name of a Content-Disposition header (RFC 6266), without folders before it; '' if it contains no
 * valid file name.
 */
export function fileNameIn(header: string): string {
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
 * A name that is valid in every file system and hides nothing from people; '' if nothing is left of it.
 *
 * @param ending is added to the name, and is kept if the name has to be cut
 */
export function safeFileName(name: string, ending = ''): string {
	const clean = name
		.replace(INVISIBLE, '')
		.replace(RESERVED, '_')
		.replace(DEVICE, '_$&')
		// A name of only dots is a folder; Windows drops dots and spaces at the end.
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
