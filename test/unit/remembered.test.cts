import type { Sent } from '../../nodes/SecuredSigning/send/sent';
import { nameOfReference, recall, remember } from '../../nodes/SecuredSigning/send/remembered';
import { withLocks } from '../../nodes/SecuredSigning/send/locks';

const sent: Sent = { idempotencyKey: 'n8n-0', clientReference: 'order-7', isShared: false };

describe('what a process remembers of its sends', () => {
	test('is bounded: the longest unused is forgotten first', () => {
		for (let n = 0; n <= 5000; n++) remember(`account document ${n}`, sent);
		expect(recall('account document 0')).toBeUndefined();
		expect(recall('account document 1')).toBe(sent);
		expect(recall('account document 5000')).toBe(sent);
	});

	test('is forgotten when it was refused', () => {
		remember('refused', sent);
		remember('refused', undefined);
		expect(recall('refused')).toBeUndefined();
	});

	// docs/waiting-in-detail.md: what people take for the same reference is one.
	test('belongs to one account, and to a reference however it is written', () => {
		expect(nameOfReference('a', 'Order-7')).toBe(nameOfReference('a', ' ORDER-7'));
		expect(nameOfReference('a', 'order-7')).not.toBe(nameOfReference('b', 'order-7'));
	});
});

test('two that want the same two things in other orders both get their turn', async () => {
	const done: number[] = [];
	const work = async (n: number) => {
		await new Promise((resolve) => setImmediate(resolve));
		done.push(n);
	};
	await Promise.all([
		withLocks(['one', 'two'], async () => await work(1)),
		withLocks(['two', 'one'], async () => await work(2)),
	]);
	expect(done).toEqual([1, 2]);
});
