/** How many may be under way at once; it may change while they are. */
export interface Limit {
	readonly current: number;
	/** Set by whoever starts what the limit counts, to hear when it has risen. */
	risen?(): void;
}

interface Pace {
	limit?: Limit;
	/** Asked before each start: no, and nothing new is started. */
	goesOn?(): boolean;
}

const AT_A_TIME = 5;

/** Does the work for all of them, a few at a time; results in their order, holes for what was not begun. */
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
