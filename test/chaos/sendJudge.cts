/** Compares what was said with what happened. */
import type { Bench } from '../engine/node.cts';
import { documentsOf, outOf, requestsOf, stepOf } from '../engine/sends.cts';
import type { Scene } from './sendScript.cts';
import type { Told } from './sendTold.cts';

export interface Verdict {
	id: string;
	told: Told;
	/** It went out more than once, or was asked to. */
	isDuplicate: boolean;
	/** It was said to be out, and is not; or the other way round, which makes somebody send it again. */
	isLost: boolean;
	/** What was wrong, in words; undefined when all was well. */
	wrong?: string;
}

/** Truth is what the simulator holds; the node has no part in it. */
export function judged(
	bench: Bench,
	{ ids, kind, requestOptions, shape }: Scene,
	told: Map<string, Told>,
	failedLooks: number,
): Verdict[] {
	return ids.map((id) => {
		const said = told.get(id) ?? 'untold';
		const out = outOf(bench, id).length;
		const asked = requestsOf(bench, id, 'send');
		// The simulator refuses what is out already; the service may not.
		const askedAgain = asked.some(({ fault, status }) => fault === undefined && status === 400);
		const isDuplicate = out > documentsOf(kind) || askedAgain;
		const isSaidOut = said === 'sent' || said === 'recovered';
		const isWhole = out === documentsOf(kind);
		const isOpen = said === 'uncertain' || said === 'unfinished';
		const isLost = isSaidOut ? !isWhole : !isOpen && out > 0;
		// On a busy machine, a look-up may be too late by itself.
		const mayBeLate = requestOptions.timeout !== undefined;
		// Of a form or a template that is not found, nothing proves that it was not sent.
		const mayBeOpen = (kind === 'form' || kind === 'template') && out === 0;
		// A list of nothing but malformed documents cannot be read, and that it cannot is told truly.
		const isMalformed = shape.malformed.length > 0;
		const isExcused = mayBeLate || mayBeOpen || isMalformed;
		const isIdle = said === 'uncertain' && failedLooks === 0 && !isExcused;
		const wrong = [
			isDuplicate &&
				`${out} documents are out, of ${documentsOf(kind)}; asked ${asked.length} times`,
			isLost && `said to be ${said}, and ${out} documents are out`,
			isIdle && 'said to be uncertain, and every look-up worked',
		].filter(Boolean);
		const verdict = { id, told: said, isDuplicate, isLost };
		return wrong.length === 0 ? verdict : { ...verdict, wrong: `${kind} ${wrong.join('; ')}` };
	});
}

/** How many look-ups were struck so far. */
export const failedLookUps = ({ simulator }: Bench): number =>
	simulator.requests.filter((request) => stepOf(request) === 'look' && request.fault).length;
