const AT_A_TIME = 5;

interface Pace {
	/** How many are under way at once. */
	atATime?: number;
	/** Asked before each start: no, and nothing new is started. */
	goesOn?(): boolean;
}

/** Does the work for all of them, a few at a time; results in their order, holes for what was not begun. */
export async function mapConcurrently<T, R>(
	things: T[],
	work: (thing: T, index: number) => Promise<R>,
	{ atATime = AT_A_TIME, goesOn = () => true }: Pace = {},
): Promise<R[]> {
	const results: R[] = [];
	let next = 0;
	const worker = async () => {
		while (next < things.length && goesOn()) {
			const index = next++;
			results[index] = await work(things[index], index);
		}
	};
	await Promise.all(Array.from({ length: Math.min(atATime, things.length) }, worker));
	return results;
}
