/** Links between the files of the repository, and which of them lead nowhere. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

import { anchor } from './markdown.cts';

const PICTURE = /\.(?:png|jpe?g|gif|webp|svg)$/i;
const NOT_OURS = new Set(['node_modules', 'dist']);

/** Files below a folder, as paths from it; what others made or installed is left out. */
export function filesBelow(folder: string, inside = ''): string[] {
	return readdirSync(join(folder, inside), { withFileTypes: true })
		.filter(({ name }) => !NOT_OURS.has(name) && !/^\.(?!github)/.test(name))
		.flatMap((entry) => {
			const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
			return entry.isDirectory() ? filesBelow(folder, path) : [path];
		});
}

export interface Link {
	/** The path of the page it is on. */
	page: string;
	/** As it is written there. */
	target: string;
}

/** The links of a page that lead to a file of the repository, or to a place on a page. */
export function localLinks(page: string, text: string): Link[] {
	const prose = withoutCode(text);
	const targets = [
		...prose.matchAll(/\]\(\s*<?([^)\s>]+)/g),
		...prose.matchAll(/^ {0,3}\[[^\]]+\]:\s+(\S+)/gm),
		...prose.matchAll(/<[a-z]+\s[^>]*?(?:src|href|srcset)="([^"\s]+)/g),
	].map(([, target]) => target);
	return targets
		.filter((target) => !/^[a-z][a-z\d+.-]*:/i.test(target))
		.map((target) => ({ page, target }));
}

/** Links that lead to no file, or to no heading of it; each with the reason. */
export const brokenLinks = (project: string, links: Link[]): string[] =>
	links.flatMap(({ page, target }) => {
		const [path, place] = decodeURI(target).split('#');
		const file = path === '' ? join(project, page) : resolve(project, dirname(page), path);
		const where = `${page}: ${target}`;
		if (relative(project, file).split(sep)[0] === '..')
			return [`${where} leads out of the repository`];
		if (!existsSync(file)) return [`${where} leads to no file`];
		if (place === undefined || (!file.endsWith('.md') && !statSync(file).isDirectory())) return [];
		return placesOf(readFileSync(file, 'utf8')).has(place) ? [] : [`${where} leads to no heading`];
	});

/** The pictures among the files. */
export const pictures = (files: string[]): string[] => files.filter((file) => PICTURE.test(file));

/** The names under which GitHub finds the headings of a page; a second of the same name is numbered. */
function placesOf(text: string): Set<string> {
	const places = new Set<string>();
	for (const [, heading] of withoutFences(text).matchAll(/^ {0,3}#{1,6} +(.+?)(?: +#+)? *$/gm)) {
		const name = anchor(heading.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]/g, ''));
		let place = name;
		for (let copy = 1; places.has(place); copy++) place = `${name}-${copy}`;
		places.add(place);
	}
	return places;
}

/** In code, nothing is a link. */
const withoutCode = (text: string) =>
	withoutFences(text).replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '');

const withoutFences = (text: string) =>
	text.replace(/<!--[\s\S]*?-->/g, '').replace(/^ *(```+|~~~+)[\s\S]*?^ *\1 *$/gm, '');
