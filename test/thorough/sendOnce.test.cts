/** What the node says of a send whose answer was lost, and what the service did: the same. */
import { UNCONFIRMED } from '../../nodes/SecuredSigning/send/recovered.ts';
import { NOT_SENT } from '../../nodes/SecuredSigning/send/sendOnce.ts';
import { waitInRealTime } from '../harness/patience.cts';
import { toldOn } from '../harness/told.cts';
import type { Fault } from '../../simulator/index.cts';
import { execute, type Execution } from '../engine/executions.cts';
import { startBench, type Bench } from '../engine/node.cts';
import {
	atATime,
	documentsOf,
	outOf,
	Plan,
	requestsOf,
	sending,
	sendKinds,
	type Step,
} from '../engine/sends.cts';

interface Case {
	what: string;
	step: Step;
	fault: Fault;
	isOut: boolean;
	message?: RegExp | string;
	description?: RegExp;
	/** Whether a form and a template that are not found may have been sent: nothing proves the contrary. */
	isOpen?: boolean;
}

const recovered = (what: string, fault: Fault): Case => ({
	what,
	step: 'send',
	fault,
	isOut: true,
});
const notSent = (what: string, fault: Fault): Case => ({
	what,
	step: 'send',
	fault,
	isOut: false,
	message: new RegExp(`^${NOT_SENT}$`),
	description: /answer to the send was lost .*has not sent it/,
	isOpen: true,
});
/** Certain: given before any work (RFC 9110 section 15.5). */
const refused = (what: string, fault: Fault, message: string | RegExp): Case => ({
	what,
	step: 'send',
	fault,
	isOut: false,
	message,
	description: /Nothing was sent or changed/,
});
/** May come from something in between after the work: looked up. */
const unproved = (what: string, fault: Fault, message: string | RegExp): Case => ({
	...refused(what, fault, message),
	isOpen: true,
});

const sends: Case[] = [
	recovered('cut after it took effect', { kind: 'cutAfter' }),
	recovered('answered too late', { kind: 'delay', seconds: 30 }),
	recovered('done only after it was given up', { kind: 'delay', seconds: 8, hold: 'work' }),
	recovered('answered with half a page', { kind: 'wrongBody', body: 'truncated' }),
	recovered('answered with half of a JSON text', { kind: 'wrongBody', body: 'truncatedJson' }),
	recovered('answered with a web page', { kind: 'wrongBody', body: 'html' }),
	recovered('answered with nothing', { kind: 'wrongBody', body: 'empty' }),
	notSent('cut before it took effect', { kind: 'cutBefore' }),
	notSent('answered by 500', { kind: 'serverErrorHtml' }),
	notSent('answered by 502', { kind: 'gateway', status: 502 }),
	notSent('answered by 503', { kind: 'gateway', status: 503 }),
	notSent('answered by 504', { kind: 'gateway', status: 504 }),
	notSent('given up before it took effect', { kind: 'delay', seconds: 8, hold: 'request' }),
	unproved('401', { kind: 'unauthorized' }, toldOn(401)),
	unproved('402', { kind: 'paymentRequired' }, toldOn(402)),
	unproved('404', { kind: 'notFound' }, toldOn(404)),
	refused('413', { kind: 'tooLarge' }, toldOn(413)),
	refused('426', { kind: 'planExhausted' }, toldOn(426)),
	refused('429', { kind: 'tooManyRequests', retryAfter: 0 }, toldOn(429)),
	unproved('a redirect', { kind: 'redirect' }, /was not followed/),
	unproved('a clock that is off', { kind: 'clockSkew' }, toldOn(401)),
];

const uploads: Case[] = [
	{
		what: 'an upload that was cut after it',
		step: 'upload',
		fault: { kind: 'cutAfter' },
		isOut: true,
	},
	{
		what: 'an upload that was cut before it',
		step: 'upload',
		fault: { kind: 'cutBefore' },
		isOut: false,
		message: /^The upload of “s\d+-1.pdf” was interrupted$/,
		description: /Nothing was sent for signing/,
	},
	{
		what: 'an upload that is refused',
		step: 'upload',
		fault: { kind: 'planExhausted' },
		isOut: false,
		message: toldOn(426),
		description: /Nothing was sent or changed/,
	},
];

let ids = 0;
const cases = sendKinds.flatMap((kind) =>
	[...sends, ...(kind === 'file' || kind === 'files' ? uploads : [])].map((one) => ({
		...one,
		kind,
		id: `s${++ids}`,
	})),
);

let bench: Bench;
const executions = new Map<string, Execution>();

// All of them at once: a look-up takes its time where there is nothing to find. That is real time here, since
// what is done late is done late by the clock.
beforeAll(async () => {
	waitInRealTime();
	bench = await startBench();
	const plan = new Plan(bench);
	const sendings = await Promise.all(sendKinds.map(async (kind) => await sending(bench, kind)));
	await atATime(20, cases, async ({ id, kind, step, fault }) => {
		const { parameters, item } = sendings[sendKinds.indexOf(kind)];
		const items = [await item(id)];
		plan.add(step, id, fault);
		const requestOptions = {
			...(fault.kind === 'delay' && { timeout: 6 }),
			// Else it would be tried again, and succeed: transport.test.cts.
			...(fault.kind === 'tooManyRequests' && { retries: 0 }),
		};
		executions.set(id, await execute(bench, { ...parameters, requestOptions }, { items }));
	});
});
afterAll(async () => await bench.close());

describe.each(sendKinds)('%s', (kind) => {
	test.each(cases.filter((one) => one.kind === kind))('$what', (one) => {
		const { items, error } = executions.get(one.id)!;
		const out = outOf(bench, one.id);
		expect(requestsOf(bench, one.id, one.step).map(({ fault }) => fault)).toContain(one.fault.kind);
		expect(requestsOf(bench, one.id, 'send').length).toBeLessThanOrEqual(1);
		if (one.isOut) {
			expect(error).toBeUndefined();
			expect(out).toHaveLength(documentsOf(kind));
			expect(items.map(({ json }) => json.documentReference)).toEqual(
				out.map(({ reference }) => reference),
			);
			expect(items.every(({ json }) => json.recovered === (one.step === 'send' || undefined))).toBe(
				true,
			);
		} else {
			expect(items).toEqual([]);
			expect(out).toEqual([]);
			const isOpen = one.isOpen && (kind === 'form' || kind === 'template');
			expect(error?.message).toMatch(isOpen ? UNCONFIRMED : one.message!);
			expect(error?.description).toMatch(
				isOpen ? /not found among what is sent|could not be looked up/ : one.description!,
			);
		}
	});
});

test('every answer of the simulator was as described', () => {
	expect(bench.simulator.problems).toEqual([]);
});
