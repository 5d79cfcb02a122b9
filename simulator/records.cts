import type { IncomingHttpHeaders } from 'node:http';
import type { OperationId } from './api.cts';
import type { Received } from './body.cts';
import type { FaultKind } from './faults.cts';

/** An API request as it came in, for tests to look at. */
export interface RecordedRequest {
	/** Counts the requests of one simulator, from 1. */
	callId: number;
	at: Date;
	method: string;
	/** The path as it was sent, with the base path and without the query. */
	path: string;
	query: Record<string, string | string[]>;
	headers: IncomingHttpHeaders;
	/** Undefined where no operation of the description fits. */
	operationId?: OperationId;
	/** The parsed JSON, or the text parts of a multipart body with the file described as `file`. */
	body?: unknown;
	/** The fault that struck it. */
	fault?: FaultKind;
	/** What was answered; undefined while nothing was, and where the connection was cut. */
	status?: number;
}

export interface RecordedFile {
	partName: string;
	fileName: string;
	mimeType: string;
	bytes: number;
	sha256: string;
}

/** A received body as it is recorded. The bytes of a file stay out of it. */
export function recordedBody({ json, fields, file }: Received): unknown {
	if (json !== undefined) return json;
	if (!file) return Object.keys(fields).length > 0 ? fields : undefined;
	const { name: fileName, partName, mimeType, bytes, sha256 } = file;
	return {
		...fields,
		file: { partName, fileName, mimeType, bytes, sha256 } satisfies RecordedFile,
	};
}
