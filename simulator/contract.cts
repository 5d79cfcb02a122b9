// Requests and answers are held against docs/api/openapi.yaml by openapi-backend and Ajv.
import type { ErrorObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OpenAPIRouter, OpenAPIValidator, type Document, type Operation } from 'openapi-backend';
import { parse } from 'yaml';
import type { OperationId } from './api.cts';
import { invalid, type FieldError } from './errors.cts';

const descriptionFile = join(__dirname, '../docs/api/openapi.yaml');

export interface Match {
	operationId: OperationId;
	operation: Operation;
	/** The path in the description's casing, without a trailing slash. */
	path: string;
}

export interface ContractRequest {
	query: Record<string, string | string[]>;
	headers: Record<string, string>;
	body: unknown;
}

export interface ContractValues {
	path: Record<string, string>;
	query: Record<string, unknown>;
}

export class Contract {
	private static loaded?: Contract;

	/** Reading the description takes a while and holds no state, so simulators share it. */
	static load() {
		return (Contract.loaded ??= new Contract());
	}

	private readonly definition = closed(parse(readFileSync(descriptionFile, 'utf8')) as Json);
	private readonly router = new OpenAPIRouter({ definition: this.definition });
	private readonly validator = new OpenAPIValidator({
		definition: this.definition,
		router: this.router,
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
	readonly operations = this.router.getOperations();
	readonly operationIds = new Set(this.operations.map(({ operationId = '' }) => operationId));

	/** Finds the operation of a path below the base URL, without regard to its casing. */
	match(method: string, path: string): Match | undefined {
		const given = path.split('/').filter(Boolean);
		const matches = this.operations.filter((operation) => {
			const wanted = operation.path.split('/').filter(Boolean);
			return (
				operation.method === method.toLowerCase() &&
				wanted.length === given.length &&
				wanted.every(
					(part, i) => isParameter(part) || part.toLowerCase() === given[i].toLowerCase(),
				)
			);
		});
		const parameters = (operation: Operation) => operation.path.split('{').length;
		const [operation] = matches.sort((a, b) => parameters(a) - parameters(b));
		if (!operation) return undefined;
		const wanted = operation.path.split('/').filter(Boolean);
		const canonical = wanted.map((part, i) => (isParameter(part) ? given[i] : part));
		return {
			operation,
			operationId: operation.operationId as OperationId,
			path: `/${canonical.join('/')}`,
		};
	}

	/** Throws a 400 unless the request is as described; answers its parameters, in their types. */
	checkRequest(match: Match, request: ContractRequest): ContractValues {
		const { format: _format, ...query } = request.query;
		const result = this.validator.validateRequest(
			{
				method: match.operation.method,
				path: match.path,
				headers: request.headers,
				query: lowerCaseBooleans(query),
				body: request.body,
			},
			match.operation,
		);
		if (result.errors) {
			const errors = result.errors.map(fieldError);
			throw invalid(errors.map((e) => `${e.FieldName}: ${e.Message}`).join('; '), errors);
		}
		const coerced = result.coerced as { params?: Record<string, string>; query?: object };
		return {
			path: Object.fromEntries(
				Object.entries(coerced.params ?? {}).map(([k, v]) => [k, decodeURIComponent(v)]),
			),
			query: { ...coerced.query },
		};
	}

	/** What is wrong with an answer, measured by the description; empty when nothing is. */
	checkAnswer(match: Match, status: number, body: unknown): string[] {
		const result = this.validator.validateResponse(body, match.operation, status);
		return (result.errors ?? []).map(
			(e) => `${match.operationId} ${status}: ${e.instancePath} ${e.message}`,
		);
	}
}

const isParameter = (part: string) => part.startsWith('{');

// .NET clients write True and False in query strings.
function lowerCaseBooleans(query: Record<string, string | string[]>) {
	return Object.fromEntries(
		Object.entries(query).map(([name, value]) => [
			name,
			typeof value === 'string' && /^(true|false)$/i.test(value) ? value.toLowerCase() : value,
		]),
	);
}

function fieldError(error: ErrorObject): FieldError {
	const unknown =
		(error.params as Json).unevaluatedProperty ?? (error.params as Json).additionalProperty;
	const path = error.instancePath.replace(/^\/requestBody/, '').replaceAll('/', '.');
	return {
		ErrorCode: error.keyword,
		FieldName: [path.replace(/^\./, ''), unknown].filter(Boolean).join('.') || 'request',
		Message: unknown ? 'is not a field of this request' : (error.message ?? 'is wrong'),
	};
}

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
