// Where the service's own pages and docs/api/openapi.yaml differ.
import { routeKey, type Described, type Fields, type Kind } from './description.cts';
import type { Operation, Property } from './pages.cts';

export interface Difference {
	where: string;
	what: string;
}

const NUMBERS = /^(s?byte|u?int(16|32|64)?|u?long|u?short|single|float|double|decimal)$/i;
const TEXTS = /^(string|char|guid|uri|date(time(offset)?|only)?|time(span|only)?)$/i;

/** The kind of a .NET type, as the pages write it. Undefined for the name of another type. */
export function kindOfType(type: string): Kind | undefined {
	const bare = type
		.trim()
		.replace(/^Nullable<(.*)>$/, '$1')
		.replace(/\?$/, '');
	if (/\[\]$|^(List|IList|IEnumerable|ICollection|Array|HashSet)\b/.test(bare)) return 'list';
	if (/^bool(ean)?$/i.test(bare)) return 'yes or no';
	if (NUMBERS.test(bare)) return 'number';
	return TEXTS.test(bare) ? 'text' : undefined;
}

/**
 * @param operations what could be read of the pages
 * @param unread names whose page could not be read: nothing is said about what they may hold
 */
export function compare(
	operations: Operation[],
	unread: string[],
	described: Described,
): Difference[] {
	const found: Difference[] = [];
	const seenRoutes = new Set<string>();
	const seenTypes = new Set<string>();
	for (const operation of operations) {
		for (const { method, path } of operation.routes) {
			const known = [...described.routes.keys()].find((key) => isRoute(key, method, path));
			if (known) seenRoutes.add(known);
			else
				found.push({
					where: operation.name,
					what: `has a route that the description lacks: ${method} ${path}`,
				});
			const request = operation.types.get(operation.name);
			if (known && request && !seenTypes.has(`${operation.name} ${known}`)) {
				seenTypes.add(`${operation.name} ${known}`);
				found.push(
					...fieldDifferences(known, request, described.routes.get(known) ?? new Map(), described),
				);
			}
		}
		for (const [name, properties] of operation.types) {
			const fields = described.types.get(name);
			if (!fields || name === operation.name || seenTypes.has(name)) continue;
			seenTypes.add(name);
			found.push(...fieldDifferences(name, properties, fields, described));
		}
		for (const [name, words] of operation.enums) {
			const known = described.enums.get(name);
			if (!known || seenTypes.has(name)) continue;
			seenTypes.add(name);
			found.push(
				...words
					.filter((word) => !known.includes(word))
					.map((word) => ({
						where: name,
						what: `has the word ${word}, which the description lacks`,
					})),
				...known
					.filter((word) => !words.includes(word))
					.map((word) => ({ where: name, what: `lacks the word ${word} of the description` })),
			);
		}
	}
	if (unread.length === 0) {
		const missing = [...described.routes.keys()].filter((key) => !seenRoutes.has(key));
		found.push(
			...missing.map((key) => ({ where: key, what: 'stands on no page: hidden, or not there' })),
		);
	}
	return found;
}

/** A page writes the path behind the folder of the service. */
function isRoute(key: string, method: string, path: string): boolean {
	const [knownMethod, knownPath] = key.split(' ');
	const isMethod = method === '*' || method === knownMethod;
	return isMethod && routeKey('', path).trim().endsWith(knownPath);
}

function fieldDifferences(
	where: string,
	properties: Property[],
	fields: Fields,
	{ enums }: Described,
): Difference[] {
	const find = (name: string) =>
		[...fields].find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1];
	const names = properties.map(({ name }) => name.toLowerCase());
	const found = properties.flatMap(({ name, type, isRequired }) => {
		const field = find(name);
		if (!field)
			return [
				`has a property that the description lacks: ${name} (${type}${isRequired ? ', required' : ''})`,
			];
		const kind = kindOfType(type) ?? (enums.has(type.replace(/\?$/, '')) ? 'text' : undefined);
		return [
			...(kind && kind !== field.kind
				? [`${name} is ${kind} (${type}), in the description ${field.kind}`]
				: []),
			...(isRequired === field.isRequired
				? []
				: [
						`${name} is ${isRequired ? 'required' : 'optional'}, in the description ${field.isRequired ? 'required' : 'optional'}`,
					]),
		];
	});
	const missing = [...fields.keys()]
		.filter((name) => !names.includes(name.toLowerCase()))
		.map((name) => `lacks ${name} of the description`);
	return [...found, ...missing].map((what) => ({ where, what }));
}
