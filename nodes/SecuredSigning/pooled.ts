const AT_A_TIME = 5;

/** Does the work for all of them, a few at a time; results in their order. */
export async function pooled<T, R>(
	things: T[],
	work: (thing: T, index: number) => Promise<R>,
): Promise<R[]> {
	const results: R[] = [];
	let next = 0;
	const worker = async () => {
		while (next < things.length) {
			const index = next++;
			results[index] = await work(things[index], index);
		}
	};
	await Promise.all(Array.from({ length: Math.min(AT_A_TIME, things.length) }, worker));
	return results;
}
