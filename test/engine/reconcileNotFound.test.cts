/** Document > Reconcile: what no list has is `notSent` only where it cannot have been sent. */
import type { IDataObject } from 'n8n-workflow';

import { CONFIRMED_AFTER_MS } from '../../nodes/SecuredSigning/api/gone.ts';
import { passTime } from '../harness/clock.cts';
import { loadedAnew } from './anew.cts';
import type { Bench } from './node.cts';
import { orders, statesOf, useReconcile } from './reconciling.cts';
import { byReference, inDays } from './samples.cts';

let bench: Bench;
const { begin, send, reconcile, sign } = useReconcile((own) => ({ bench } = own));

// docs/api/API.md: signed documents are removed in some accounts, ended ones may be in no folder.
describe('what is not found was sent, perhaps', () => {
	test('a signed document that was removed, a declined one that no folder lists', async () => {
		await begin({ endedDocuments: 'unlisted', retention: 'sevenDays' });
		const done = await send('done');
		await sign(done);
		await bench.simulator.decline(await send('no'));
		bench.simulator.forgetSigned(done);
		// What this process sent, it knows.
		bench.engine.nodeTypes.securedSigning = loadedAnew().node;
		const rows = await reconcile(orders('done', 'no'), { keepsDocuments: false });
		expect(statesOf(rows)).toEqual(['unknown', 'unknown']);
		expect(rows[0].reason).toMatch(/signed and then removed.*no longer listed/);
		const recent = { sentAfter: inDays(-1) };
		expect(
			statesOf(await reconcile(orders('no'), { keepsDocuments: false, more: recent })),
		).toEqual(['unknown']);
	});

	test('it is notSent where neither can be', async () => {
		await begin();
		await bench.simulator.decline(await send('no'));
		await bench.simulator.expire(await send('late'));
		const late = { keepsDocuments: false, more: { sentAfter: '={{ $json.sent }}' } };
		const rows = await reconcile(
			[
				{ order: 'new', sent: inDays(-2) },
				{ order: 'old', sent: inDays(-9) },
			],
			late,
		);
		expect(statesOf(rows)).toEqual(['notSent', 'unknown']);
	});

	// One may stay in its folder because it can be extended.
	test('that expired documents are listed tells nothing of declined ones', async () => {
		await begin({ endedDocuments: 'unlisted' });
		await bench.simulator.decline(await send('no'));
		await send('late');
		bench.simulator.faults.spoil((answer, { operationId }) =>
			operationId === 'getActiveDocuments'
				? (answer as IDataObject[]).map((one) => ({ ...one, Status: 'Expired' }))
				: answer,
		);
		bench.engine.nodeTypes.securedSigning = loadedAnew().node;
		const more = { keepsDocuments: false, more: { sentAfter: inDays(-2) } };
		const [row] = await reconcile(orders('no'), more);
		expect(row).toMatchObject({ state: 'unknown' });
		expect(row.reason).toMatch(/not sent, or it was declined and is no longer listed\./);
	});

	test('by its own reference, a declined one is declined, and what was removed is gone, once confirmed', async () => {
		await begin({ endedDocuments: 'unlisted' });
		const no = await send('no');
		await bench.simulator.decline(no);
		const done = await send('done');
		await sign(done);
		bench.simulator.forgetSigned(done);
		const rows = [
			{ order: 'no', reference: no },
			{ order: 'done', reference: done },
		];
		const more = { more: { documentReference: '={{ $json.reference }}' } };
		const first = await reconcile(rows, more);
		expect(statesOf(first)).toEqual(['declined', 'unknown']);
		expect(first[1].reason).toMatch(/To confirm this, run it again in 5 minutes/);
		passTime(CONFIRMED_AFTER_MS);
		const again = await reconcile(rows, more);
		expect(statesOf(again)).toEqual(['declined', 'gone']);
		expect(again[1].summary).toBe(
			'Not found any more. If this account sent it, it was either signed and then removed, or deleted',
		);
	});
});

test('what this n8n has sent is not notSent while no list shows it', async () => {
	await begin();
	const reference = await send('fresh');
	bench.simulator.faults.spoil((answer, { operationId }) =>
		operationId === 'getActiveDocuments' ? [] : answer,
	);
	const [fresh, never] = await reconcile(orders('fresh', 'never'));
	expect(fresh).toMatchObject({ state: 'pending', documentReference: reference });
	expect(never.state).toBe('notSent');
	await bench.run({
		...{ resource: 'document', operation: 'delete' },
		document: byReference(reference),
	});
	// Nor is it in the InBox, where a list that lags behind still has it.
	bench.simulator.faults.clear();
	const other = await send('other');
	const unsent = (one: IDataObject) => ({
		...one,
		...{ Status: 'NotStart', Folder: 'InBox', Signers: [] },
	});
	let isTold = true;
	bench.simulator.faults.spoil((answer, { operationId, path }) => {
		if (operationId === 'getDocumentStatus' && !isTold) return unsent(answer as IDataObject);
		if (operationId !== 'getActiveDocuments' || !path.endsWith('/Progress')) return answer;
		return (answer as IDataObject[]).map(unsent);
	});
	expect(statesOf(await reconcile(orders('other')))).toEqual(['pending']);
	isTold = false;
	const row = { more: { documentReference: other } };
	expect(statesOf(await reconcile(orders('other'), row))).toEqual(['unknown']);
	bench.simulator.faults.spoil((answer, { operationId }) =>
		operationId === 'getActiveDocuments' ? [] : answer,
	);
	const [deleted] = await reconcile(orders('fresh'));
	expect(deleted.state).toBe('unknown');
	expect(deleted.reason).toBe(
		'This n8n sent a document with this client reference, but it is not listed yet, or no longer listed',
	);
});

test('what was deleted and sent again is not gone', async () => {
	await begin();
	const first = await send('order');
	await bench.run({ resource: 'document', operation: 'delete', document: byReference(first) });
	await send('order');
	const rows = [{ order: 'order', reference: first }];
	const more = { documentReference: '={{ $json.reference }}' };
	for (const _ of ['first', 'confirmed']) {
		const [row, ...others] = await reconcile(rows, { more, options: { includeOthers: true } });
		expect(row).toMatchObject({ state: 'unknown', documents: [{ state: 'pending' }] });
		expect(row.reason).toMatch(/was not found, but there is “Offer order\.pdf” with this client/);
		expect(others).toEqual([]);
		passTime(CONFIRMED_AFTER_MS);
	}
});

// API.md 12.11: one 404 proves nothing, so two have to stand with nothing between them that found the document.
describe('what was found again in between is not gone', () => {
	const NOT_FOUND = new Set<string | undefined>(['getDocumentStatus', 'getDocumentLog']);
	const rowOf = (documentReference: string) => ({
		clientReference: '',
		more: { documentReference },
	});

	test.each([
		['by its own status', 'unlisted', (reference: string) => rowOf(reference)],
		['in a list', 'progress', (reference: string) => rowOf(reference)],
		['in a list that was read for another row', 'progress', () => ({})],
	] as const)('%s', async (_, endedDocuments, inBetween) => {
		await begin({ endedDocuments });
		const reference = await send('order');
		await bench.simulator.decline(reference);
		const { faults } = bench.simulator;
		const miss = async () => {
			faults.choose(({ operationId }) =>
				NOT_FOUND.has(operationId) ? { kind: 'notFound' } : undefined,
			);
			faults.spoil((answer, { operationId }) =>
				operationId === 'getActiveDocuments' ? [] : answer,
			);
			const rows = await reconcile([{}], rowOf(reference));
			faults.clear();
			return statesOf(rows);
		};
		expect(await miss()).toEqual(['unknown']);
		passTime(2 * CONFIRMED_AFTER_MS);
		expect(statesOf(await reconcile(orders('order'), inBetween(reference)))).toEqual(['declined']);
		passTime(2 * CONFIRMED_AFTER_MS);
		expect(await miss()).toEqual(['unknown']);
		passTime(CONFIRMED_AFTER_MS);
		expect(await miss()).toEqual(['gone']);
	});
});
