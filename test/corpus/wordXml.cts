/** A plain reading of a .docx: the letters of each paragraph, in the order of the XML. */
import { DOMParser } from '@xmldom/xmldom';
import JSZip from 'jszip';

import type { Text } from './openDocumentText.cts';

const parser = new DOMParser({ errorHandler: () => {} });

export async function plainText(content: Buffer): Promise<Text> {
	const zip = await JSZip.loadAsync(content);
	const text: Text = { body: [], headers: [] };
	for (const name of Object.keys(zip.files)) {
		if (!/^word\/(document\d?|header\d*|footer\d*|footnotes|endnotes)\.xml$/i.test(name)) continue;
		const xml = await zip.files[name].async('string');
		const root = parser.parseFromString(xml, 'text/xml').documentElement as unknown as Element;
		walk(root, /header|footer/.test(name) ? text.headers : text.body);
	}
	return text;
}

function walk(node: Element, lines: string[], line?: string[]): void {
	for (let child = node.firstChild; child; child = child.nextSibling) {
		if (child.nodeType !== 1) continue;
		const element = child as Element;
		const { localName } = element;
		if (/^(Fallback|del|moveFrom|\w+Change|pPr)$/.test(localName)) continue;
		if (localName === 'p' || localName === 'rt') {
			const own: string[] = [];
			walk(element, lines, own);
			lines.push(own.join(''));
		} else if (localName === 'textpath') lines.push(element.getAttribute('string') ?? '');
		else if (/^(sym|symEx)$/.test(localName)) line?.push(symbolOf(element));
		else if (/^(begChr|endChr)$/.test(localName)) line?.push(element.getAttribute('m:val') ?? '');
		else if (localName === 'r' && isHidden(element)) continue;
		else if (localName === 't') line?.push(element.textContent ?? '');
		else if (/^(tab|ptab|br|cr)$/.test(localName)) line?.push(' ');
		else if (localName === 'noBreakHyphen') line?.push('\u2011');
		else if (localName === 'softHyphen') line?.push('\u00ad');
		else walk(element, lines, line);
	}
}

const symbolOf = (element: Element): string => {
	const code = [...Array(element.attributes.length).keys()]
		.map((index) => element.attributes.item(index))
		.find((attribute) => attribute?.localName === 'char')?.value;
	return code ? String.fromCodePoint(parseInt(code, 16)) : '';
};

const isHidden = (run: Element): boolean =>
	[...Array(run.childNodes.length).keys()].some((index) => {
		const child = run.childNodes[index] as Element;
		return child.localName === 'rPr' && child.getElementsByTagName('w:vanish').length > 0;
	});
