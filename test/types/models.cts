/** What the service answers, with names and types, out of docs/api/openapi.yaml, as code to ship. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Schema {
	$ref?: string;
	type?: string;
	enum?: unknown[];
	properties?: Record<string, Schema>;
	items?: Schema;
	allOf?: Schema[];
	anyOf?: Schema[];
}
interface Description {
	paths: Record<string, Record<string, { responses: Record<string, { content?: Content }> }>>;
	components: { schemas: Record<string, Schema> };
}
type Content = Record<string, { schema: Schema }>;
type Part = string | [Part];

const { paths, components } = parse(
	readFileSync(join(__dirname, '../../docs/api/openapi.yaml'), 'utf8'),
) as Description;

/**
 * For each object in an answer: its names, and what stands there. For each route: what it answers, null where that is
 * nothing but a status; routes that answer a file or a page are left out.
 */
export function describedAnswers() {
	const models: Record<string, Record<string, Part>> = {};
	const answers: Record<string, Part | null> = {};
	for (const [path, methods] of Object.entries(paths)) {
		for (const [method, { responses }] of Object.entries(methods)) {
			const route = `${method.toUpperCase()} ${path}`;
			const { content } = responses['200'];
			if (!content) answers[route] = null;
			else if ('application/json' in content) {
				answers[route] = partOf(content['application/json'].schema, models);
			}
		}
	}
	const sorted = Object.entries(models).sort(([one], [other]) => one.localeCompare(other));
	return { models: Object.fromEntries(sorted), answers };
}

/** What a value is: text, boolean, number, an object by the name of its model, or a list of these. */
function partOf(schema: Schema, models: Record<string, Record<string, Part>>): Part {
	// Where the description leaves a choice, the choices differ by a list or not, or not at all.
	if (schema.anyOf) return schema.anyOf.map((choice) => partOf(choice, models))[0];
	if (schema.type === 'array') return [partOf(schema.items ?? {}, models)];
	const name = schema.$ref?.split('/').pop() ?? '';
	if (name === '') {
		if (schema.type === 'boolean') return 'boolean';
		// An object without a name of its own is handed on as it is.
		if (schema.type === 'object') return 'other';
		return schema.type === 'integer' || schema.type === 'number' ? 'number' : 'text';
	}
	const properties = propertiesOf(components.schemas[name]);
	if (Object.keys(properties).length === 0) return partOf(components.schemas[name], models);
	if (!(name in models)) {
		models[name] = {};
		for (const [key, property] of Object.entries(properties)) {
			models[name][key] = partOf(property, models);
		}
	}
	return name;
}

function propertiesOf({ $ref, allOf = [], properties }: Schema): Record<string, Schema> {
	if ($ref) return propertiesOf(components.schemas[$ref.split('/').pop() ?? '']);
	return Object.assign({}, ...allOf.map(propertiesOf), properties) as Record<string, Schema>;
}
