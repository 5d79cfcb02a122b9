/**
 * The `__schema__` files: what each operation gives out by default, for the editor to show before a
 * first run. n8n finds them by version, resource and operation (n8n-core, output-schema-resolver.js).
 */
import { Ajv } from 'ajv';
import { join } from 'node:path';

export interface OutputSchema {
	type?: string | string[];
	properties?: Record<string, OutputSchema>;
	items?: OutputSchema;
	/** Of the file, as n8n's own have it. */
	version?: number;
}

export const schemaFolder = join(__dirname, '../../nodes/SecuredSigning/__schema__/v1.0.0');

/** Where the schema of `resource:operation` is, below the folder. */
export const schemaFile = (operation: string): string => `${operation.replace(':', '/')}.json`;

/** Fields that hold a form's own fields by their names: which these are, no schema can know. */
const NAMED_BY_A_FORM = new Set(['fieldValues', 'rows', 'values']);

/** The schema that all of these items fit: every field that one of them has, in the order of sight. */
export const schemaOf = (items: unknown[]): OutputSchema => ({
	...items.map(shapeOf).reduce(merged, {}),
	version: 1,
});

/** An empty value says nothing about what is there when there is something. */
function shapeOf(value: unknown): OutputSchema {
	if (value === null || value === undefined) return {};
	if (Array.isArray(value)) {
		const items = value.map(shapeOf).reduce(merged, {});
		return { type: 'array', ...(items.type && { items }) };
	}
	if (typeof value !== 'object') return { type: typeof value };
	const properties = Object.fromEntries(
		Object.entries(value)
			.map(([name, inner]) => [name, shapeOfField(name, inner)] as const)
			.filter(([, shape]) => shape.type),
	);
	return { type: 'object', properties };
}

function shapeOfField(name: string, value: unknown): OutputSchema {
	const shape = shapeOf(value);
	if (!NAMED_BY_A_FORM.has(name)) return shape;
	return { type: shape.type, ...(shape.items && { items: { type: shape.items.type } }) };
}

function merged(one: OutputSchema, other: OutputSchema): OutputSchema {
	const types = [...new Set([one.type ?? [], other.type ?? []].flat())];
	const names = Object.keys({ ...one.properties, ...other.properties });
	const items = mergedItems(one.items, other.items);
	return {
		...(types.length > 0 && { type: types.length === 1 ? types[0] : types }),
		...((one.properties ?? other.properties) && {
			properties: Object.fromEntries(
				names.map((name) => [
					name,
					merged(one.properties?.[name] ?? {}, other.properties?.[name] ?? {}),
				]),
			),
		}),
		...(items && { items }),
	};
}

const mergedItems = (one?: OutputSchema, other?: OutputSchema) =>
	one && other ? merged(one, other) : (one ?? other);

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });

/** How an item differs from a schema, in words; a field that the schema does not know counts too. */
export const differences = (schema: OutputSchema, item: unknown): string[] => {
	const { version: _version, ...shape } = schema;
	const validate = ajv.compile(closed(shape));
	validate(withoutEmpty(item));
	return (validate.errors ?? []).map(({ instancePath, message, params }) =>
		[instancePath, message, params.additionalProperty].filter(Boolean).join(' '),
	);
};

/** For the editor a schema need not be complete; for the test it has to be. */
function closed({ properties, items, ...schema }: OutputSchema): object {
	return {
		...schema,
		...(properties && {
			properties: Object.fromEntries(
				Object.entries(properties).map(([name, inner]) => [name, closed(inner)]),
			),
			additionalProperties: false,
		}),
		...(items && { items: closed(items) }),
	};
}

function withoutEmpty(value: unknown): unknown {
	if (Array.isArray(value)) return value.filter((inner) => inner !== null).map(withoutEmpty);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([, inner]) => inner !== null && inner !== undefined)
			.map(([name, inner]) => [name, withoutEmpty(inner)]),
	);
}
