/** The words in which the table says how a variant differs from the plain service. */
import type { Json } from './service/answers.cts';
import { envelope } from './service/answers.cts';
import { json, type Reply } from './service/reply.cts';
import type { Deviation } from './service/server.cts';
import type { Call, Doc, World } from './service/world.cts';

export const SENDS = ['smartTagSend', 'formSend', 'templateSend'];

/** The service does it, and its answer has another body. */
export const bent = (
	at: string[] | undefined,
	bend: (body: unknown, call: Call, world: World) => unknown,
	times?: number,
): Deviation => ({
	...(at && { at }),
	...(times && { times }),
	answer: (reply, call, world) =>
		reply.bytes || reply.status >= 400 ? reply : { ...reply, json: bend(reply.json, call, world) },
});

/** The service does it, and something else is answered. */
export const doneBut = (at: string[], other: Reply | ((reply: Reply) => Reply), times?: number) =>
	({
		at,
		...(times && { times }),
		answer: (reply) => (typeof other === 'function' ? other(reply) : other),
	}) satisfies Deviation;

/** The service does nothing, and answers this. */
export const undone = (at: string[], reply: Reply, times?: number): Deviation => ({
	at,
	...(times && { times }),
	instead: () => reply,
});

/** An error under the status of a success. */
export const errorUnder200 = json(envelope('Exception', 'The queue is busy'));

export const documentsOf = (body: unknown): Json[] => {
	if (Array.isArray(body)) return body as Json[];
	const { Documents } = body as Json;
	return Array.isArray(Documents) ? (Documents as Json[]) : [body as Json];
};

/** The documents that this request sent. */
export const sentBy = (call: Call, world: World): Doc[] => {
	const units = world.invitations.filter(({ send }) => send === call.number);
	return [...world.documents.values()].filter((doc) =>
		units.some(({ unit }) => unit === doc.reference || unit === doc.packageReference),
	);
};

/** Rewrites every property at any depth. */
export function rewritten(
	value: unknown,
	property: (name: string, value: unknown) => [string, unknown],
): unknown {
	if (Array.isArray(value)) return value.map((each) => rewritten(each, property));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, each]) => property(name, rewritten(each, property))),
	);
}

/** Rewrites every object that has one of these properties, at any depth. */
export function eachWith(names: string[], bend: (object: Json) => Json) {
	const walk = (value: unknown): unknown => {
		if (Array.isArray(value)) return value.map(walk);
		if (typeof value !== 'object' || value === null) return value;
		const object = Object.fromEntries(
			Object.entries(value).map(([name, each]) => [name, walk(each)]),
		);
		return names.some((name) => name in object) ? bend(object) : object;
	};
	return walk;
}

export const eachDocument = (bend: (document: Json) => Json) => eachWith(['Signers'], bend);
export const eachSigner = (bend: (signer: Json) => Json) => eachWith(['SignedStatus'], bend);
