import { LIMITS, Unreadable } from './limits';
import { WORK, type Meter } from './meter';

/** Receives the events of an XML reader, in the order of the document. */
export interface XmlListener {
	/**
	 * @param attributes the source text of the attributes
	 * @param prefixes the namespaces in force, by their prefixes
	 */
	open(name: XmlName, attributes: string, prefixes: ReadonlyMap<string, string>): void;
	close(name: XmlName): void;
	text(text: string): void;
}

/** The name of an element, with its namespace URI: the prefix can be chosen freely by the writer. */
export interface XmlName {
	/** Empty for none. */
	namespace: string;
	local: string;
}

interface OpenElement {
	/** The name in the file, with its prefix. */
	tag: string;
	name: XmlName;
	/** The prefixes that apply outside of it, if it declares some itself. */
	outside?: ReadonlyMap<string, string>;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const LONGEST_ENTITY = 200;
const OPEN_CDATA = '<![CDATA[';
const DECLARED = 'xmlns';
/** Attributes with the data of a drawing: they can be very long, and contain no text. */
const DRAWN = /(?:^|:)(?:gfxdata|path|d|points|enhanced-path)$/;
const LONGEST_NAME = 200;
const ATTRIBUTE = /\s+([^\s=]{1,200})\s*=\s*(?:"([^"]*)"|'([^']*)')/y;

/**
 * Reads XML piece by piece, and keeps only the open elements and the current tag. It refuses document types:
 * their entities can expand a small file to a huge one, and Word does not write any. Sources: XML 1.0,
 * sections 2 and 3; Namespaces in XML 1.0, sections 3 to 6.
 */
export class XmlReader {
	private rest = '';
	private inCdata = false;
	/** The quotation mark that ends the long attribute that is being skipped. */
	private passedUpTo = '';
	private readonly elements: OpenElement[] = [];
	private prefixes: ReadonlyMap<string, string> = new Map([['', '']]);

	constructor(
		private readonly listener: XmlListener,
		private readonly meter: Meter,
	) {}

	/** @throws Unreadable for a document type, invalid XML, or a tag that is too long */
	write(piece: string): void {
		const text = this.rest + this.withoutPassed(piece);
		this.meter.work((text.length + piece.length) * WORK.character);
		let at = 0;
		for (;;) {
			const next = this.inCdata ? this.cdata(text, at) : this.step(text, at);
			if (next === at) break;
			at = next;
			this.meter.work(WORK.markup);
		}
		this.rest = text.slice(at);
		if (this.rest.length > LIMITS.xmlTagLength) this.shorten();
		if (this.rest.length > LIMITS.xmlTagLength) {
			throw new Unreadable('The file contains a tag of XML that is longer than this check reads');
		}
	}

	private withoutPassed(piece: string): string {
		if (this.passedUpTo === '') return piece;
		const end = piece.indexOf(this.passedUpTo);
		if (end < 0) return '';
		this.passedUpTo = '';
		return piece.slice(end);
	}

	/** Empties the drawing attributes of the current tag, also one that is not complete yet. */
	private shorten(): void {
		const tag = this.rest;
		if (this.inCdata || !/^<[^!?/]/.test(tag)) return;
		this.meter.work(4 * tag.length * WORK.character);
		const mark = /["'>]/g;
		let short = '';
		let from = 0;
		for (let found = mark.exec(tag); found !== null && found[0] !== '>'; found = mark.exec(tag)) {
			const close = tag.indexOf(found[0], found.index + 1);
			const before = tag.slice(Math.max(0, found.index - LONGEST_NAME), found.index);
			if (DRAWN.test(before.replace(/\s*=\s*$/, '').replace(/^.*\s/s, ''))) {
				short += tag.slice(from, found.index + 1);
				from = close < 0 ? tag.length : close;
				if (close < 0) this.passedUpTo = found[0];
			}
			if (close < 0) break;
			mark.lastIndex = close + 1;
		}
		this.rest = short + tag.slice(from);
	}

	/** To be called after the last piece. @throws Unreadable when the XML is not complete */
	end(): void {
		if (this.elements.length > 0 || this.inCdata || this.rest !== '' || this.passedUpTo !== '')
			malformed();
	}

	/** Reads one tag or one stretch of text; returns where it ends, or `at` if more input is needed. */
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
		this.meter.work(WORK.element);
		this.tag(text.slice(at + 1, end));
		return end + 1;
	}

	private tag(tag: string): void {
		if (tag.startsWith('/')) return this.close(tag.slice(1).trimEnd());
		const isEmpty = tag.endsWith('/');
		const [name = ''] = /^[^\s/]*/.exec(tag) ?? [];
		this.open(name, isEmpty ? tag.slice(name.length, -1) : tag.slice(name.length));
		if (isEmpty) this.close(name);
	}

	private open(tag: string, attributes: string): void {
		if (this.elements.length >= LIMITS.xmlDepth) {
			throw new Unreadable('The file has elements inside elements, deeper than this check reads');
		}
		const outside = attributes.includes(DECLARED) ? this.declare(attributes) : undefined;
		const colon = tag.indexOf(':');
		const namespace = this.prefixes.get(colon < 0 ? '' : tag.slice(0, colon));
		if (namespace === undefined) malformed();
		const name = { namespace, local: tag.slice(colon + 1) };
		this.elements.push({ tag, name, outside });
		this.listener.open(name, attributes, this.prefixes);
	}

	private close(tag: string): void {
		const element = this.elements.pop();
		if (element?.tag !== tag) malformed();
		this.listener.close(element.name);
		if (element.outside) this.prefixes = element.outside;
	}

	/** Applies the namespaces that an element declares; returns those that applied before. */
	private declare(attributes: string): ReadonlyMap<string, string> {
		const outside = this.prefixes;
		const inside = new Map(outside);
		for (const [name, value] of attributesOf(attributes, this.meter)) {
			if (name === DECLARED) inside.set('', value);
			else if (name.startsWith(`${DECLARED}:`)) inside.set(name.slice(DECLARED.length + 1), value);
		}
		if (inside.size > LIMITS.xmlPrefixes) {
			throw new Unreadable('The file declares more namespaces than this check reads');
		}
		this.meter.work(inside.size * WORK.value);
		this.prefixes = inside;
		return outside;
	}

	private letters(text: string, at: number): number {
		const next = text.indexOf('<', at);
		let end = next < 0 ? text.length : next;
		if (next < 0) {
			// The piece may end inside an entity.
			const ampersand = text.lastIndexOf('&');
			const isOpen = ampersand >= at && !text.includes(';', ampersand);
			if (isOpen && text.length - ampersand <= LONGEST_ENTITY) end = ampersand;
			else if (isOpen && text.startsWith('&#', ampersand)) malformed();
		}
		if (end > at) {
			const written = text.slice(at, end);
			if (written.includes('&')) this.meter.work(4 * written.length * WORK.character);
			this.listener.text(withoutXmlEntities(written));
		}
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

/** The attributes of a tag by their names, with prefixes. @throws Unreadable for invalid XML */
export function attributesOf(attributes: string, meter: Meter): Map<string, string> {
	const found = new Map<string, string>();
	meter.work(attributes.length * WORK.character);
	ATTRIBUTE.lastIndex = 0;
	const length = attributes.trimEnd().length;
	for (let end = 0; end < length; end = ATTRIBUTE.lastIndex) {
		const match = ATTRIBUTE.exec(attributes);
		if (match === null || found.has(match[1])) malformed();
		meter.work(WORK.value);
		found.set(match[1], withoutXmlEntities(match[2] ?? match[3]));
	}
	return found;
}

/**
 * The value of an attribute, whatever its prefix; '' if it does not exist.
 * @throws Unreadable for invalid XML
 */
export function attributeOf(attributes: string, local: string, meter: Meter): string {
	if (!attributes.includes(local)) return '';
	for (const [name, value] of attributesOf(attributes, meter)) {
		if (name === local || name.endsWith(`:${local}`)) return value;
	}
	return '';
}

function malformed(): never {
	throw new Unreadable('The file is broken or cut short: a part of it is not valid XML');
}

function after(text: string, mark: string, from: number): number | undefined {
	const at = text.indexOf(mark, from);
	return at < 0 ? undefined : at + mark.length;
}

/** Where the tag ends: a ">" inside quotes belongs to an attribute. -1 if the end is not in the text yet. */
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

/** Decodes the character references and the five entities of XML in a text (XML 1.0, section 4.1). */
export const withoutXmlEntities = (text: string): string =>
	text.includes('&')
		? text.replace(
				/&(?:#0*(\d{1,7})|#x0*([\da-f]{1,6})|([a-z]{2,4}));/gi,
				(whole: string, decimal?: string, hex?: string, name?: string) => {
					if (name !== undefined) return ENTITIES[name] ?? whole;
					const code = decimal !== undefined ? Number(decimal) : parseInt(hex ?? '', 16);
					return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
				},
			)
		: text;
