/** How many may run at the same time; the value may change while they run. */
export interface Limit {
	readonly current: number;
	/** Set by mapConcurrently; called when the limit has risen. */
	risen?(): void;
}

interface Pace {
	limit?: Limit;
	/** Called before each start: if false, nothing new is started. */
	goesOn?(): boolean;
}

const AT_A_TIME = 5;

/**
 * Runs `work` for all things, a few at a time. The results have the order of the things, with holes for those
 * that were not started. Rejects with the first error.
 */
export async function mapConcurrently<T, R>(
	things: T[],
	work: (thing: T, index: number) => Promise<R>,
	{ limit = { current: AT_A_TIME }, goesOn = () => true }: Pace = {},
): Promise<R[]> {
	const results: R[] = [];
	let next = 0;
	let underWay = 0;
	await new Promise<void>((resolve, reject) => {
		const proceed = () => {
			while (underWay < limit.current && next < things.length && goesOn()) start(next++);
			if (underWay === 0) resolve();
		};
		const start = (index: number) => {
			underWay++;
			void work(things[index], index).then((result) => {
				results[index] = result;
				underWay--;
				proceed();
			}, reject);
		};
		limit.risen = proceed;
		proceed();
	});
	return results;
}
