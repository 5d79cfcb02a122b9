/**
 * Which item is which, while a send is open: another one goes out, and one open send refuses one item. What is promised:
 * docs/faults.md, "When n8n tries again".
 */
import { SENT_ANOTHER } from '../../nodes/SecuredSigning/send/agreed.ts';
import { callTool } from './agent.cts';
import type { Between } from './between.cts';
import {
	done,
	errorOutput,
	flowOf,
	heal,
	ledBack,
	ledOn,
	looped,
	loopOverItems,
	loseIn,
	nodeType,
	oneByOne,
	postsIn,
	quick,
	secondNode,
	to,
	turns,
	UNCONFIRMED,
} from './flows.cts';
import { nodeWith, type Bench } from './node.cts';
import { useRig } from './rig.cts';
import { ana, ben, documentList } from './samples.cts';
import { outOf, sending, singleKinds, storedDocument } from './sends.cts';

let bench: Bench;
let between: Between;
let id: string;
const anotherId = useRig(24_000, (rig) => ({ bench, between, id } = rig));

const posts = () => postsIn(between);

describe('orders whose step does not link them, while one send is open', () => {
	test.each([true, false])(
		'one is refused, the others go out (open one done: %p)',
		async (isDone) => {
			const { parameters } = await sending(bench, 'form');
			const state = loseIn(between, 1, () => isDone);
			let value = 0;
			// Two items become three, and nobody says of which.
			const annex = nodeType(1, async function () {
				state.isWell = value > 0;
				const made = [...this.getInputData(), {}].map(() => ({ json: { id, value: ++value } }));
				return await Promise.resolve([made]);
			});
			const node = nodeWith(
				{ ...parameters, ...oneByOne, options: { xmlData: '=<a>{{ $json.value }}</a>' } },
				errorOutput,
			);
			const run = await flowOf(
				between.bench,
				[node],
				{ Loop: loopOverItems(2), Annex: annex, Done: done },
				looped(node.name, 'Annex'),
				Array.from({ length: 6 }, (_, row) => ({ json: { row } })),
			);
			const errors = turns(run).flatMap((turn) => turn.errors);
			expect(errors.map(({ error }) => String(error).slice(0, UNCONFIRMED.length))).toEqual([
				UNCONFIRMED,
				isDone ? SENT_ANOTHER.slice(0, UNCONFIRMED.length) : UNCONFIRMED,
			]);
			expect(turns(run).flatMap(({ items }) => items)).toHaveLength(7);
			expect([posts(), outOf(bench, id).length]).toEqual([8, isDone ? 8 : 7]);
		},
	);

	test('the one that is refused is refused again by Retry On Fail', async () => {
		const { parameters } = await sending(bench, 'form');
		// Two items become three, and nobody says of which.
		const state = loseIn(between, 2);
		const annex = nodeType(1, async () => {
			const own = [id, `${id}9`, `${id}8`].map((id) => ({ json: { id, value: 2 } }));
			const made = state.isWell ? [] : own;
			state.isWell = true;
			return await Promise.resolve([made]);
		});
		const own = { ...parameters, ...quick, options: { xmlData: '=<a>{{ $json.value }}</a>' } };
		const node = nodeWith(own, errorOutput);
		const two = secondNode(own, { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 });
		const run = await flowOf(
			between.bench,
			[node, two],
			{ Annex: annex },
			ledOn(node, 'Annex', two),
			[{ json: { id, value: 1 } }, { json: { id: anotherId(), value: 3 } }],
		);
		expect(run.data.resultData.error?.message).toBe(SENT_ANOTHER);
		expect(outOf(bench, id)).toHaveLength(1);
	});
});

test('an agent that calls again with other words is refused each time', async () => {
	const { parameters } = await sending(bench, 'form');
	const state = loseIn(between);
	const signers = {
		signer: [
			{ ...ana, email: `${id}@example.com` },
			{ ...ben, email: `${id}@example.org` },
		],
	};
	const xmlData = "={{ $fromAI('xml') }}";
	between.rule = ((rule) => async (passing, pass) => {
		// Well again by the second call.
		state.isWell ||= passing.route.includes('GetSingleForm') && posts() > 0;
		return await rule(passing, pass);
	})(between.rule);
	const answers = await callTool(
		between.bench,
		{ ...parameters, signers, options: { xmlData }, ...quick },
		['<a>1</a>', '<a>2</a>', '<a>3</a>', '<a>4</a>'].map((xml) => ({ xml })),
	);
	expect(answers[0]).toContain(UNCONFIRMED);
	for (const answer of answers.slice(1)) {
		expect(answer).toContain(SENT_ANOTHER);
	}
	expect([posts(), outOf(bench, id).length]).toEqual([1, 1]);
});

describe('an uploaded document as it comes', () => {
	test.each(['back', 'on'])('led %s, it is found, and not refused as sent', async (where) => {
		const { parameters, item } = await sending(bench, 'stored');
		const state = loseIn(between);
		const own = { ...parameters, options: {}, ...quick };
		const [node, two] = [nodeWith(own, errorOutput), secondNode(own, errorOutput)];
		const run = await flowOf(
			between.bench,
			where === 'back' ? [node] : [node, two],
			{ Heal: heal(state) },
			where === 'back' ? ledBack(node, 'Heal') : ledOn(node, 'Heal', two),
			[await item(id)],
		);
		const { items, errors } = where === 'back' ? turns(run)[1] : turns(run, two.name)[0];
		expect(errors).toEqual([]);
		expect(items.map(({ recovered }) => recovered)).toEqual([true]);
		expect([posts(), outOf(bench, id).length]).toEqual([1, 1]);
	});

	test('and one that was told to be sent is still refused', async () => {
		const { parameters } = await sending(bench, 'stored');
		const own = {
			...parameters,
			documents: documentList(await storedDocument(bench, `${id}-1.pdf`)),
			signers: { signer: [{ ...ana, email: `${id}@example.com` }, ben] },
			options: {},
			...quick,
		};
		const [node, two] = [nodeWith(own), secondNode(own, errorOutput)];
		const run = await flowOf(
			between.bench,
			[node, two],
			{},
			{ Start: { main: [to(node.name)] }, [node.name]: { main: [to(two.name)] } },
			[{ json: { id } }],
		);
		expect(turns(run, two.name)[0].errors[0].error).toMatch(/already sent/);
		expect(posts()).toBe(1);
	});
});

describe('Maximum Documents', () => {
	const limited = async (kind: (typeof singleKinds)[number], maxDocuments: number) => {
		const { parameters, item } = await sending(bench, kind);
		const options = {
			...(parameters.options as object),
			sendingLimits: { limits: { maxDocuments } },
		};
		return { node: nodeWith({ ...parameters, options, ...oneByOne }, errorOutput), item };
	};

	test.each(singleKinds)('%s: what is led back is found, and counts once', async (kind) => {
		const { node, item } = await limited(kind, 1);
		const state = loseIn(between);
		const own = await item(id);
		const run = await flowOf(
			between.bench,
			[node],
			{ Heal: heal(state, own) },
			ledBack(node, 'Heal'),
			[own],
		);
		const [, { items, errors }] = turns(run);
		expect(errors).toEqual([]);
		expect(items.map(({ recovered }) => recovered)).toEqual([true]);
		expect(posts()).toBe(1);
	});

	test('a new item beside it counts, and no more than the limit goes out', async () => {
		const { node } = await limited('form', 2);
		const state = loseIn(between);
		const back = nodeType(1, async function () {
			const led = state.isWell ? [] : this.getInputData();
			state.isWell = true;
			const more = [anotherId(), anotherId()].map((other) => ({ json: { id: other } }));
			return await Promise.resolve([led.length > 0 ? [...led, more[0], ...more.slice(1)] : []]);
		});
		const run = await flowOf(between.bench, [node], { Back: back }, ledBack(node, 'Back'), [
			{ json: { id } },
		]);
		const [, { items, errors }] = turns(run);
		// One found; of the two new ones none goes out, as both together are one too many.
		expect(items.map(({ recovered }) => recovered)).toEqual([true]);
		expect(errors).toHaveLength(2);
		expect(errors[0].error).toMatch(/^This would send 2 documents after 1 earlier/);
		expect(posts()).toBe(1);
	});
});
