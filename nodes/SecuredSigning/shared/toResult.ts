/** What became of a promise: what it gave, or why it gave nothing. */
export type Result<T> = { value: T } | { error: Error };

/** Waits for a promise without throwing, for whoever goes on in either case. */
export async function toResult<T>(promise: Promise<T>): Promise<Result<T>> {
	return await promise.then(
		(value) => ({ value }),
		(error: Error) => ({ error }),
	);
}
