// A stand-in that serves pages in the shape of ServiceStack's public source, made out of the description and
// then changed: exactly the changes have to be told.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { readDescription, type Fields, type Kind } from '../metadata/description.cts';
import { readMetadata } from '../metadata/run.cts';
import { judge } from './judge.cts';

interface Page {
	routes: Array<[string, string]>;
	types: Record<string, Array<[string, string, boolean]>>;
	enums: Record<string, string[]>;
}
type Pages = Record<string, Page>;

const NET: Record<Kind, string> = {
	text: 'String',
	number: 'Int32',
	'yes or no': 'Boolean',
	list: 'List<String>',
	object: 'Other',
};
const rowsOf = (fields: Fields) =>
	[...fields].map(([name, { kind, isRequired }]): [string, string, boolean] => [
		name,
		NET[kind],
		isRequired,
	]);

function pagesOfDescription(): Pages {
	const { routes, types, enums } = readDescription();
	const pages: Pages = {};
	[...routes].forEach(([key, fields], i) => {
		const [method, path] = key.split(' ');
		const name = `Request${i}`;
		pages[name] = {
			routes: [[method, `/web/v1.4${path}`]],
			types: { [name]: rowsOf(fields) },
			enums: {},
		};
	});
	pages.Request0.types = {
		...pages.Request0.types,
		...Object.fromEntries([...types].map(([name, fields]) => [name, rowsOf(fields)])),
	};
	pages.Request0.enums = Object.fromEntries(enums);
	return pages;
}

const table = (kind: string, caption: string, rows: string[]) =>
	`<table class='${kind}'><caption>${caption}</caption><tbody>${rows.join('')}<tbody></tbody></table>`;

function pageOf(name: string, { routes, types, enums }: Page): string {
	const cells = (tag: string, ...texts: string[]) =>
		`<tr>${texts.map((text) => `<${tag}>${text.replace(/</g, '&lt;')}</${tag}>`).join('')}</tr>`;
	return `<html><body><h2>${name}</h2>${[
		table(
			'routes',
			'The following routes are available for this service:',
			routes.map(
				([verb, path]) => `<tr><th>${verb}</th><th>${path}</th><td></td><td><i></i></td></tr>`,
			),
		),
		...Object.entries(types).map(([type, rows]) =>
			table('params', `<b>${type}</b> Parameters:`, [
				cells('th', 'Name', 'Parameter', 'Data Type', 'Required', 'Description'),
				...rows.map(([property, net, isRequired]) =>
					cells('td', property, 'body', net, isRequired ? 'Yes' : 'No', 'words <b>about</b> it'),
				),
			]),
		),
		...Object.entries(enums).map(([type, words]) =>
			table(
				'enum',
				`<b>${type}</b> Enum:`,
				words.map((word) => cells('td', word, '')),
			),
		),
	].join('\n')}</body></html>`;
}

async function serve(pages: Pages, refused: string[] = []) {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
		asked.push(...Object.keys(request.headers).filter((name) => name.startsWith('x-custom')));
		const op = searchParams.get('op') ?? '';
		response.setHeader('content-type', 'text/html');
		if (pathname === '/metadata') {
			const rows = Object.keys(pages).map(
				(name) =>
					`<tr><th>${name}</th><td><a href="http://localhost/xml/metadata?op=${name}">XML</a></td><td><a href="http://localhost/json/metadata?op=${name}">JSON</a></td></tr>`,
			);
			response.end(`<table>${rows.join('')}</table>`);
		} else if (!pages[op] || refused.includes(op))
			response.writeHead(403).end('Service Not Available');
		else response.end(pageOf(op, pages[op]));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const [result] = await readMetadata({
		hosts: { simulator: base },
		pace: 0,
		timeoutSeconds: 60,
		wait: async () => {},
	});
	server.close();
	return { result, asked };
}

export async function playMetadata() {
	const same = await serve(pagesOfDescription());
	await judge('pages that say what the description says', [
		...same.result.differences.map(({ where, what }) => `${where} ${what}`),
		...same.asked.map((name) => `${name} was sent to a page that needs no key`),
	]);

	const pages = pagesOfDescription();
	const named = (route: string) =>
		Object.keys(pages).find((name) => `${pages[name].routes[0].join(' ')}` === route) ?? '';
	const info = pages[named('GET /web/v1.4/account/info')];
	info.routes.push(['POST', '/web/v1.4/account/other']);
	delete pages[named('GET /web/v1.4/ui/setup')];
	const { types, enums } = pages.Request0;
	types.Document = types.Document.filter(([name]) => name !== 'EditUrl').concat([
		['Colour', 'String', false],
	]);
	types.Signer = types.Signer.map(([name, type, isRequired]) =>
		name === 'HasSigned' ? [name, 'String', true] : [name, type, isRequired],
	);
	enums.Folder = [...enums.Folder.filter((word) => word !== 'InBox'), 'Archive'];
	const other = await serve(pages);
	const expected = [
		'Document has a property that the description lacks: Colour (String)',
		'Document lacks EditUrl of the description',
		'Folder has the word Archive, which the description lacks',
		'Folder lacks the word InBox of the description',
		'GET /ui/setup stands on no page: hidden, or not there',
		`${named('GET /web/v1.4/account/info')} has a route that the description lacks: POST /web/v1.4/account/other`,
		'Signer HasSigned is required, in the description optional',
		'Signer HasSigned is text (String), in the description yes or no',
	].sort();
	const told = other.result.differences.map(({ where, what }) => `${where} ${what}`).sort();
	await judge('pages with known differences', [
		...expected.filter((line) => !told.includes(line)).map((line) => `not told: ${line}`),
		...told.filter((line) => !expected.includes(line)).map((line) => `told, and not so: ${line}`),
	]);

	const refused = await serve(pagesOfDescription(), ['Request3']);
	await judge('a page that is refused', [
		...(refused.result.unread.join() === 'Request3' ? [] : ['it was not told']),
		...refused.result.differences.map(({ where, what }) => `${where} ${what}`),
	]);
	const none = await serve({});
	await judge('no index', none.result.problem ? [] : ['it was not told']);
}
