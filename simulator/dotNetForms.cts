// What clients in .NET write otherwise than the description has it, docs/api/API.md sections 3 and 12.10: the service
// puts path, query and body of a request together, and minds no capitals in names.
import type { Match } from './contract.cts';
import type { Received } from './body.cts';

interface Json {
	[key: string]: unknown;
}

interface Schema {
	allOf?: Schema[];
	properties?: Record<string, Schema>;
	items?: Schema;
}

/** A request's body and parts under the names of the description, without what its path and query say already. */
export function asDescribed(match: Match, query: Json, received: Received): Received {
	const inPath = valuesInPath(match);
	const isSaid = (said: Json, name: string, value: unknown) =>
		Object.entries(said).some(
			([other, own]) =>
				other.toLowerCase() === name.toLowerCase() &&
				String(own).toLowerCase() === String(value).toLowerCase(),
		);
	const left = (values: Json, said: Json) =>
		Object.fromEntries(
			Object.entries(values).filter(([name, value]) => !isSaid(said, name, value)),
		);
	const schema = schemaOf(match);
	const { json, fields } = received;
	return {
		...received,
		json: isJson(json) ? left(named(json, schema) as Json, { ...query, ...inPath }) : json,
		// An empty part stands for none. What the query says as well stays: it may be looked for here.
		fields: left(
			Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')),
			inPath,
		) as Record<string, string>,
	};
}

const isJson = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function valuesInPath({ operation, path }: Match): Json {
	const given = path.split('/');
	const parts = operation.path.split('/').map((part, at): [string, string] => [part, given[at]]);
	return Object.fromEntries(
		parts
			.filter(([part]) => part.startsWith('{'))
			.map(([part, value]) => [part.slice(1, -1), decodeURIComponent(value)]),
	);
}

function schemaOf({ operation }: Match): Schema {
	const body = operation.requestBody as { content: Record<string, { schema: Schema }> } | undefined;
	return body?.content['application/json']?.schema ?? {};
}

/** What the vendor's client sends back with a whole signer, though only answers have it. */
const OF_ANSWERS = ['HasSigned'];

/** The same with each name as the description writes it. */
function named(value: unknown, schema: Schema): unknown {
	if (Array.isArray(value)) return value.map((one) => named(one, schema.items ?? {}));
	if (!isJson(value)) return value;
	const known = propertiesOf(schema);
	const own = Object.entries(value).filter(([name]) => name in known || !OF_ANSWERS.includes(name));
	return Object.fromEntries(
		own.map(([name, inner]) => {
			const described = Object.keys(known).find((one) => one.toLowerCase() === name.toLowerCase());
			return described === undefined ? [name, inner] : [described, named(inner, known[described])];
		}),
	);
}

const propertiesOf = ({ allOf = [], properties = {} }: Schema): Record<string, Schema> =>
	Object.assign({}, ...allOf.map(propertiesOf), properties) as Record<string, Schema>;
