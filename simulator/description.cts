/**
 * docs/api/openapi.yaml, and what reads it: openapi-backend and Ajv. All of this takes a while and holds no state. It
 * imports packages alone, so that the tests can load it once for many files (test/harness/jest/runtime.cjs).
 */
import { Ajv2020 } from 'ajv/dist/2020';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OpenAPIRouter, OpenAPIValidator, type Document } from 'openapi-backend';
import { parse } from 'yaml';

const descriptionFile = join(__dirname, '../docs/api/openapi.yaml');

const formats = { int64: true, uri: (text: string) => URL.canParse(text) } as const;

interface Json {
	[key: string]: unknown;
}

const isObject = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The description with every reference replaced by what it points to, and unknown fields refused. */
function closed(description: Json) {
	const resolve = (node: unknown): unknown => {
		if (Array.isArray(node)) return node.map(resolve);
		if (!isObject(node)) return node;
		const { $ref, ...own } = node;
		const base = typeof $ref === 'string' ? resolve(lookUp(description, $ref)) : {};
		const entries = Object.entries(own).map(([name, child]) => [name, resolve(child)]);
		return { ...(base as Json), ...Object.fromEntries(entries) };
	};
	const resolved = resolve(description);
	closeUses(resolved);
	return resolved as Document;
}

const lookUp = (root: Json, pointer: string) =>
	pointer
		.split('/')
		.slice(1)
		.reduce<unknown>((node, name) => (node as Json)[name], root);

/**
 * The refusal is set where a schema is *used* (a body, a property, the items of a list), not in
 * the schema: one that others extend by allOf must stay open.
 */
function closeUses(node: unknown) {
	if (Array.isArray(node)) node.forEach(closeUses);
	if (!isObject(node)) return;
	Object.values(node).forEach(closeUses);
	for (const use of [node.schema, node.items, ...Object.values(node.properties ?? {})]) {
		if (isObject(use) && ('allOf' in use || 'properties' in use)) {
			use.unevaluatedProperties = false;
		}
	}
}

const definition = closed(parse(readFileSync(descriptionFile, 'utf8')) as Json);

export const router = new OpenAPIRouter({ definition });

export const validator = new OpenAPIValidator({
	definition,
	router,
	lazyCompileValidators: true,
	coerceTypes: true,
	customizeAjv: (draft7, options) =>
		new Ajv2020({
			...options,
			strict: false,
			allErrors: true,
			formats,
			// A validator is compiled for each operation in each process: that is to be quick, and a test holds
			// the schemas themselves against JSON Schema.
			code: { optimize: false },
			validateSchema: false,
		}) as unknown as typeof draft7,
});
