/** What became of a promise: what it gave, or why it gave nothing. */
export type Settled<T> = { value: T } | { error: Error };

/** Waits for a promise without throwing, for whoever goes on in either case. */
export async function settled<T>(promise: Promise<T>): Promise<Settled<T>> {
	return await promise.then(
		(value) => ({ value }),
		(error: Error) => ({ error }),
	);
}
