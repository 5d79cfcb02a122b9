import { AdaptiveLimit } from '../../nodes/SecuredSigning/shared/adaptiveLimit.ts';

interface Service {
	/** Milliseconds of an answer, by how many requests are on their way and which one it is. */
	takes(inFlight: number, request: number): number;
	/** Whether it turns a request away at once. */
	refuses?(inFlight: number, request: number): boolean;
	kindOf?(request: number): string;
}

/** Time passes when something happens: as many requests as the limit allows, and a new one for each answer. */
function curveOf(limit: AdaptiveLimit, { takes, refuses, kindOf }: Service, answers: number) {
	const open: Array<{ at: number; end(): void }> = [];
	const curve = [{ at: 0, limit: limit.current }];
	let now = 0;
	let sent = 0;
	const fill = () => {
		while (open.length < limit.current) {
			const request = sent++;
			const begun = limit.begin(kindOf?.(request) ?? 'get');
			const isRefused = refuses?.(open.length, request) === true;
			const took = isRefused ? 1 : takes(open.length, request);
			const end = () => (isRefused ? limit.overloaded(begun) : limit.answered(begun, took));
			open.push({ at: now + took, end });
		}
	};
	for (let answered = 0; answered < answers; answered++) {
		fill();
		open.sort((a, b) => a.at - b.at);
		const { at, end } = open.shift()!;
		now = at;
		end();
		if (limit.current !== curve.at(-1)?.limit) curve.push({ at: now, limit: limit.current });
	}
	return curve;
}

/** Some answers come sooner than others, always the same ones. */
const unevenly = (milliseconds: number, request: number) =>
	milliseconds * (0.75 + ((request * 7919) % 100) / 200);

const limits = (curve: Array<{ limit: number }>) => curve.map(({ limit }) => limit);

describe.each([20, 100, 280])('a service that answers in %d ms', (milliseconds) => {
	const takes = (_inFlight: number, request: number) => unevenly(milliseconds, request);

	test('begins at 5, and doubles each round until there are 50', () => {
		const curve = curveOf(new AdaptiveLimit(), { takes }, 1000);
		expect(limits(curve)).toEqual([5, 10, 20, 40, 50]);
		// Four rounds of answers, each of the slowest of them.
		expect(curve.at(-1)!.at).toBeLessThan(8 * 1.25 * milliseconds);
	});

	test('is halved by the first refusal at once, then rises by one a round', () => {
		const refuses = (inFlight: number) => inFlight >= 30;
		const curve = curveOf(new AdaptiveLimit(), { takes, refuses }, 3000);
		expect(limits(curve).slice(0, 6)).toEqual([5, 10, 20, 40, 20, 21]);
		const rest = limits(curve).slice(4);
		expect(Math.max(...rest)).toBeLessThanOrEqual(31);
		expect(Math.min(...rest)).toBeGreaterThanOrEqual(15);
	});

	test('stays near what the service can do when more only makes it slower', () => {
		const atOnce = 12;
		const curve = curveOf(
			new AdaptiveLimit(),
			{ takes: (inFlight, n) => takes(0, n) * Math.max(1, (inFlight + 1) / atOnce) },
			3000,
		);
		const settled = limits(curve).slice(Math.ceil(curve.length / 2));
		expect(Math.min(...settled)).toBeGreaterThanOrEqual(atOnce - 2);
		expect(Math.max(...settled)).toBeLessThanOrEqual(2 * atOnce);
	});
});

test('a service whose answers stay slower leaves what everybody begins with', () => {
	const takes = (_inFlight: number, request: number) => (request < 200 ? 20 : 500);
	const curve = curveOf(new AdaptiveLimit(), { takes }, 2000);
	expect(Math.max(...limits(curve))).toBe(50);
	expect(limits(curve).at(-1)).toBe(5);
});

test('refusals that do not stop leave one, and it rises again when they have stopped', () => {
	const refuses = (_inFlight: number, request: number) => request > 50 && request < 100;
	const curve = curveOf(new AdaptiveLimit(), { takes: () => 20, refuses }, 3000);
	expect(Math.min(...limits(curve))).toBe(1);
	expect(limits(curve).at(-1)).toBeGreaterThan(20);
});

test('a burst of refusals counts once', () => {
	const limit = new AdaptiveLimit();
	const burst = Array.from({ length: 5 }, () => limit.begin('get'));
	limit.overloaded(burst[0]);
	expect(limit.current).toBe(2);
	for (const request of burst.slice(1)) limit.overloaded(request);
	expect(limit.current).toBe(2);
	limit.overloaded(limit.begin('get'));
	expect(limit.current).toBe(1);
});

test('uploads that take longer than look-ups are not taken for slower answers', () => {
	const kindOf = (request: number) => ['upload', 'get', 'send'][request % 3];
	const takes = (_inFlight: number, request: number) =>
		unevenly([800, 20, 150][request % 3], request);
	expect(Math.max(...limits(curveOf(new AdaptiveLimit(), { takes, kindOf }, 2000)))).toBe(50);
});

test('a limit that nobody comes near does not rise', () => {
	const limit = new AdaptiveLimit();
	for (let answer = 0; answer < 500; answer++) limit.answered(limit.begin('get'), 20);
	expect(limit.current).toBe(5);
});

test('refusals of other kinds tell nothing', () => {
	const limit = new AdaptiveLimit();
	for (let answer = 0; answer < 500; answer++) {
		const requests = Array.from({ length: 5 }, () => limit.begin('get'));
		requests.forEach(() => limit.ended());
	}
	expect(limit.current).toBe(5);
});

test('whoever starts items hears of a rise at once', () => {
	const limit = new AdaptiveLimit();
	const heard: number[] = [];
	limit.risen = () => heard.push(limit.current);
	curveOf(limit, { takes: () => 20 }, 200);
	expect(heard).toEqual([10, 20, 40, 50]);
});
