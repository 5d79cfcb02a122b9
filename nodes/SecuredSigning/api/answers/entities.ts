import { normalised, text } from '../../shared/values';

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const ENTITY = /&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g;
const LAST_CHARACTER = 0x10ffff;

/**
 * Decodes the entities in a text: a service may repeat values escaped as in HTML or XML (XML 1.0, sections
 * 4.1 and 4.6), such as `o&#39;neil@example.com`.
 */
export const withoutEntities = (shown: string): string =>
	shown.includes('&')
		? shown.replace(ENTITY, (entity, decimal?: string, hexadecimal?: string, name = '') => {
				if (name) return NAMED[name];
				const code = decimal ? Number(decimal) : parseInt(hexadecimal ?? '', 16);
				return code > 0 && code <= LAST_CHARACTER ? String.fromCodePoint(code) : entity;
			})
		: shown;

/** A name of an answer or of the node in the form for comparison: entities, case and the like make no difference. */
export const nameKey = (name: unknown): string => normalised(withoutEntities(text(name))).trim();

/** The ways to read the name of a document: it may also be escaped as in a web address, such as `My%20Offer.pdf`. */
export function readingsOf(name: string): string[] {
	const shown = withoutEntities(name);
	try {
		return [shown, decodeURIComponent(shown)];
	} catch {
		return [shown];
	}
}

/** The value with all its texts decoded, also those in lists and objects. */
export const decoded = <T>(value: T): T =>
	JSON.parse(JSON.stringify(value), (_name, part: unknown) =>
		typeof part === 'string' ? withoutEntities(part) : part,
	) as T;

/**
 * What an answer may have in place of letters: signs of a mask, as in `a****@example.com` or `XXXXXX4567`, an ellipsis, a
 * letter that was lost, as in `Stra?e`, or an entity that withoutEntities does not know. "XXXLutz" and "Ready?.pdf" are
 * names, and a `?` in an address of the web is none.
 */
const HIDDEN =
	/[*•∗⋆＊…\u2580-\u25ff\ufffd]+|\.{3,}|#{2,}|x{4,}|\?{2,}|(?<=\p{L})\?(?=\p{L})(?!\w*=)|&#?\w+;/iu;

/** Whether an answer does not show the whole of a value. */
export const isPartial = (value: unknown): boolean =>
	HIDDEN.test(withoutEntities(JSON.stringify(value) ?? ''));

/**
 * Whether a text of an answer may be another one: it may be masked in the middle, or cut at its end.
 *
 * @param form the form for comparison, which `whole` has already
 */
export function mayBe(shown: string, whole: string, form = (part: string) => part): boolean {
	const parts = shown.split(HIDDEN).map(form);
	return whole.startsWith(parts[0]) && (parts.length === 1 || whole.endsWith(parts.at(-1) ?? ''));
}

/** A whole entity that withoutEntities does not know. */
const UNKNOWN = /&#?\w+;.*$/su;
/** The beginning of a number that is an entity. */
const HALF_NUMBER = /^#(\d{0,7}|x[\da-f]{0,6})$/i;

/**
 * A decoded text up to the first entity that could not be decoded: a service may write `&uuml;`, or cut a text within an
 * entity, such as `R&am` of `R&amp;D`.
 */
export function beforeEntity(text: string): string {
	if (!text.includes('&')) return text;
	const known = text.replace(UNKNOWN, '');
	const at = known.lastIndexOf('&');
	const end = known.slice(at + 1);
	const isHalf = HALF_NUMBER.test(end) || Object.keys(NAMED).some((name) => name.startsWith(end));
	return at >= 0 && isHalf ? known.slice(0, at) : known;
}
