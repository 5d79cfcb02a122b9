const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const ENTITY = /&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g;
const LAST_CHARACTER = 0x10ffff;

/**
 * Decodes the entities in a text: a service may repeat values escaped as in HTML or XML (XML 1.0, sections
 * 4.1 and 4.6), such as `o&#39;neil@example.com`.
 */
export const withoutEntities = (text: string): string =>
	text.includes('&')
		? text.replace(ENTITY, (entity, decimal?: string, hexadecimal?: string, name = '') => {
				if (name) return NAMED[name];
				const code = decimal ? Number(decimal) : parseInt(hexadecimal ?? '', 16);
				return code > 0 && code <= LAST_CHARACTER ? String.fromCodePoint(code) : entity;
			})
		: text;
