/** The outcome of a promise: its value or its error. */
export type Result<T> = { value: T } | { error: Error };

/** Waits for a promise without throwing. */
export async function toResult<T>(promise: Promise<T>): Promise<Result<T>> {
	return await promise.then(
		(value) => ({ value }),
		(error: Error) => ({ error }),
	);
}
