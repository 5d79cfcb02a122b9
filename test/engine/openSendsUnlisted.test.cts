/** What no list tells of: changes that are not sends, client references that are left out, another form under one. */
import { OTHER_VALUES } from '../../nodes/SecuredSigning/send/agreed.ts';
import { UNCONFIRMED_CHANGE } from '../../nodes/SecuredSigning/send/changeOnce.ts';
import { SEND, type Between } from './between.cts';
import { execute } from './executions.cts';
import {
	errorOutput,
	flowOf,
	heal,
	ledBack,
	postsIn,
	quick,
	secondNode,
	to,
	turns,
	UNCONFIRMED,
} from './flows.cts';
import { nodeWith, type Bench } from './node.cts';
import { useRig } from './rig.cts';
import { byReference, documentList, inDays } from './samples.cts';
import { referenceOf, sending, sentTemplate, storedDocument } from './sends.cts';

let bench: Bench;
let between: Between;
let id: string;
const anotherId = useRig(22_000, (rig) => ({ bench, between, id } = rig));

const posts = () => postsIn(between);

describe('changes that cannot be looked up', () => {
	const combine = async (name: string) => ({
		resource: 'document',
		operation: 'combine',
		documents: documentList(
			await storedDocument(bench, `${id}-1.pdf`),
			await storedDocument(bench, `${id}-2.pdf`),
		),
		name,
		...quick,
	});
	/** A request that is done, and whose first answer is lost. */
	const loseAnswer = (route: RegExp) => {
		let n = 0;
		between.rule = async (passing, pass) => {
			const told = await pass();
			return route.test(passing.route) && n++ === 0 ? { status: 502 } : told;
		};
		return () => between.passed.filter((passing) => route.test(passing.route)).length;
	};

	test('are not made again by another node of the execution, under another name', async () => {
		const count = loseAnswer(/Document\/Combine$/);
		const parameters = await combine('=All of {{ $now.toMillis() }}');
		const one = nodeWith(parameters, errorOutput);
		const two = secondNode(parameters);
		const run = await flowOf(
			between.bench,
			[one, two],
			{},
			{ Start: { main: [to(one.name)] }, [one.name]: { main: [[], to(two.name)] } },
		);
		expect(run.data.resultData.error?.message).toBe(UNCONFIRMED_CHANGE);
		expect(count()).toBe(1);
	});

	// n8n numbers runs from 0, so these names and the run of the second node look alike with a dot between.
	test('are not forgotten when a node whose name is the beginning of theirs succeeds', async () => {
		const count = loseAnswer(/Document\/Combine$/);
		const parameters = await combine('All');
		const document = byReference(await sentTemplate(bench));
		const extend = { resource: 'document', operation: 'extend', document, dueDate: inDays(20) };
		const one = nodeWith(parameters, { ...errorOutput, name: 'Combine.0' });
		const other = { ...secondNode(extend), name: 'Combine' };
		const two = { ...secondNode(parameters), id: 'third' };
		const run = await flowOf(
			between.bench,
			[one, other, two],
			{},
			{
				Start: { main: [to(one.name)] },
				[one.name]: { main: [[], to(other.name)] },
				[other.name]: { main: [to(two.name)] },
			},
		);
		expect(run.data.resultData.runData[other.name][0].error).toBeUndefined();
		expect(run.data.resultData.error?.message).toBe(UNCONFIRMED_CHANGE);
		expect(count()).toBe(1);
	});

	test('a mail merge is not made again with the row that the error output leads back', async () => {
		const count = loseAnswer(/MailMerge$/);
		const node = nodeWith(
			{
				resource: 'mailMerge',
				operation: 'send',
				document: byReference(await storedDocument(bench, `${id}-1.pdf`)),
				dueDate: inDays(10),
				...quick,
			},
			errorOutput,
		);
		const run = await flowOf(
			between.bench,
			[node],
			{ Heal: heal({ isWell: false }) },
			ledBack(node, 'Heal'),
			['ana', 'ben'].map((name) => ({ json: { Email: `${name}@example.com` } })),
		);
		expect(turns(run, node.name)[1].errors[0].error).toBe(UNCONFIRMED_CHANGE);
		expect(count()).toBe(1);
	});
});

describe('lists that leave out client references', () => {
	test.each(['form', 'file'] as const)(
		'%s: what is sent once carries a warning as soon as they are seen',
		async (kind) => {
			between.rule = async ({ route }, pass) => {
				const told = await pass();
				if (!route.includes('GetActiveDocuments')) return told;
				const listed = JSON.parse(told.body ?? '[]') as Array<Record<string, unknown>>;
				return {
					...told,
					body: JSON.stringify(
						listed.map((document) => ({ ...document, ClientReference: undefined })),
					),
				};
			};
			const { parameters, item } = await sending(bench, kind);
			const send = async (clientReference: string) =>
				await execute(
					between.bench,
					{ ...parameters, options: { clientReference, oncePerClientReference: true } },
					{ items: [await item(`${clientReference}`)] },
				);
			expect((await send(id)).error).toBeUndefined();
			const { items } = await send(anotherId());
			expect(items[0].json.warning).toMatch(
				/without its client reference.*only until n8n is restarted, and only in this n8n process/,
			);
			expect(posts()).toBe(2);
		},
	);

	test('and nothing is said where they have them', async () => {
		const { parameters, item } = await sending(bench, 'form');
		for (const clientReference of [id, anotherId()]) {
			const { items } = await execute(
				between.bench,
				{ ...parameters, options: { clientReference, oncePerClientReference: true } },
				{ items: [await item(clientReference)] },
			);
			expect(items[0].json.warning).toBeUndefined();
		}
	});
});

describe('under a client reference that is sent once', () => {
	let send: (name: string, once: boolean) => ReturnType<typeof execute>;
	beforeEach(async () => {
		const { parameters, item } = await sending(bench, 'form');
		send = async (name, once) => {
			const form = byReference(await referenceOf(bench, 'form', name));
			return await execute(
				between.bench,
				{
					...parameters,
					form,
					options: { clientReference: id, oncePerClientReference: once },
					...quick,
				},
				{ items: [await item(id)] },
			);
		};
	});

	test('another form is not called sent', async () => {
		const sent = await send('Tax Declaration', true);
		const { error } = await send('Employment Agreement', true);
		expect(error?.message).toBe(`${OTHER_VALUES}: Form`);
		expect(error?.description).toContain(sent.items[0].json.documentReference);
		expect((await send('Tax Declaration', true)).items[0].json).toMatchObject({ recovered: true });
		expect(posts()).toBe(1);
	});

	test('nor where a send of it was tried since, and is open', async () => {
		await send('Tax Declaration', false);
		between.rule = async ({ route }, pass) => (SEND.test(route) ? { status: 502 } : await pass());
		expect((await send('Employment Agreement', false)).error?.message).toBe(UNCONFIRMED);
		between.rule = async (_, pass) => await pass();
		const { error } = await send('Employment Agreement', true);
		expect(error?.message).toBe(`${OTHER_VALUES}: Form`);
		expect(posts()).toBe(2);
	});
});
