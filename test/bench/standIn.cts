/**
 * A stand-in of the service in a process of its own: Node's http server with answers that are always
 * the same. The simulator checks every request, which takes longer than what is measured here.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';

import type { Schemas } from '../../simulator/api.cts';
import { answerQuestions } from './answering.cts';
import { Distance } from './distance.cts';
import type { ServerFacts, ServerQuestion } from './protocol.cts';

const BASE_PATH = '/web/v1.4';
const CHUNK = Buffer.alloc(64 * 1024, 'secured signing ');

const reference = '174133117194201231247231237127134171070022100112';
const signer = (FirstName: string, LastName: string): Schemas['Signer'] => ({
	FirstName,
	LastName,
	Email: `${FirstName.toLowerCase()}@example.com`,
	SignerReference: reference,
	HasSigned: false,
	Editable: true,
	SignedStatus: 'Invitation',
});
const document: Schemas['Document'] = {
	Name: 'Lease.pdf',
	Reference: reference,
	Signers: [signer('Ana', 'Lopez'), signer('Ben', 'Wu')],
	Status: 'Signing',
	DueDate: '2030-12-04T01:33:50.873Z',
	GMT: '0',
	Folder: 'Progress',
	HasFileUploaded: false,
};
const documentOf = (Reference: string): Schemas['Document'] => ({ ...document, Reference });
let uploads = 0;
/** How often each document was sent. */
let sends = new Map<string, number>();
/** Each repeats what it was asked about: an answer about something else is none. */
const ANSWERS: Record<string, (asked: string, body: string) => object> = {
	Status: (asked) => documentOf(asked),
	Send2: (_asked, body) => {
		const { DocumentReferences } = JSON.parse(body) as Schemas['SmartTagSendRequest'];
		for (const sent of DocumentReferences) sends.set(sent, (sends.get(sent) ?? 0) + 1);
		return { PackageStatus: 'InProgress', Documents: DocumentReferences.map(documentOf) };
	},
	Uploader: () => ({ Reference: `${reference}${uploads++}` }),
};

let latency = 0;
let inFlight = 0;
let mostInFlight = 0;
let requests = 0;
let refused = 0;
let refusesAbove = 0;

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const [, operation, value] = (request.url ?? '').slice(BASE_PATH.length + 1).split('/');
	let received = 0;
	const sent: Buffer[] = [];
	request.on('data', (piece: Buffer) => {
		received += piece.length;
		if (operation === 'Send2') sent.push(piece);
	});
	await finished(request, { writable: false });
	if (latency > 0) await setTimeout(latency);
	requests++;
	if (refusesAbove > 0 && distance.open > refusesAbove) {
		refused++;
		response.writeHead(429, { 'content-type': 'application/json' });
		return void response.end(JSON.stringify({ Message: 'Too many requests' }));
	}
	if (operation === 'GetDocumentData') return await sendFile(response, Number(value));
	const promised = request.headers['content-length'];
	const isWhole = !promised || Number(promised) === received;
	const answer = isWhole && ANSWERS[operation]?.(value, Buffer.concat(sent).toString());
	response.writeHead(answer ? 200 : 400, { 'content-type': 'application/json; charset=utf-8' });
	response.end(JSON.stringify(answer ?? { Message: `${request.method} ${request.url}` }));
}

/** A PDF by its first and its last bytes. */
async function sendFile(response: ServerResponse, bytes: number): Promise<void> {
	const head = Buffer.from('%PDF-1.7\n');
	const end = (table: number) =>
		`\nxref\n0 0\ntrailer\n<<>>\nstartxref\n${String(table).padStart(10, '0')}\n%%EOF\n`;
	const tail = Buffer.from(end(bytes - end(0).length + 1));
	const chunks = function* () {
		yield head;
		let left = bytes - head.length - tail.length;
		for (; left > CHUNK.length; left -= CHUNK.length) yield CHUNK;
		yield CHUNK.subarray(0, left);
		yield tail;
	};
	response.writeHead(200, { 'content-type': 'application/pdf', 'content-length': bytes });
	await pipeline(Readable.from(chunks(), { objectMode: false }), response);
}

const listener = (request: IncomingMessage, response: ServerResponse) => {
	mostInFlight = Math.max(mostInFlight, ++inFlight);
	response.on('close', () => inFlight--);
	// A client that goes away in the middle says so itself.
	respond(request, response).catch(() => response.destroy());
};
const portOf = async (server: Server): Promise<number> => {
	await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
	return (server.address() as AddressInfo).port;
};

const server = createServer(listener);
const identity = JSON.parse(process.argv[2]) as { key: string; cert: string };
const secureServer = createSecureServer(identity, listener);
const distance = new Distance(() => (secureServer.address() as AddressInfo).port);

void Promise.all([portOf(server), distance.listen(), portOf(secureServer)]).then(
	([port, distantPort]) => {
		answerQuestions(async (question: ServerQuestion): Promise<ServerFacts> => {
			latency = question.latency ?? latency;
			distance.roundTrip = question.roundTrip ?? distance.roundTrip;
			refusesAbove = question.refusesAbove ?? refusesAbove;
			const facts = {
				url: `http://localhost:${port}${BASE_PATH}`,
				distantUrl: `https://localhost:${distantPort}${BASE_PATH}`,
				mostInFlight,
				requests,
				refused,
				sent: sends.size,
				doubles: [...sends.values()].filter((times) => times > 1).length,
				...distance.told(),
			};
			mostInFlight = 0;
			requests = 0;
			refused = 0;
			sends = new Map();
			return facts;
		});
	},
);
