/** Answers of the service as its description has them: what the fuzzed ones are made from. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Schema {
	$ref?: string;
	type?: string | string[];
	enum?: unknown[];
	properties?: Record<string, Schema>;
	items?: Schema;
	allOf?: Schema[];
	anyOf?: Schema[];
	oneOf?: Schema[];
}

interface Description {
	paths: Record<string, Record<string, Operation>>;
	components: { schemas: Record<string, Schema> };
}
interface Operation {
	responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

const description = parse(
	readFileSync(join(__dirname, '../../docs/api/openapi.yaml'), 'utf8'),
) as Description;

/** What lets a document count as finished, so that the operations go on to everything after that. */
const TELLING: Record<string, unknown> = {
	Status: 'Complete',
	HasFileUploaded: true,
	Editable: true,
	Reference: '236225199245',
	// Later than any due date of jobs.cts.
	MaxDueDate: 365,
	// As jobs.cts and the tests have it.
	Email: 'ana@example.com',
};

const routes = Object.entries(description.paths).flatMap(([path, methods]) =>
	Object.entries(methods).map(([method, operation]) => ({
		method: method.toUpperCase(),
		pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`, 'i'),
		example: exampleOf(operation),
	})),
);

/**
 * What the service answers to a request, every field filled, about what was asked for; undefined where
 * it answers no JSON.
 */
export function exampleFor(method: string, path: string, body?: unknown): unknown {
	const found = routes.find((route) => route.method === method && route.pattern.test(path));
	const example: unknown = structuredClone(found?.example);
	const [, inPath] = /^\/\w+\/(?:\w+\/)?([^/]*\d[^/]*)$/.exec(path) ?? [];
	const { DocumentReference, PackageReference } = (body ?? {}) as Record<string, unknown>;
	const asked = inPath ?? DocumentReference ?? PackageReference;
	if (typeof example === 'object' && example !== null && asked !== undefined) {
		const name = 'PackageStatus' in example ? 'PackageReference' : 'Reference';
		if (name in example) Object.assign(example, { [name]: asked });
	}
	return example;
}

/** One answer of each kind that the description has. */
export const allExamples: unknown[] = routes
	.map(({ example }) => example)
	.filter((example) => example !== undefined);

function exampleOf({ responses }: Operation): unknown {
	const schema = responses['200']?.content?.['application/json']?.schema;
	return schema && filled(schema);
}

function filled(schema: Schema, name = '', depth = 0): unknown {
	if (name in TELLING) return TELLING[name];
	if (schema.$ref) {
		return filled(description.components.schemas[schema.$ref.split('/').pop() ?? ''], name, depth);
	}
	const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0];
	if (choice) return filled(choice, name, depth);
	const type = [schema.type].flat()[0];
	if (type === 'array') {
		const item = () => filled(schema.items ?? {}, '', depth + 1);
		return depth > 6 ? [] : [item(), item()];
	}
	if (schema.properties || schema.allOf) {
		const parts = (schema.allOf ?? []).map((part) => filled(part, '', depth) as object);
		const own = Object.entries(schema.properties ?? {}).map(([key, property]) => [
			key,
			filled(property, key, depth + 1),
		]);
		return Object.assign({}, ...parts, Object.fromEntries(own)) as object;
	}
	if (schema.enum) return schema.enum[0];
	if (type === 'boolean') return false;
	if (type === 'integer' || type === 'number') return 1;
	return name === '' ? 'text' : `${name} of the service`;
}
