/**
 * Returns a function by which several callers share one answer that is never older than their request: a
 * caller that arrives during a request waits for the next one, together with all others that arrive until
 * then.
 */
export function askTogether<T>(): (ask: () => Promise<T>) => Promise<T> {
	let underWay: Promise<unknown> = Promise.resolve();
	let next: Promise<T> | undefined;
	return async (ask) => {
		next ??= underWay.then(async () => {
			underWay = next!.catch(() => {});
			next = undefined;
			return await ask();
		});
		return await next;
	};
}
