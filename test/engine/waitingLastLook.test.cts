/**
 * docs/waiting-in-detail.md, “Documents that are signed early”: what is signed and fetched comes out “at the end, even if
 * it is no longer there by then”, and a wait of a day or longer “ends a little before its time limit if something is
 * signed”. So it does when Secured Signing does not answer in the last minutes.
 */
import { sleep } from 'n8n-workflow';

import { passTime } from '../harness/clock.cts';
import { runTimers } from '../harness/timers.cts';
import type { Awaiting } from './awaiting.cts';
import { DAY, MINUTE, pdfOf, useRetention } from './retention.cts';

let stage: Awaiting;
const { signWhole, remove, waiting, twoItems } = useRetention((own) => ({ stage } = own));

const limit = { limitWaitTime: 'afterTimeInterval', resumeAmount: 20, resumeUnit: 'days' };
const LOOK_MS = 250;

/** Lets the time pass in which something is waited for (shared/inTime.ts). */
async function hurried<T>(pending: Promise<T>): Promise<T> {
	let isOver = false;
	const ending = pending.finally(() => (isOver = true));
	while (!isOver) {
		await sleep(2);
		if (runTimers('inTime.ts').length > 0) passTime(LOOK_MS);
	}
	return await ending;
}

/** What the look gave up goes on by itself until its own time is over: not after the test. */
afterEach(async () => {
	stage.bench.simulator.faults.clear();
	for (let quiet = 0; quiet < 100; quiet++) {
		await sleep(2);
		if (runTimers('inTime.ts').length > 0) quiet = 0;
	}
});

/** From now on, these requests are never answered. */
const hangs = (...parts: string[]) =>
	stage.bench.simulator.faults.choose(({ path }) =>
		parts.some((part) => path.includes(part)) ? { kind: 'delay', seconds: 60 } : undefined,
	);

test('what was fetched comes out, although the other document cannot be looked up', async () => {
	const { id, references, call } = await waiting(await twoItems(), limit);
	const [[signed], [open]] = references;
	await signWhole(signed);
	expect(await call()).toBe(200);
	passTime(8 * DAY);
	await remove(signed);
	passTime(12 * DAY - 3 * MINUTE - 1000);
	hangs(open);
	expect(await hurried(call())).toBe(200);
	expect(stage.n8n.status(id)).toBe('success');
	const { items } = stage.output(id, false);
	expect(items[0].json).toMatchObject({
		...{ status: 'completed', missing: [], files: ['data', 'certificate'] },
	});
	expect(await pdfOf(items[0])).toBe('%PDF-');
	expect(items[1].json).toMatchObject({ status: 'unknown', awaiting: { documents: [open] } });
});

/**
 * The items of a wait for two documents: one is signed shortly before the last look, in which nobody answers about the other
 * one, nor to these requests.
 */
async function lastLook(...parts: string[]) {
	const { id, references, call } = await waiting(await twoItems(), limit);
	const [[signed], [open]] = references;
	passTime(20 * DAY - 10 * MINUTE);
	expect(await call()).toBe(200);
	await signWhole(signed);
	passTime(7 * MINUTE - 1000);
	hangs(open, ...parts);
	const status = await hurried(call());
	expect([status, stage.n8n.status(id)]).toEqual([200, 'success']);
	return { ...stage.output(id, false), open };
}

test('a certificate that is not there does not cost the signed file', async () => {
	const { items } = await lastLook('Download/SigningCompletionCertificate');
	expect(items[0].json).toMatchObject({
		...{ status: 'completed', finished: true, files: ['data'] },
		missing: [{ part: 'certificateFiles', reason: 'The time limit was reached' }],
	});
	expect(await pdfOf(items[0])).toBe('%PDF-');
});

test('what cannot be fetched in time is missing, and all else is there', async () => {
	const { items, open } = await lastLook('GetDocumentData');
	expect(items[0].json).toMatchObject({
		...{ status: 'completed', finished: true, files: ['certificate'] },
		missing: [{ part: 'signedFile', reason: 'The time limit was reached' }],
	});
	expect(items[1].json).toMatchObject({ status: 'unknown', awaiting: { documents: [open] } });
});
