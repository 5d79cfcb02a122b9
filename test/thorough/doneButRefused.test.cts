/**
 * A gateway that hands a send on and then answers with a status of its own. What a status means: RFC 9110
 * section 15; that 404 is no proof: docs/api/API.md section 12.11; what is promised: README, "Nothing is
 * sent twice by this node".
 */
import type { IDataObject, INode } from 'n8n-workflow';

import { UNCONFIRMED } from '../../nodes/SecuredSigning/send/recovered.ts';
import { toldOn } from '../harness/told.cts';
import {
	doneBut,
	insteadOf,
	SEND,
	startBetween,
	type Between,
	type Rule,
} from '../engine/between.cts';
import { execute, retry, type Execution } from '../engine/executions.cts';
import { startBench, type Bench } from '../engine/node.cts';
import {
	atATime,
	documentsOf,
	outOf,
	sending,
	sendKinds,
	type SendKind,
} from '../engine/sends.cts';

let bench: Bench;
const open: Between[] = [];
let ids = 700;

beforeAll(async () => {
	bench = await startBench();
	bench.records = false;
});
afterAll(async () => {
	for (const between of open) between.close();
	await bench.close();
});

/** docs/api/API.md section 4. */
const ENVELOPE = '{"ResponseStatus":{"ErrorCode":"Refused","Message":"This is refused"}}';

const retryOnFail: Partial<INode> = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };

/** A send that is asked for through a gateway of its own. */
async function through(kind: SendKind, rule: Rule) {
	const id = `s${++ids}`;
	const between = await startBetween(bench);
	open.push(between);
	between.rule = rule;
	const { parameters, item } = await sending(bench, kind);
	const items = [await item(id)];
	return {
		between,
		out: () => outOf(bench, id),
		posts: () => between.passed.filter(({ route }) => SEND.test(route)).length,
		run: async (node: Partial<INode> = retryOnFail, options?: IDataObject): Promise<Execution> =>
			await execute(
				between.bench,
				{
					...parameters,
					...(options && { options: { ...options, clientReference: id } }),
					requestOptions: { retries: 0 },
				},
				{ items, node },
			),
	};
}

const expectFound = async (kind: SendKind, status: number) => {
	const headers = { location: 'https://elsewhere.example.com/' };
	const { run, out, posts } = await through(kind, doneBut(SEND, { status, headers }));
	const { items, error } = await run();
	expect([status, error?.message]).toEqual([status, undefined]);
	expect(items.map(({ json }) => json.recovered)).toEqual(out().map(() => true));
	expect(out()).toHaveLength(documentsOf(kind));
	expect([status, posts()]).toEqual([status, 1]);
};

describe.each(sendKinds)('%s', (kind) => {
	test('that was done and is answered with a refusal is found, and not sent again', async () => {
		const statuses = [
			307, 308, 401, 402, 403, 404, 407, 408, 409, 410, 422, 425, 451, 499, 500, 502, 520,
		];
		await atATime(6, statuses, async (status) => await expectFound(kind, status));
	});

	// Given before any work; and if it was done even so, a repeated attempt looks before it sends.
	test('that was done and is answered with a certain refusal is not sent again by Retry On Fail', async () => {
		const statuses = [400, 405, 411, 413, 414, 415, 426, 431];
		await atATime(6, statuses, async (status) => await expectFound(kind, status));
	});

	test.each([400, 413, 426])(
		'that is refused with %d says so, and looks nothing up',
		async (status) => {
			const { between, run, out } = await through(kind, insteadOf(SEND, { status }));
			const { error } = await run({});
			expect(error?.description).toMatch(/Nothing was sent or changed/);
			const after = between.passed.findIndex(({ route }) => SEND.test(route));
			expect(
				between.passed.slice(after + 1).filter(({ route }) => !route.endsWith('/Account/Info')),
			).toEqual([]);
			expect(out()).toEqual([]);
		},
	);

	test('that is refused and not done says so where that can be proved, and else does not', async () => {
		await atATime(4, [402, 403, 404, 307], async (status) => {
			const { run, out, posts } = await through(kind, insteadOf(SEND, { status }));
			const { error } = await run();
			expect(out()).toEqual([]);
			if (kind === 'form' || kind === 'template') {
				expect(error?.message).toBe(UNCONFIRMED);
				expect(error?.description).not.toMatch(/othing was sent/);
				expect(posts()).toBe(1);
			} else {
				// docs/api/API.md section 6: its own status is still NotStart.
				expect(error?.description).toMatch(/Nothing was sent or changed/);
				expect(posts()).toBe(2);
			}
		});
	});

	test('when everything is refused in the same way, it says what to do', async () => {
		await atATime(5, [401, 403, 404, 407, 307], async (status) => {
			const isLogin = status === 401 || status === 407;
			const { run, posts } = await through(
				kind,
				insteadOf(/./, { status, ...(!isLogin && { body: ENVELOPE }) }),
			);
			const { error } = await run();
			expect(error?.message).not.toMatch(UNCONFIRMED);
			expect(error?.description).toMatch(/Nothing was sent/);
			if (status === 401) expect(error?.message).toMatch(toldOn(401));
			expect(posts()).toBe(kind === 'stored' ? 1 : 0);
		});
	});

	// As a filter of answers does; the credential of somebody else, a wrong address and a lock refuse everything too.
	test('when every answer is kept back, and no request, it is not said to be unsent', async () => {
		await atATime(5, [302, 403, 404, 451], async (status) => {
			const filtered = { status, headers: { location: '/blocked' }, body: '<html>Blocked</html>' };
			const { run, out, posts } = await through(kind, doneBut(/./, filtered, Infinity));
			const { error } = await run();
			if (posts() === 0) return expect(out()).toEqual([]);
			expect(out()).toHaveLength(documentsOf(kind));
			expect([status, error?.message]).toEqual([status, UNCONFIRMED]);
			expect(error?.description).not.toMatch(/othing was sent/);
			expect(posts()).toBe(1);
		});
	});

	test('when everything is refused from the send on, it was sent for all that is known', async () => {
		await atATime(5, [401, 403, 404, 407, 307], async (status) => {
			const refuse = insteadOf(/./, { status });
			// The session of a gateway may end after the work: something of the send came through before it.
			let isRefusing = false;
			const { run, posts } = await through(kind, async (passing, pass) => {
				isRefusing ||= SEND.test(passing.route);
				return isRefusing ? await refuse(passing, pass) : await pass();
			});
			const { error } = await run();
			// The account was asked how late a due date may be: the key was right then.
			expect(error?.message).toMatch(UNCONFIRMED);
			expect(posts()).toBe(1);
		});
	});
});

test('of two stored documents, the second is not said to be unsent: the key was right for the first', async () => {
	await atATime(4, [401, 403, 302, 407], async (status) => {
		const between = await startBetween(bench);
		open.push(between);
		const { parameters, item } = await sending(bench, 'stored');
		const both = [`s${++ids}`, `s${++ids}`];
		const items = await Promise.all(both.map(item));
		let sends = 0;
		between.rule = async (passing, pass) => {
			if (SEND.test(passing.route)) sends += 1;
			const answer = await pass();
			return sends < 2 ? answer : { status, headers: { location: '/login' } };
		};
		const requestOptions = { retries: 0, itemsAtATime: 1 };
		const { error } = await execute(between.bench, { ...parameters, requestOptions }, { items });
		expect(both.map((id) => outOf(bench, id).length)).toEqual([1, 1]);
		expect(error?.message).toMatch(UNCONFIRMED);
		expect(error?.description).not.toMatch(/[Nn]othing was sent|item was not sent/);
	});
});

// docs/api/API.md section 9: no source says that the folders' lists are complete or up to date.
describe.each(['form', 'template'] as const)('%s, and lists that lag behind', (kind) => {
	const handOn: Rule = async (_passing, pass) => await pass();
	const emptyLists =
		(rule: Rule): Rule =>
		async (passing, pass) =>
			passing.route.includes('/GetActiveDocuments/')
				? { status: 200, body: '[]', headers: { 'content-type': 'application/json' } }
				: await rule(passing, pass);

	test('it is not said that nothing was sent; what the lists show later comes out', async () => {
		const { between, run, out, posts } = await through(
			kind,
			emptyLists(doneBut(SEND, { status: 502 })),
		);
		const failed = await run();
		expect(failed.error?.message).toBe(UNCONFIRMED);
		expect(failed.error?.description).not.toMatch(/[Nn]othing was sent|not sent it/);
		expect(posts()).toBe(1);
		between.rule = handOn;
		const retried = await retry(between.bench, failed);
		expect(retried.items.map(({ json }) => json.recovered)).toEqual([true]);
		expect(posts()).toBe(1);
		expect(out()).toHaveLength(1);
	});

	test.each<[string, Rule]>([
		['whose answer was lost', doneBut(SEND, { status: 502 })],
		['that was accepted', handOn],
	])('Send Once does not send one again %s', async (_what, rule) => {
		const { between, run, posts } = await through(kind, emptyLists(rule));
		const once = async () => await run({}, { oncePerClientReference: true });
		const first = await once();
		const second = await once();
		expect(posts()).toBe(1);
		if (rule === handOn) {
			expect(first.error).toBeUndefined();
			expect(second.items.map(({ json }) => json.recovered)).toEqual([true]);
		} else {
			expect(second.error?.message).toBe(UNCONFIRMED);
			expect(second.error?.description).toMatch(/If 'Send Once per Reference' is on, turn it off/);
		}
		between.rule = handOn;
		const third = await once();
		expect(third.items.map(({ json }) => json.recovered)).toEqual([true]);
		expect(posts()).toBe(1);
	});
});
