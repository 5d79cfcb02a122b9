/**
 * Lets several share one answer, none of whom gets one that is older than his question: whoever asks while a question is
 * under way waits for the next one, together with all who ask until then.
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
