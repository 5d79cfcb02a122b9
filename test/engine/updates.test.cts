/**
 * What this package keeps in n8n's database has the form in which published versions kept it: what they have left
 * there (`test/updates/fixtures`) is read whole, and what is kept today has the same parts. Where one has to change,
 * the old form has to be read as well, and the test of the whole (`npm run test:updates`) says whether it is.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { withCallbackKey } from '../../nodes/SecuredSigning/fields/notifyUrl.ts';
import {
	emptyState,
	toMemory,
	stateOf,
} from '../../nodes/SecuredSigning/triggers/polling/state.ts';
import { waitingOf } from '../../nodes/SecuredSigning/wait/state.ts';
import { sendAndAwait, startAwaiting } from './awaiting.cts';

interface Left {
	triggers: Record<'polled' | 'called', { 'node:Trigger': { memory: IDataObject } }>;
	waits: Record<'awaited' | 'sent-and-awaited', { items: IDataObject[]; flow?: IDataObject }>;
}

const FIXTURES = join(__dirname, '../updates/fixtures');
const files = readdirSync(FIXTURES).filter((file) => file.endsWith('-state.json'));
const left = (file: string) => JSON.parse(readFileSync(join(FIXTURES, file), 'utf8')) as Left;

const keysOf = (record: object): string[] => Object.keys(record).sort();
/** As JSON has it: what is undefined is not there. */
const plain = (value: object) => JSON.parse(JSON.stringify(value)) as IDataObject;

const records = readdirSync(FIXTURES).filter((file) => /-n8n-[\d.]+\.json$/.test(file));

test.each(records)('%s: the address that was given away has the key of today', (file) => {
	const { notifyUrl } = JSON.parse(readFileSync(join(FIXTURES, file), 'utf8')) as {
		notifyUrl: string;
	};
	const [address] = notifyUrl.split('?');
	// test/updates/site.mts has the credential.
	expect(withCallbackKey(address, 'secret-of-the-fixtures')).toBe(notifyUrl);
});

describe.each(files)('%s', (file) => {
	test('what the polling trigger knew is read whole, and kept in the same form', () => {
		const { owner, ...memory } = left(file).triggers.polled['node:Trigger'].memory;
		const state = stateOf(memory, String(memory.service));
		expect(state && plain(toMemory(state))).toEqual(memory);
		expect(keysOf(owner as object)).toEqual(['name', 'node', 'turn', 'workflow']);
		const parts = keysOf(plain(toMemory(emptyState('', ''))));
		expect(keysOf(memory)).toEqual(expect.arrayContaining(parts));
	});

	test('what the callback trigger knew has the parts that it reads', () => {
		const { memory } = left(file).triggers.called['node:Trigger'];
		// nodes/SecuredSigning/triggers/callback/seen.ts, `remember`.
		expect(keysOf(memory)).toEqual(['account', 'earlier', 'owner', 'seen', 'sightings']);
	});

	test('what executions wait for is found, and waits of today keep the same', async () => {
		const { waits } = left(file);
		const found = Object.values(waits).flatMap(({ items }) =>
			items.map((json) => waitingOf({ json } as INodeExecutionData)),
		);
		for (const waiting of found) {
			expect(waiting?.documents).toEqual([expect.stringMatching(/^\d{48}$/)]);
			expect(Date.parse(waiting?.until ?? '')).toBe(Date.parse('2090-01-01T00:00:00.000Z'));
		}

		const stage = await startAwaiting();
		try {
			const begun = { ...sendAndAwait, signedFileName: 'Signed' };
			const id = await stage.begin(begun, await stage.contracts('Lease.pdf'));
			const { items, flow: all } = stage.stored(id);
			const [item] = items;
			const [before] = waits['sent-and-awaited'].items;
			expect(keysOf(item.json.awaiting as object)).toEqual(keysOf(before.awaiting as object));
			const flow = all.securedSigning as Record<string, IDataObject>;
			const kept = waits['sent-and-awaited'].flow?.securedSigning as typeof flow;
			expect(keysOf(flow)).toEqual(keysOf(kept));
			const [send, sendBefore] = [flow, kept].map(({ sends }) => Object.values(sends)[0] as object);
			expect(keysOf(send)).toEqual(keysOf(sendBefore));
		} finally {
			await stage.close();
		}
	});
});
