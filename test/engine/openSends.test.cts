/**
 * Sends of which nobody was told what became of them, and whose item comes again: led back to the node, on to
 * another node, through a step that makes its file anew, changed by the builder. What is promised: docs/faults.md,
 * "When n8n tries again". Which item is which, n8n says: "Item linking" in its documentation.
 */
import type { IConnections, INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { getTemplateFields } from '../../nodes/SecuredSigning/pickers/resourceMapping.ts';
import { SEND, type Between } from './between.cts';
import { editorContext } from './editor.cts';
import { execute, retry } from './executions.cts';
import {
	errorOutput,
	flowOf,
	heal,
	LOOK,
	loseIn,
	nodeType,
	postsIn,
	quick,
	to,
	turns,
	UNCONFIRMED,
} from './flows.cts';
import { nodeWith, type Bench } from './node.cts';
import { useRig } from './rig.cts';
import { both, byReference, dataFile, documentList, inDays } from './samples.cts';
import { outOf, sending, storedDocument } from './sends.cts';

const pdf = dataFile('confidentiality-agreement.pdf');

type ParametersAfterFirst<F> = F extends (first: never, ...more: infer P) => unknown ? P : never;

let bench: Bench;
let between: Between;
let id: string;
const anotherId = useRig(7000, (rig) => ({ bench, between, id } = rig));

const posts = () => postsIn(between);
const lose = (...which: [count?: number, isDone?: (n: number) => boolean]) =>
	loseIn(between, ...which);
const flow = async (...what: ParametersAfterFirst<typeof flowOf>) =>
	await flowOf(between.bench, ...what);

const salary = async (reference: string, value: string): Promise<INodeParameters> => {
	const template = { template: byReference(reference) };
	const { fields } = await getTemplateFields.call(editorContext(bench, template));
	const { id: field } = fields[0];
	return {
		mappingMode: 'defineBelow',
		value: { [field]: value },
		schema: fields,
	} as unknown as INodeParameters;
};

const referenceOf = ({ parameters }: { parameters: INode['parameters'] }, kind: string) =>
	(parameters[kind] as { value: string }).value;

describe('a text that is another one in each turn', () => {
	const texts = {
		form: ['Prefill (XML)', { options: { xmlData: '=<a>{{ $runIndex }}</a>' } }],
		template: ['Salary (Read-Only)', {}],
		file: ['Package Name', { options: { packageName: '=Offer {{ $runIndex }}' } }],
		stored: [
			'Package Name',
			{ options: { checkIfSent: false, packageName: '=Offer {{ $runIndex }}' } },
		],
	} as const;

	test.each(['form', 'template', 'file', 'stored'] as const)(
		'%s: led back, what is out is found, and not called sent with the new text',
		async (kind) => {
			const { parameters, item } = await sending(bench, kind);
			const [told, more] = texts[kind];
			const fields = kind === 'template' && {
				fields: await salary(referenceOf({ parameters }, kind), '={{ $runIndex }}'),
			};
			const state = lose();
			const node = nodeWith({ ...parameters, ...more, ...fields, ...quick }, errorOutput);
			const own = await item(id);
			const run = await flow(
				[node],
				{ Heal: heal(state, own) },
				{
					Start: { main: [to(node.name)] },
					[node.name]: { main: [[], to('Heal')] },
					Heal: { main: [to(node.name)] },
				},
				[own],
			);
			const [first, second] = turns(run, node.name);
			expect(first.errors[0].error).toContain(UNCONFIRMED);
			expect(second.items).toEqual([]);
			expect(second.errors[0].error).toBe(`This was sent, but with other values: ${told}`);
			expect([posts(), outOf(bench, id).length]).toEqual([1, 1]);
		},
	);

	test.each(['form', 'template'] as const)(
		'%s: Retry On Fail finds it, and says so',
		async (kind) => {
			const { parameters, item } = await sending(bench, kind);
			const more =
				kind === 'form'
					? { options: { xmlData: '=<a>{{ $now.toMillis() }}</a>' } }
					: { fields: await salary(referenceOf({ parameters }, kind), '={{ $now.toMillis() }}') };
			const state = lose();
			const { rule } = between;
			let looks = 0;
			between.rule = async (passing, pass) => {
				// The first look of the second attempt finds it.
				if (LOOK.test(passing.route) && ++looks > 1) state.isWell = true;
				return await rule(passing, pass);
			};
			const { items, error } = await execute(
				between.bench,
				{ ...parameters, ...more, ...quick },
				{
					items: [await item(id)],
					node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
				},
			);
			expect(error).toBeUndefined();
			expect(items[0].json.recovered).toBe(true);
			expect(items[0].json.warning).toContain(kind === 'form' ? 'Prefill (XML)' : 'Salary');
			expect(posts()).toBe(1);
		},
	);
});

describe.each(['form', 'template', 'stored'] as const)(
	'%s: another node of the execution',
	(kind) => {
		const second = (parameters: INode['parameters']) => ({
			...nodeWith(parameters),
			id: 'second',
			name: 'Second try',
		});

		test('finds what the first one left open', async () => {
			const { parameters, item } = await sending(bench, kind);
			const state = lose();
			const [one, two] = [
				nodeWith({ ...parameters, ...quick }, errorOutput),
				second({ ...parameters, ...quick }),
			];
			const run = await flow(
				[one, two],
				{ Heal: heal(state) },
				{
					Start: { main: [to(one.name)] },
					[one.name]: { main: [[], to('Heal')] },
					Heal: { main: [to(two.name)] },
				},
				[await item(id)],
			);
			expect(turns(run, two.name)[0].items.map(({ recovered }) => recovered)).toEqual([true]);
			expect([posts(), outOf(bench, id).length]).toEqual([1, 1]);
		});

		test('sends nothing while it cannot be looked up', async () => {
			const { parameters, item } = await sending(bench, kind);
			lose();
			const [one, two] = [
				nodeWith({ ...parameters, ...quick }, errorOutput),
				second({ ...parameters, ...quick }),
			];
			const run = await flow(
				[one, two],
				{},
				{ Start: { main: [to(one.name)] }, [one.name]: { main: [[], to(two.name)] } },
				[await item(id)],
			);
			expect(run.data.resultData.error?.message).toContain(UNCONFIRMED);
			expect(posts()).toBe(1);
		});
	},
);

describe('a file that is made anew', () => {
	const send = {
		resource: 'smartTag',
		operation: 'send',
		signers: both,
		dueDate: inDays(10),
		...quick,
	};
	const again = Buffer.concat([pdf, Buffer.from('\n% made again\n')]);

	test.each([
		['the same', pdf, 'one.pdf'],
		['other bytes', again, 'one.pdf'],
		['another name', pdf, 'two.pdf'],
	])(
		'%s: led back through the step that makes it, it is not sent again',
		async (_, content, name) => {
			const state = lose();
			let made = 0;
			const make = nodeType(1, async () => {
				state.isWell = ++made > 1;
				if (made > 2) return [[]];
				const { binary } = await bench.file(
					...((made > 1 ? [content, name] : [pdf, 'one.pdf']) as [Buffer, string]),
				);
				return [[{ json: {}, binary }]];
			});
			const node = nodeWith(send, errorOutput);
			const run = await flow(
				[node],
				{ Make: make },
				{
					Start: { main: [to('Make')] },
					Make: { main: [to(node.name)] },
					[node.name]: { main: [[], to('Make')] },
				},
			);
			const [, { items, errors }] = turns(run, node.name);
			if (content === pdf && name === 'one.pdf') {
				expect(items[0].recovered).toBe(true);
				expect(items[0].warning).toMatch(/Files/);
			} else {
				expect(errors[0].error).toBe('This was sent, but with other values: Files');
				expect(errors[0].details).toMatch(/“one.pdf” \(\d+\).*Nothing was sent this time/);
			}
			expect(posts()).toBe(1);
		},
	);
});

test.each(['form', 'template', 'file'] as const)(
	'%s: of two equal items that are led back, each has a send of its own',
	async (kind) => {
		const { parameters, item } = await sending(bench, kind);
		const [one, two] = [await item(id), await item(id)];
		const state = lose(2);
		const node = nodeWith({ ...parameters, ...quick }, errorOutput);
		const run = await flow(
			[node],
			{ Heal: heal(state, one) },
			{
				Start: { main: [to(node.name)] },
				[node.name]: { main: [[], to('Heal')] },
				Heal: { main: [to(node.name)] },
			},
			[one, two],
		);
		const [, { items }] = turns(run, node.name);
		expect(items.map(({ recovered }) => recovered)).toEqual([true, true]);
		expect(new Set(items.map(({ documentReference }) => documentReference)).size).toBe(2);
		expect(posts()).toBe(2);
	},
);

test.each(['form', 'template'] as const)(
	'%s: of two equal items, the one that did not go out is not called sent',
	async (kind) => {
		const { parameters, item } = await sending(bench, kind);
		const state = lose(2, (n) => n === 0);
		const node = nodeWith(
			{ ...parameters, requestOptions: { retries: 0, itemsAtATime: 1 } },
			errorOutput,
		);
		const run = await flow(
			[node],
			{ Heal: heal(state) },
			{
				Start: { main: [to(node.name)] },
				[node.name]: { main: [[], to('Heal')] },
				Heal: { main: [to(node.name)] },
			},
			[await item(id), await item(id)],
		);
		const found = turns(run, node.name).flatMap(({ items }) => items);
		expect(new Set(found.map(({ documentReference }) => documentReference)).size).toBe(1);
		expect(turns(run, node.name)[1].errors[0].error).toBe(UNCONFIRMED);
		expect([posts(), outOf(bench, id).length]).toEqual([2, 1]);
	},
);

describe('another order of the same people, while one is open', () => {
	/** Two rows, each in a turn of its own. */
	const rows = (values: string[]) => ({
		Rows: nodeType(
			1,
			async () =>
				await Promise.resolve([values.map((value) => ({ json: { id, value }, pairedItem: 0 }))]),
		),
		Parts: nodeType(values.length, async function () {
			return await Promise.resolve(
				this.getInputData().map((item, index) => [{ ...item, pairedItem: index }]),
			);
		}),
	});
	const parts = (name: string, count: number): IConnections => ({
		Start: { main: [to('Rows')] },
		Rows: { main: [to('Parts')] },
		Parts: { main: Array.from({ length: count }, () => to(name)) },
	});

	// A Code node that makes items anew and sorts them has them linked by their places, so to the wrong ones.
	test.each([
		['other values: it goes out', '90,000', 1, 2],
		['the same values: not before the open one can be looked up', '85,000', 0, 1],
	])('%s', async (_, value, sent, out) => {
		const { parameters } = await sending(bench, 'template');
		const fields = await salary(referenceOf({ parameters }, 'template'), '={{ $json.value }}');
		lose();
		const node = nodeWith({ ...parameters, fields, ...quick }, errorOutput);
		const run = await flow([node], rows(['85,000', value]), parts(node.name, 2));
		const [first, second] = turns(run, node.name);
		expect(first.errors[0].error).toContain(UNCONFIRMED);
		expect([second.items.length, second.errors.length]).toEqual([sent, 1 - sent]);
		if (sent === 0) expect(second.errors[0].error).toContain(UNCONFIRMED);
		expect(outOf(bench, id)).toHaveLength(out);
	});

	test('is refused where nobody can tell whether it is the same: as many as are open', async () => {
		const { parameters } = await sending(bench, 'template');
		const fields = await salary(referenceOf({ parameters }, 'template'), '={{ $json.value }}');
		const state = lose(2);
		const oneByOne = { requestOptions: { retries: 0, itemsAtATime: 1 } };
		const node = nodeWith({ ...parameters, fields, ...oneByOne }, errorOutput);
		// A step that makes three items of two, and does not say of which.
		const unlinked = nodeType(1, async () => {
			const values = state.isWell ? [] : ['87,000', '88,000', '89,000'];
			state.isWell = true;
			return await Promise.resolve([values.map((value) => ({ json: { id, value } }))]);
		});
		const run = await flow(
			[node],
			{ Unlinked: unlinked },
			{
				Start: { main: [to(node.name)] },
				[node.name]: { main: [[], to('Unlinked')] },
				Unlinked: { main: [to(node.name)] },
			},
			['85,000', '86,000'].map((value) => ({ json: { id, value } })),
		);
		const [, { errors, items }] = turns(run, node.name);
		expect(errors.map(({ error }) => error)).toEqual(
			Array<string>(2).fill(
				'A document was already sent to the same people, so this item was not sent',
			),
		);
		expect(items.map(({ recovered }) => recovered)).toEqual([undefined]);
		expect(posts()).toBe(3);
		expect(errors[0].details).toMatch(/“Letter of Offer.pdf” \(\d+\).*Salary/);
	});

	test('another form goes out', async () => {
		const { parameters } = await sending(bench, 'form');
		const { items } = await bench.run({ resource: 'form', operation: 'getAll', simplify: false });
		const other = items.find(({ json }) => json.Name === 'Tax Declaration')!;
		lose();
		const one = nodeWith({ ...parameters, ...quick }, errorOutput);
		const two = {
			...nodeWith({ ...parameters, form: byReference(String(other.json.Reference)), ...quick }),
			id: 'other',
			name: 'Other form',
		};
		const run = await flow(
			[one, two],
			{},
			{ Start: { main: [to(one.name)] }, [one.name]: { main: [[], to(two.name)] } },
			[{ json: { id } }],
		);
		expect(turns(run, two.name)[0].items).toHaveLength(1);
		expect(posts()).toBe(2);
	});
});

describe('a retry with the node as it is saved now', () => {
	const retried = async (
		parameters: INode['parameters'],
		changes: INodeParameters,
		item: INodeExecutionData,
	) => {
		const state = lose();
		const first = await execute(between.bench, { ...parameters, ...quick }, { items: [item] });
		expect(first.error?.message).toContain(UNCONFIRMED);
		state.isWell = true;
		return await retry(between.bench, first, {
			parameters: { ...parameters, ...quick, ...changes } as INode['parameters'],
		});
	};
	const other = async (resource: 'form' | 'template', name: string) => {
		const { items } = await bench.run({ resource, operation: 'getAll', simplify: false });
		return byReference(String(items.find(({ json }) => json.Name === name)!.json.Reference));
	};

	test.each([
		['form', 'Form', async () => ({ form: await other('form', 'Tax Declaration') })],
		[
			'template',
			'Template',
			async () => ({ template: await other('template', 'Tenancy Agreement') }),
		],
		[
			'stored',
			'Documents',
			async () => ({ documents: documentList(await storedDocument(bench, `${id}-9.pdf`)) }),
		],
		[
			'form',
			'Prefill (XML)',
			async () => await Promise.resolve({ options: { xmlData: '<a>1</a>' } }),
		],
		['form', 'Due Date', async () => await Promise.resolve({ dueDate: inDays(20) })],
		['files', 'Files', async () => await Promise.resolve({ binaryPropertyName: 'more' })],
	] as const)(
		'%s with another %s is told so, and not called sent',
		async (kind, field, changes) => {
			const { parameters, item } = await sending(bench, kind);
			const { items, error } = await retried(parameters, await changes(), await item(id));
			expect(items).toEqual([]);
			expect(error?.message).toBe(`This was sent, but with other values: ${field}`);
			expect(error?.description).toContain(outOf(bench, id)[0].reference);
			expect(posts()).toBe(1);
		},
	);

	test('template with a corrected salary is told so', async () => {
		const { parameters, item } = await sending(bench, 'template');
		const reference = referenceOf({ parameters }, 'template');
		const { error } = await retried(
			{ ...parameters, fields: await salary(reference, '850,000') },
			{ fields: await salary(reference, '85,000') },
			await item(id),
		);
		expect(error?.message).toMatch(/^This was sent, but with other values: Salary/);
		expect(error?.message).not.toMatch(/85/);
	});

	test('what makes no other contract is found', async () => {
		const { parameters, item } = await sending(bench, 'form');
		const changes = { options: { returnUrl: 'https://example.com/thanks' }, simplify: false };
		const { items, error } = await retried(parameters, changes, await item(id));
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ recovered: true });
		expect(items[0].json.warning).toBeUndefined();
	});
});

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
	const UNDONE = 'Could not confirm whether this was done';

	test('are not made again by another node of the execution, under another name', async () => {
		const count = loseAnswer(/Document\/Combine$/);
		const parameters = await combine('=All of {{ $now.toMillis() }}');
		const one = nodeWith(parameters, errorOutput);
		const two = { ...nodeWith(parameters), id: 'second', name: 'Second try' };
		const run = await flow(
			[one, two],
			{},
			{ Start: { main: [to(one.name)] }, [one.name]: { main: [[], to(two.name)] } },
		);
		expect(run.data.resultData.error?.message).toBe(UNDONE);
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
		const run = await flow(
			[node],
			{ Heal: heal({ isWell: false }) },
			{
				Start: { main: [to(node.name)] },
				[node.name]: { main: [[], to('Heal')] },
				Heal: { main: [to(node.name)] },
			},
			['ana', 'ben'].map((name) => ({ json: { Email: `${name}@example.com` } })),
		);
		expect(turns(run, node.name)[1].errors[0].error).toBe(UNDONE);
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
		const { items } = await bench.run({ resource: 'form', operation: 'getAll', simplify: false });
		send = async (name, once) => {
			const form = items.find(({ json }) => json.Name === name)!;
			return await execute(
				between.bench,
				{
					...parameters,
					form: byReference(String(form.json.Reference)),
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
		expect(error?.message).toBe('This was sent, but with other values: Form');
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
		expect(error?.message).toBe('This was sent, but with other values: Form');
		expect(posts()).toBe(2);
	});
});
