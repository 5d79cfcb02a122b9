// What docs/api/openapi.yaml says, in the terms of the pages.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const DESCRIPTION = join(__dirname, '../../docs/api/openapi.yaml');

export type Kind = 'text' | 'number' | 'yes or no' | 'list' | 'object';

export interface Described {
	/** `GET /Document/Status/{}` → its request. */
	routes: Map<string, Fields>;
	types: Map<string, Fields>;
	enums: Map<string, string[]>;
}

export type Fields = Map<string, { kind: Kind; isRequired: boolean }>;

interface Schema {
	$ref?: string;
	type?: string | string[];
	properties?: Record<string, Schema>;
	required?: string[];
	allOf?: Schema[];
	enum?: string[];
	anyOf?: Schema[];
}

interface Operation {
	parameters?: Array<{
		$ref?: string;
		name: string;
		in: string;
		required?: boolean;
		schema?: Schema;
	}>;
	requestBody?: { content: Record<string, { schema: Schema }> };
}

interface Document {
	paths: Record<string, Record<string, Operation>>;
	components: { schemas: Record<string, Schema>; parameters?: Record<string, never> };
}

const METHODS = ['get', 'post', 'put', 'delete'];

/** Routes are compared without regard to case, to names of parameters and to a slash at the end. */
export const routeKey = (method: string, path: string): string =>
	`${method.toUpperCase()} ${path
		.replace(/\{[^}]*\}/g, '{}')
		.replace(/\/+$/, '')
		.toLowerCase()}`;

export function readDescription(): Described {
	const document = parse(readFileSync(DESCRIPTION, 'utf8')) as Document;
	const { schemas } = document.components;
	const resolve = (schema: Schema): Schema =>
		schema.$ref ? resolve(schemas[nameOf(schema.$ref)]) : schema;
	const kindOf = (given: Schema): Kind => {
		const schema = resolve(given);
		const type = [
			schema.type ?? (schema.anyOf ? resolve(schema.anyOf[0]).type : undefined),
		].flat()[0];
		if (type === 'array') return 'list';
		if (type === 'boolean') return 'yes or no';
		if (type === 'integer' || type === 'number') return 'number';
		return type === 'string' || schema.enum ? 'text' : 'object';
	};
	const fieldsOf = (given: Schema): Fields => {
		const schema = resolve(given);
		const fields: Fields = new Map();
		for (const part of schema.allOf ?? [])
			fieldsOf(part).forEach((field, name) => fields.set(name, field));
		for (const [name, property] of Object.entries(schema.properties ?? {})) {
			fields.set(name, { kind: kindOf(property), isRequired: false });
		}
		for (const name of schema.required ?? []) {
			const field = fields.get(name);
			if (field) fields.set(name, { ...field, isRequired: true });
		}
		return fields;
	};

	const described: Described = { routes: new Map(), types: new Map(), enums: new Map() };
	for (const [path, item] of Object.entries(document.paths)) {
		for (const method of METHODS.filter((each) => each in item)) {
			const { parameters = [], requestBody } = item[method];
			const body = Object.values(requestBody?.content ?? {})[0];
			const fields = body ? fieldsOf(body.schema) : (new Map() as Fields);
			for (const parameter of parameters.filter(
				(each) => each.in === 'path' || each.in === 'query',
			)) {
				fields.set(parameter.name, {
					kind: kindOf(parameter.schema ?? {}),
					isRequired: parameter.required ?? false,
				});
			}
			described.routes.set(routeKey(method, path), fields);
		}
	}
	for (const [name, schema] of Object.entries(schemas)) {
		if (schema.enum) described.enums.set(name, schema.enum);
		else described.types.set(name, fieldsOf(schema));
	}
	return described;
}

const nameOf = (reference: string) => reference.split('/').at(-1) ?? '';
