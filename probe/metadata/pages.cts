// Reads the pages that ServiceStack makes about a service: the index of its requests, and a page for each.
// Their shape is that of ServiceStack's public source; the pages of Secured Signing were never within reach.
import { parse, type DefaultTreeAdapterMap } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

export interface Route {
	/** Upper case; `*` for all of them. */
	method: string;
	path: string;
}

export interface Property {
	name: string;
	/** path, query, body, form, header or model, as the page says it. */
	place: string;
	type: string;
	isRequired: boolean;
}

export interface Operation {
	name: string;
	routes: Route[];
	/** By the name of the type; that of the request is among them. */
	types: Map<string, Property[]>;
	enums: Map<string, string[]>;
}

/** Names of requests, as the index links them. */
export function readIndex(html: string): string[] {
	const links = elements(parse(html), 'a').flatMap((link) => {
		const href = link.attrs.find(({ name }) => name === 'href')?.value ?? '';
		return /\/(?:json|xml)\/metadata\?op=([\w.]+)$/.exec(href)?.[1] ?? [];
	});
	return [...new Set(links)];
}

/** @returns undefined for what is no page about a request */
export function readOperation(name: string, html: string): Operation | undefined {
	const tables = elements(parse(html), 'table').map((table) => ({
		caption: textOf(elements(table, 'caption')[0]),
		rows: elements(table, 'tr').map((row) => [...elements(row, 'th', 'td')].map(textOf)),
	}));
	const operation: Operation = { name, routes: [], types: new Map(), enums: new Map() };
	for (const { caption, rows } of tables) {
		const parameters = /^(.*?)\s*Parameters:$/.exec(caption);
		const words = /^(.*?)\s*Enum:$/.exec(caption);
		if (/routes are available/.test(caption)) operation.routes.push(...rows.flatMap(routesOf));
		if (words)
			operation.enums.set(
				words[1],
				rows.map(([word]) => word).filter((word) => word !== 'Name'),
			);
		if (parameters) operation.types.set(parameters[1] || name, rows.slice(1).map(propertyOf));
	}
	return operation.routes.length + operation.types.size === 0 ? undefined : operation;
}

function routesOf([verbs = '', path = '']: string[]): Route[] {
	if (!path.startsWith('/')) return [];
	const methods = /all verbs/i.test(verbs)
		? ['*']
		: verbs
				.toUpperCase()
				.split(/[\s,]+/)
				.filter(Boolean);
	return methods.map((method) => ({ method, path }));
}

const propertyOf = ([name = '', place = '', type = '', required = '']: string[]): Property => ({
	name,
	place,
	type,
	isRequired: /^yes$/i.test(required),
});

function elements(node: Node, ...names: string[]): Element[] {
	const children = 'childNodes' in node ? node.childNodes : [];
	return children.flatMap((child) =>
		'tagName' in child && names.includes(child.tagName) ? [child] : elements(child, ...names),
	);
}

function textOf(node: Node | undefined): string {
	if (!node) return '';
	if (node.nodeName === '#text') return (node as DefaultTreeAdapterMap['textNode']).value;
	const children = 'childNodes' in node ? node.childNodes : [];
	return children.map(textOf).join('').replace(/\s+/g, ' ').trim();
}
