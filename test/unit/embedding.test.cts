import { parse, type DefaultTreeAdapterTypes } from 'parse5';

import { escapeHtml, scriptJson } from '../../nodes/SecuredSigning/signingPages/escape';
import { renderPage, type Page } from '../../nodes/SecuredSigning/signingPages/page';
import { serviceAddress } from '../../nodes/SecuredSigning/signingPages/settings';
import { nastyTexts } from './nastyTexts.cts';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

const isElement = (node: Node): node is Element => 'tagName' in node;
const childrenOf = (node: Node): Node[] => ('childNodes' in node ? node.childNodes : []);
const textOf = (node: Node): string =>
	'value' in node ? node.value : childrenOf(node).map(textOf).join('');
const elementsIn = (node: Node): Element[] =>
	childrenOf(node).flatMap((child) => [...(isElement(child) ? [child] : []), ...elementsIn(child)]);

/** A page that holds the same text in every place where a text can stand. */
const pageWith = (text: string): Page => ({
	base: `https://api.example.com/${text}/web/v1.4`,
	language: text,
	title: text,
	uploadText: text,
	settings: {
		sdk: { baseUrl: text, version: text, apiKey: text, authGenerator: text },
		signResource2: { SigningKey: text },
		iSignResource: { Email: text, FirstName: text, LastName: text, DocumentReference: text },
		doneText: text,
		unavailableText: text,
	},
});

/** What a browser makes of the page: its elements, their attributes and texts. */
function read(page: Page) {
	const elements = elementsIn(parse(renderPage(page)));
	return elements.map((element) => ({
		tag: element.tagName,
		attributes: Object.fromEntries(element.attrs.map(({ name, value }) => [name, value])),
		text: textOf(element),
		children: childrenOf(element).filter(isElement).length,
	}));
}

const shape = (page: Page) =>
	read(page).map(({ tag, attributes, children }) => [tag, Object.keys(attributes), children]);

/** As much of a text as HTML can hold: neither NUL nor halves of characters. */
const holdable = (text: string) => text.toWellFormed().replaceAll('\0', '\ufffd');

test('there are texts that end whatever they are put into', () => {
	const raw = (text: string) =>
		`<p title="${text}">${text}</p><script>var text = "${text}";</script>`;
	const count = (text: string) => elementsIn(parse(raw(text))).length;
	// The test below is worth something only if many of its texts break a page without escaping.
	const breaking = nastyTexts.filter((text) => count(text) !== count('plain'));
	expect(breaking.length).toBeGreaterThan(100);
});

test('no value escapes its place in the page', () => {
	const plain = shape(pageWith('plain'));
	for (const text of nastyTexts) {
		const page = pageWith(text);
		expect({ text, shape: shape(page) }).toEqual({ text, shape: plain });

		const elements = read(page);
		const one = (tag: string) => elements.find((element) => element.tag === tag)!;
		expect(one('html').attributes).toEqual({ lang: holdable(text) });
		expect(one('title').text).toBe(holdable(text));
		expect(one('h1').text).toBe(holdable(text));
		expect(one('button').text).toBe(holdable(text));

		const [data, own, sdk] = elements.filter(({ tag }) => tag === 'script');
		expect(JSON.parse(data.text)).toEqual(page.settings);
		expect(own.text).not.toContain(text.length > 3 ? text : 'nothing');
		expect(sdk.attributes).toEqual({
			'data-main': `${holdable(page.base)}/client/scripts/main`,
			src: `${holdable(page.base)}/client/scripts/require.js`,
		});
	}
});

test('the script is the same in every page, and no element has a script of its own', () => {
	const scripts = nastyTexts.map(
		(text) => read(pageWith(text)).filter(({ tag }) => tag === 'script')[1].text,
	);
	expect(new Set(scripts).size).toBe(1);
	// It must not end where it stands, and must be a script.
	expect(scripts[0]).not.toMatch(/<\/?script|<!--/i);
	expect(() => new Function(scripts[0])).not.toThrow();
	for (const { attributes } of read(pageWith('plain'))) {
		expect(Object.keys(attributes).filter((name) => name.startsWith('on'))).toEqual([]);
	}
});

test('escaping, character by character', () => {
	expect(escapeHtml(`<a href="x" title='y'>&amp;\r\n\0\ud800`)).toBe(
		'&#60;a href=&#34;x&#34; title=&#39;y&#39;&#62;&#38;amp;&#13;\n\ufffd\ufffd',
	);
	expect(scriptJson({ a: '</script><!--\u2028\u2029&"\\' })).toBe(
		String.raw`{"a":"\u003c/script\u003e\u003c!--\u2028\u2029\u0026\"\\"}`,
	);
});

test('the address of the service in two parts', () => {
	expect(serviceAddress('https://api.securedsigning.com/web/v1.4')).toEqual({
		baseUrl: 'https://api.securedsigning.com/web',
		version: 'v1.4',
	});
	expect(serviceAddress('http://127.0.0.1:8650/Web/V2').version).toBe('V2');
	for (const base of ['https://example.com', 'https://example.com/web', 'https://v1.example.com']) {
		expect(() => serviceAddress(base)).toThrow(/has no version at its end/);
	}
});
