import { LIMITS, Unreadable } from './limits';

/** What a reader of XML hears, in the order of the document. */
export interface XmlListener {
	/** @param attributes as they stand in the file */
	open(name: string, attributes: string): void;
	close(name: string): void;
	text(text: string): void;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const LONGEST_ENTITY = 10;
const OPEN_CDATA = '<![CDATA[';

/**
 * Reads XML piece by piece and keeps nothing but the tag that is under way. It knows no document type:
 * the entities of one are how a small file becomes a huge one, and Word writes none.
 */
export class XmlReader {
	private rest = '';
	private inCdata = false;

	constructor(private readonly listener: XmlListener) {}

	/** @throws Unreadable for a document type, or a tag that is too long */
	write(piece: string): void {
		const text = this.rest + piece;
		let at = 0;
		for (;;) {
			const next = this.inCdata ? this.cdata(text, at) : this.step(text, at);
			if (next === at) break;
			at = next;
		}
		this.rest = text.slice(at);
		if (this.rest.length > LIMITS.xmlTagLength) {
			throw new Unreadable('The file holds a tag of XML that is longer than this check reads');
		}
	}

	/** Reads one tag or one stretch of text; gives `at` itself when more of it has to come first. */
	private step(text: string, at: number): number {
		if (text[at] !== '<') return this.letters(text, at);
		if (text.startsWith('<!--', at)) return after(text, '-->', at + 4) ?? at;
		if (text.startsWith('<?', at)) return after(text, '?>', at) ?? at;
		if (text.startsWith('<!', at)) {
			if (text.startsWith(OPEN_CDATA, at)) {
				this.inCdata = true;
				return at + OPEN_CDATA.length;
			}
			if (OPEN_CDATA.startsWith(text.slice(at)) || '<!--'.startsWith(text.slice(at))) return at;
			throw new Unreadable('The file declares a document type, which no word processor does');
		}
		const end = tagEnd(text, at);
		if (end < 0) return at;
		this.tag(text.slice(at + 1, end));
		return end + 1;
	}

	private tag(tag: string): void {
		if (tag.startsWith('/')) return this.listener.close(tag.slice(1).trim());
		const isEmpty = tag.endsWith('/');
		const [name] = /^[^\s/]*/.exec(tag) as RegExpExecArray;
		this.listener.open(name, tag.slice(name.length));
		if (isEmpty) this.listener.close(name);
	}

	private letters(text: string, at: number): number {
		const next = text.indexOf('<', at);
		let end = next < 0 ? text.length : next;
		if (next < 0) {
			// The piece may end inside of an entity.
			const ampersand = text.lastIndexOf('&');
			const isOpen = ampersand >= at && !text.includes(';', ampersand);
			if (isOpen && text.length - ampersand <= LONGEST_ENTITY) end = ampersand;
		}
		if (end > at) this.listener.text(withoutEntities(text.slice(at, end)));
		return end;
	}

	private cdata(text: string, at: number): number {
		const end = text.indexOf(']]>', at);
		if (end >= 0) this.inCdata = false;
		const upTo = end >= 0 ? end : Math.max(at, text.length - 2);
		if (upTo > at) this.listener.text(text.slice(at, upTo));
		return end >= 0 ? end + 3 : upTo;
	}
}

function after(text: string, mark: string, from: number): number | undefined {
	const at = text.indexOf(mark, from);
	return at < 0 ? undefined : at + mark.length;
}

/** Where the tag ends: a ">" inside of quotes belongs to an attribute. -1 when it has not come yet. */
function tagEnd(text: string, from: number): number {
	const mark = /["'>]/g;
	mark.lastIndex = from;
	for (;;) {
		const found = mark.exec(text);
		if (found === null) return -1;
		if (found[0] === '>') return found.index;
		const close = text.indexOf(found[0], found.index + 1);
		if (close < 0) return -1;
		mark.lastIndex = close + 1;
	}
}

const withoutEntities = (text: string): string =>
	text.includes('&')
		? text.replace(
				/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,4}));/gi,
				(whole, decimal, hex, name) => {
					if (name !== undefined) return ENTITIES[name as string] ?? (whole as string);
					const code = decimal !== undefined ? Number(decimal) : parseInt(hex as string, 16);
					return code <= 0x10ffff ? String.fromCodePoint(code) : (whole as string);
				},
			)
		: text;
