/** Calls for documents that are gone: what is told of them, and how sure it has to be. */
import type { IDataObject } from 'n8n-workflow';

import { CONFIRMED_AFTER_MS } from '../../nodes/SecuredSigning/api/gone';
import { passTime } from '../harness/clock.cts';
import type { Simulator } from '../../simulator/index.cts';
import type { Client } from '../../simulator/testing/client.cts';
import { loadedAnew } from './anew.cts';
import { callWith, useCallbacks } from './callbacks.cts';
import type { Listening } from './webhook.cts';

let simulator: Simulator;
let client: Client;
let trigger: Listening;
const { send, started, events } = useCallbacks((own) => ({ simulator, client, trigger } = own));

describe('documents that are gone', () => {
	const call = async (body: object) => await callWith(trigger.url, body);

	test('a deleted document and a deleted package, confirmed by a later call', async () => {
		const { reference, packageReference } = await send();
		await call({ DocumentReference: reference });
		await client.fetch('POST', `/Package/Delete/${packageReference}`);
		const both = [{ DocumentReference: reference }, { PackageReference: packageReference }];
		for (const body of both) expect((await call(body)).status).toBe(503);
		expect(started()).toEqual([]);
		passTime(CONFIRMED_AFTER_MS);
		for (const body of both) expect((await call(body)).status).toBe(200);
		const lastKnown = { status: 'inProgress', seenAt: expect.stringMatching(/Z$/) };
		expect(started()).toEqual([
			{
				event: 'deleted',
				eventId: `${reference}/deleted`,
				documentReference: reference,
				lastKnown,
			},
			{ event: 'deleted', eventId: `${packageReference}/deleted`, packageReference, lastKnown },
		]);
	});

	test('what was seen completed is gone, never deleted', async () => {
		const { reference } = await send();
		await simulator.sign(reference);
		await simulator.sign(reference);
		await call({ DocumentReference: reference });
		simulator.forgetSigned(reference);
		trigger.started.length = 0;
		await call({ DocumentReference: reference });
		passTime(CONFIRMED_AFTER_MS);
		await call({ DocumentReference: reference });
		expect(started()).toEqual([
			{
				event: 'gone',
				eventId: `${reference}/gone`,
				documentReference: reference,
				lastKnown: { status: 'completed' },
			},
		]);
	});

	test('what another process saw completed is gone, though this one saw it open', async () => {
		const { reference } = await send();
		const body = { DocumentReference: reference };
		await call(body);
		const { nodeType } = trigger;
		await simulator.sign(reference);
		await simulator.sign(reference);
		trigger.nodeType = loadedAnew().callbackTrigger;
		await call(body);
		trigger.nodeType = nodeType;
		simulator.forgetSigned(reference);
		trigger.started.length = 0;
		await call(body);
		passTime(CONFIRMED_AFTER_MS);
		await call(body);
		expect(started()).toMatchObject([{ event: 'gone', lastKnown: { status: 'completed' } }]);
	});

	test('a package, one of whose documents was in doubt: gone, and nothing says that it was completed', async () => {
		const { references, packageReference } = await send(undefined, 2);
		for (const reference of references) {
			for (let signer = 0; signer < 2; signer++) await simulator.sign(reference);
		}
		simulator.faults.spoil((answer) => {
			const { Documents, ...own } = answer as { Documents?: IDataObject[] };
			if (Documents === undefined) return answer;
			const [first, ...others] = Documents;
			const [one, other] = first.Signers as IDataObject[];
			const open = { ...other, HasSigned: false, SignedStatus: 'Pending' };
			return { ...own, Documents: [{ ...first, Signers: [one, open] }, ...others] };
		});
		await call({ PackageReference: packageReference });
		expect(events().sort()).toEqual(['completed', 'other']);
		for (const reference of references) simulator.forgetSigned(reference);
		simulator.faults.choose(({ operationId }) =>
			operationId === 'getPackageStatus' ? { kind: 'notFound' } : undefined,
		);
		trigger.started.length = 0;
		await call({ PackageReference: packageReference });
		passTime(CONFIRMED_AFTER_MS);
		await call({ PackageReference: packageReference });
		expect(started()).toMatchObject([
			{ event: 'gone', packageReference, lastKnown: { status: 'unknown' } },
		]);
	});

	test('one 404 is a slip', async () => {
		const { reference } = await send();
		await simulator.sign(reference);
		await call({ DocumentReference: reference });
		simulator.faults.add({ kind: 'notFound', operation: 'getDocumentStatus' });
		expect((await call({ DocumentReference: reference })).status).toBe(503);
		expect((await call({ DocumentReference: reference })).status).toBe(200);
		expect(events()).toEqual(['signed', 'signed']);
	});

	// n8n spreads calls over its webhook processes, which share what was stored, and not what is in memory.
	test('a slip that one process met, and another one disproved, counts no more', async () => {
		const { reference } = await send();
		const body = { DocumentReference: reference };
		const slip = async () => {
			for (const operation of ['getDocumentStatus', 'getDocumentLog'] as const) {
				simulator.faults.add({ kind: 'notFound', operation });
			}
			expect((await call(body)).status).toBe(503);
			passTime(CONFIRMED_AFTER_MS);
		};
		await call(body);
		passTime(CONFIRMED_AFTER_MS);
		await slip();
		const { nodeType } = trigger;
		trigger.nodeType = loadedAnew().callbackTrigger;
		expect((await call(body)).status).toBe(200);
		trigger.nodeType = nodeType;
		passTime(CONFIRMED_AFTER_MS);
		trigger.started.length = 0;
		await slip();
		expect(started()).toEqual([]);
	});

	test('a package that answers without its documents exists', async () => {
		const { packageReference } = await send();
		const body = { PackageReference: packageReference };
		await call(body);
		const slip = async () => {
			simulator.faults.add({ kind: 'notFound', operation: 'getPackageStatus', times: 2 });
			expect((await call(body)).status).toBe(503);
			passTime(CONFIRMED_AFTER_MS);
		};
		await slip();
		simulator.faults.spoil((answer, { operationId }) =>
			operationId === 'getPackageStatus' ? { ...(answer as IDataObject), Documents: [] } : answer,
		);
		await call(body);
		simulator.faults.clear();
		trigger.started.length = 0;
		await slip();
		expect(started()).toEqual([]);
	});

	test('100 references that never existed start nothing, however often', async () => {
		const references = Array.from({ length: 100 }, (_, index) => `invented${index}`);
		const bodies = [{ DocumentReferences: references }, { PackageReferences: references }];
		for (let turn = 0; turn < 2; turn++) {
			for (const body of bodies) expect((await call(body)).status).toBe(503);
			passTime(CONFIRMED_AFTER_MS);
		}
		expect([started(), trigger.failed]).toEqual([[], []]);
	});

	test.each([
		['a document', { DocumentReference: 'never-a-document' }],
		['a package', { PackageReference: 'never-a-package' }],
		['an unclear word', { Reference: 'order-7', document: 'Lease' }],
		['a name of every table', { __proto__: null, constructor: { Reference: 'x' }, toString: 'y' }],
	])('%s that never existed: looked for twice, then refused', async (_what, body) => {
		expect((await call(body)).status).toBe(503);
		passTime(CONFIRMED_AFTER_MS);
		expect((await call(body)).status).toBe(400);
		expect([started(), trigger.failed]).toEqual([[], []]);
	});

	test.each(['Reference', 'Package'])('under an unclear word: %s', async (word) => {
		const { reference, packageReference } = await send();
		const wanted = word === 'Package' ? packageReference : reference;
		await call({ [word]: wanted });
		await client.fetch('POST', `/Package/Delete/${packageReference}`);
		expect((await call({ [word]: wanted })).status).toBe(503);
		passTime(CONFIRMED_AFTER_MS);
		await call({ [word]: wanted });
		const name = word === 'Package' ? 'packageReference' : 'documentReference';
		expect(started()).toMatchObject([{ event: 'deleted', [name]: wanted }]);
	});

	test('are not called deleted when nothing answers under the address of the service', async () => {
		const { reference } = await send();
		await call({ DocumentReference: reference });
		trigger.credential.baseUrl = `${simulator.origin}/web/v9`;
		for (let turn = 0; turn < 2; turn++) {
			expect((await call({ DocumentReference: reference })).status).toBe(503);
			passTime(CONFIRMED_AFTER_MS);
		}
		expect(started()).toEqual([]);
	});
});
