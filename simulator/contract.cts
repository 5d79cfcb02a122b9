// Requests and answers are held against docs/api/openapi.yaml.
import type { ErrorObject } from 'ajv';
import type { Operation } from 'openapi-backend';
import type { OperationId } from './api.cts';
import { router, validator } from './description.cts';
import { invalid, type FieldError } from './errors.cts';

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

	/** It holds no state, so simulators share it. */
	static load() {
		return (Contract.loaded ??= new Contract());
	}

	readonly operations = router.getOperations();
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
		const result = validator.validateRequest(
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
		const result = validator.validateResponse(body, match.operation, status);
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
	const params = error.params as Record<string, unknown>;
	const unknown = params.unevaluatedProperty ?? params.additionalProperty;
	const path = error.instancePath.replace(/^\/requestBody/, '').replaceAll('/', '.');
	return {
		ErrorCode: error.keyword,
		FieldName: [path.replace(/^\./, ''), unknown].filter(Boolean).join('.') || 'request',
		Message: unknown ? 'is not a field of this request' : (error.message ?? 'is wrong'),
	};
}
