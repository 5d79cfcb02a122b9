/** The text of a file of OpenDocument XML, as it stands there. */
import { DOMParser } from '@xmldom/xmldom';

const parser = new DOMParser({ errorHandler: () => {} });

export interface Text {
	body: string[];
	headers: string[];
}

/** What is not part of the text: comments, deleted text, titles of pictures, numbers of notes. */
const OTHER =
	/^(office:annotation|text:tracked-changes|svg:title|svg:desc|text:note-citation|office:binary-data|text:number|office:forms|draw:object)$/;
const HEADERS = /^style:(header|footer)/;

export function textOf(xml: string): Text {
	const root = parser.parseFromString(xml, 'text/xml').documentElement as unknown as Element;
	const text: Text = { body: [], headers: [] };
	const walk = (node: Element, lines: string[], line?: string[]): void => {
		for (let child = node.firstChild; child; child = child.nextSibling) {
			if (child.nodeType === 3 || child.nodeType === 4)
				line?.push((child.nodeValue ?? '').replace(/\s+/g, ' '));
			if (child.nodeType !== 1) continue;
			const element = child as Element;
			const name = element.tagName;
			if (OTHER.test(name)) continue;
			if (HEADERS.test(name)) walk(element, text.headers);
			else if (/^text:(p|h|ruby-text)$/.test(name)) {
				const own: string[] = [];
				walk(element, lines, own);
				lines.push(own.join(''));
			} else if (/^text:(s|tab|line-break)$/.test(name)) line?.push(' ');
			else walk(element, lines, line);
		}
	};
	walk(root, text.body);
	return text;
}
