import { setTimeout as sleep } from 'node:timers/promises';

const LIMIT = 60_000;

/** Looks again and again until there is something; `what` names it when there never is. */
export const until = async <T,>(
	what: string,
	look: () => Promise<T | undefined> | T | undefined,
	limit = LIMIT,
): Promise<T> => {
	const deadline = Date.now() + limit;
	for (;;) {
		const found = await look();
		if (found !== undefined) return found;
		if (Date.now() > deadline) throw new Error(`In ${limit / 1000} s there was no ${what}`);
		await sleep(250);
	}
};
