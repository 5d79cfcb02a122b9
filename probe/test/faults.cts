// Something goes wrong on the way: never a false finding, and nothing is left behind.
import type { Fault } from '../simulator.cts';
import { falseFindings, leaks, judge, tracesLeft } from './judge.cts';
import { play } from './play.cts';

const FAULTS: Fault[] = [
	{ kind: 'cutBefore' },
	{ kind: 'cutAfter' },
	{ kind: 'serverErrorHtml' },
	{ kind: 'gateway', status: 503 },
	{ kind: 'tooManyRequests' },
	{ kind: 'notFound' },
	{ kind: 'unauthorized' },
	{ kind: 'paymentRequired' },
	{ kind: 'tooLarge' },
	{ kind: 'planExhausted' },
	{ kind: 'redirect' },
	{ kind: 'clockSkew' },
	{ kind: 'wrongBody' },
	{ kind: 'wrongBody', body: 'truncatedJson' },
	{ kind: 'wrongBody', body: 'html' },
	{ kind: 'wrongBody', body: 'empty' },
	{ kind: 'gateway', status: 403 },
];
/** What hides that a write was done, or pretends that something is not there. */
const HIDING: Fault[] = [
	{ kind: 'cutAfter' },
	{ kind: 'wrongBody', body: 'empty' },
	{ kind: 'wrongBody', body: 'html' },
	{ kind: 'notFound' },
];
/** Steps through the requests of a run; has no divisor in common with the number of faults. */
const STEP = 3;
const SHORT_STEP = 25;

export async function playFaults(isShort: boolean, isSweep = false) {
	const whole = await play({});
	const step = isShort ? SHORT_STEP : STEP;
	const steps = whole.simulator.requests
		.filter(({ callId }) => callId % step === 1)
		.map(({ callId }, i) => ({ request: callId, fault: FAULTS[i % FAULTS.length] }));
	const writes = whole.simulator.requests
		.filter(({ method }) => method !== 'GET')
		.flatMap(({ callId }) => HIDING.map((fault) => ({ request: callId, fault })));
	for (const { request, fault } of isSweep ? writes : steps) {
		const played = await play({
			prepare: (simulator) =>
				simulator.faults.choose(({ callId }) => (callId === request ? fault : undefined)),
		});
		await judge(`request ${request}: ${JSON.stringify(fault)}`, [
			...falseFindings(played, whole),
			...tracesLeft(played),
			...leaks(played),
		]);
	}
}
