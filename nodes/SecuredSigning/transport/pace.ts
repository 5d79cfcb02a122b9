import { pause } from '../pause';
import type { Context } from './types';

/** When the next request of a run may leave, in milliseconds since 1970. */
const paces = new WeakMap<Context, number>();

/** Waits for the turn of a request: when one was turned away, all of the run hold back. */
export async function turn(context: Context, stop?: AbortSignal): Promise<void> {
	for (let wait = waitOf(context); wait > 0 && !stop?.aborted; wait = waitOf(context)) {
		await pause(wait, stop);
	}
}

/** Lets no request of the run leave for so long. */
export function holdBack(context: Context, milliseconds: number): void {
	paces.set(context, Math.max(paces.get(context) ?? 0, Date.now() + milliseconds));
}

const waitOf = (context: Context): number => (paces.get(context) ?? 0) - Date.now();
