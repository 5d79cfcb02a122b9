/** The text of a file of OpenDocument XML, as a page shows it. */
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
	const hides = hiddenStyles(root);
	const deletions = deletionsIn(root);
	const deleting = new Set<string>();
	const walk = (node: Element, isHidden: boolean, lines: string[], line?: string[]): void => {
		for (let child = node.firstChild; child; child = child.nextSibling) {
			const isShown = !isHidden && deleting.size === 0;
			if (isShown && (child.nodeType === 3 || child.nodeType === 4))
				line?.push((child.nodeValue ?? '').replace(/\s+/g, ' '));
			if (child.nodeType !== 1) continue;
			const element = child as Element;
			const name = element.tagName;
			const change = element.getAttribute('text:change-id') ?? '';
			const hidden = hides(element) ?? isHidden;
			if (OTHER.test(name)) continue;
			if (name === 'text:change-end') deleting.delete(change);
			else if (name === 'text:change-start' && deletions.has(change)) deleting.add(change);
			else if (HEADERS.test(name)) walk(element, hidden, text.headers);
			else if (name === 'text:note') walk(element, hidden, lines);
			else if (/^text:(p|h|ruby-text)$/.test(name)) {
				const own: string[] = [];
				walk(element, hidden, lines, own);
				lines.push(own.join(''));
			} else if (/^text:(s|tab|line-break)$/.test(name)) {
				if (isShown) line?.push(' ');
			} else walk(element, hidden, lines, line);
		}
	};
	walk(root, false, text.body);
	return text;
}

/** Whether the style of a paragraph or of letters hides them; undefined where it does not say. */
function hiddenStyles(root: Element): (element: Element) => boolean | undefined {
	const styles = new Map<string, Element>();
	for (const style of Array.from(root.getElementsByTagName('style:style'))) {
		styles.set(`${style.getAttribute('style:family')} ${style.getAttribute('style:name')}`, style);
	}
	const isHidden = (family: string, name: string | null, depth = 0): boolean | undefined => {
		const style = styles.get(`${family} ${name}`);
		if (!style || depth > 20) return undefined;
		const display = style
			.getElementsByTagName('style:text-properties')[0]
			?.getAttribute('text:display');
		if (display) return display === 'none';
		return isHidden(family, style.getAttribute('style:parent-style-name'), depth + 1);
	};
	return (element) => {
		const name = element.getAttribute('text:style-name');
		if (/^text:[ph]$/.test(element.tagName)) return isHidden('paragraph', name) ?? false;
		return element.tagName === 'text:span' ? isHidden('text', name) : undefined;
	};
}

/** The changes that delete: LibreOffice may leave their text where it was, between two marks. */
const deletionsIn = (root: Element): Set<string> =>
	new Set(
		Array.from(root.getElementsByTagName('text:changed-region'))
			.filter((region) => region.getElementsByTagName('text:deletion').length > 0)
			.map((region) => region.getAttribute('text:id') ?? ''),
	);
