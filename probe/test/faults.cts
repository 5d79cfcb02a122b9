// Something goes wrong on the way: never a false finding, and nothing is left behind.
import type { Fault } from '../simulator.cts';
import { falseFindings, leaks, type Tally, tracesLeft } from './judge.cts';
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
/** Steps through the requests of a run; has no divisor in common with the number of faults. */
const STEP = 3;
const SHORT_STEP = 25;

export async function playFaults(tally: Tally, isShort: boolean) {
	const whole = await play({});
	const step = isShort ? SHORT_STEP : STEP;
	for (let request = 2; request <= whole.sandbox.requests.length; request += step) {
		const fault = FAULTS[Math.floor(request / step) % FAULTS.length];
		const played = await play({
			prepare: (sandbox) =>
				sandbox.faults.choose(({ callId }) => (callId === request ? fault : undefined)),
		});
		tally.check(`request ${request}: ${JSON.stringify(fault)}`, [
			...falseFindings(played, whole),
			...tracesLeft(played),
			...leaks(played),
		]);
	}
}
