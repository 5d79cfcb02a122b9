// The way of an API request: body → fault → caller → contract → operation → answer.
import type { RequestHandler } from 'express';
import type { IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Call, OperationId } from './api.cts';
import type { Authentication } from './authentication.cts';
import { receiveBody, type Received } from './body.cts';
import type { Contract, Match } from './contract.cts';
import { deliver, insteadOf } from './delivery.cts';
import { asDescribed } from './dotNetForms.cts';
import { invalid, notFound, ServiceError, tooLarge } from './errors.cts';
import type { Fault, Faults } from './faults.cts';
import { operations } from './operations/index.cts';
import { recordedBody, type RecordedRequest } from './records.cts';
import { envelope, refusal, replyTo, type Reply } from './reply.cts';
import type { Service } from './service.cts';
import { letTimePass } from './store/timePassing.cts';

export interface ApiParts {
	service: Service;
	contract: Contract;
	authentication: Authentication;
	faults: Faults;
	requests: RecordedRequest[];
	/** Answers that are not as described and errors of the simulator's own: none, one hopes. */
	problems: string[];
	/** The origin that the redirect fault points to. */
	elsewhere: string;
	closing: AbortSignal;
}

type Query = RecordedRequest['query'];

export function apiRoute(basePath: string, parts: ApiParts): RequestHandler {
	const { service, contract, faults, requests } = parts;
	return async (request, response) => {
		const { pathname, search, searchParams } = new URL(request.originalUrl, service.origin);
		const match = contract.match(request.method, pathname.slice(basePath.length));
		const record: RecordedRequest = {
			callId: requests.length + 1,
			at: service.clock.now(),
			method: request.method,
			path: pathname,
			query: queryOf(searchParams),
			headers: request.headers,
			operationId: match?.operationId,
		};
		requests.push(record);

		const received = await receiveBody(
			request,
			service.files,
			service.account.MaxUploadSize,
			service.readings.uploadPart,
		).catch(() => undefined);
		// A client that left while it was sending waits for no answer.
		if (!received) return;
		record.body = recordedBody(received);
		const fault = faults.take(record);
		record.fault = fault?.kind;
		if (fault?.kind === 'cutBefore') return void request.socket.destroy();
		const delay = fault?.kind === 'delay' ? { hold: 'answer' as const, ...fault } : undefined;
		if (delay && delay.hold !== 'answer') await pause(delay, parts.closing);
		if (request.socket.destroyed && delay?.hold !== 'work') return;

		const ahead = fault?.kind === 'clockSkew' ? (fault.seconds ?? 600) : 0;
		const now = Date.now() / 1000 + ahead;
		const reply =
			(fault && insteadOf(fault, `${parts.elsewhere}${pathname}${search}`, service.readings)) ??
			(await answer(request, match, record, received, now, parts));
		if (delay?.hold === 'answer') await pause(delay, parts.closing);

		response.setHeader('date', new Date(now * 1000).toUTCString());
		if (fault?.kind !== 'cutAfter') record.status = reply.status;
		await deliver(response, reply, fault);
	};
}

const pause = ({ seconds = 30 }: Fault, signal: AbortSignal) =>
	wait(seconds * 1000, undefined, { signal }).catch(() => undefined);

async function answer(
	request: IncomingMessage,
	match: Match | undefined,
	record: RecordedRequest,
	received: Received,
	now: number,
	parts: ApiParts,
): Promise<Reply> {
	const { service, contract, authentication, problems } = parts;
	const { query } = record;
	try {
		if (!match) throw notFound(`No operation ${request.method} ${request.url}`);
		authentication.check(request.headers, now);
		checkSender(request, service);
		letTimePass(service);
		const given = await operate(match, request, query, received, parts);
		if (isJson(given)) problems.push(...contract.checkAnswer(match, 200, given));
		const told = isJson(given) ? parts.faults.spoiled(given, record) : given;
		return replyTo(match, told, wantsXml(request, query), service.readings);
	} catch (error) {
		if (!(error instanceof ServiceError)) problems.push(`${match?.operationId}: ${String(error)}`);
		const refused =
			error instanceof ServiceError
				? error
				: new ServiceError(500, 'Exception', 'Unhandled error: Please contact Secured Signing');
		if (match) problems.push(...contract.checkAnswer(match, refused.status, envelope(refused)));
		return refusal(refused, service.readings);
	}
}

/** A call may act for another sender of the account. */
function checkSender({ headers }: IncomingMessage, { store, readings }: Service) {
	const named = headers['x-custom-sender'];
	if (named) store.sender(String(named), readings.sender);
}

const isJson = (answer: unknown) =>
	typeof answer === 'object' && answer !== null && !('file' in answer) && !('html' in answer);

async function operate(
	match: Match,
	request: IncomingMessage,
	query: Query,
	arrived: Received,
	{ service, contract }: ApiParts,
): Promise<unknown> {
	if (arrived.problem) throw arrived.problem;
	if (arrived.tooLarge) throw tooLarge();
	const received = asDescribed(match, query, arrived);
	const merged = { ...query, ...flagsOf(match, received.json) };
	const values = contract.checkRequest(match, {
		query: merged,
		headers: request.headers as Record<string, string>,
		body: bodyOf(match, received),
	});
	const call = {
		service,
		path: values.path,
		query: values.query,
		body: received.json,
		file: received.file,
		fields: received.fields,
	};
	// The contract has just checked what the types promise.
	const operation = operations[match.operationId] as (call: Call<OperationId>) => unknown;
	return await operation(call as Call<OperationId>);
}

/** The body in the form of the description, which names the file part `file`. */
function bodyOf({ operation }: Match, { json, fields, file }: Received): unknown {
	const described = operation.requestBody as { content: Record<string, unknown> } | undefined;
	if (!described) return undefined;
	if ('application/json' in described.content) return json;
	return file ? { ...fields, file: file.name } : fields;
}

/**
 * An operation without a body accepts none, but for its query parameters sent as JSON: the service
 * merges the two, and one SDK sends them so.
 */
function flagsOf({ operation }: Match, json: unknown): Query {
	if (operation.requestBody || typeof json !== 'object' || json === null) return {};
	const names = (operation.parameters ?? []).flatMap((p) =>
		'in' in p && p.in === 'query' ? p.name : [],
	);
	for (const name of Object.keys(json)) {
		if (!names.includes(name)) throw invalid(`${name}: is not a field of this request`);
	}
	return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, String(value)]));
}

function wantsXml({ headers }: IncomingMessage, { format }: Query) {
	if (format) return format === 'xml';
	return /xml/.test(headers.accept ?? '') && !/json|\*\/\*/.test(headers.accept ?? '');
}

function queryOf(parameters: URLSearchParams): Query {
	return Object.fromEntries(
		[...new Set(parameters.keys())].map((name) => {
			const values = parameters.getAll(name);
			return [name, values.length === 1 ? values[0] : values];
		}),
	);
}
