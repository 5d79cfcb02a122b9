/**
 * Sends of which nobody was told what became of them, and whose item comes again with something else in it: in another
 * turn, as another order of the same people, changed by the builder. What is promised: docs/faults.md, "When n8n tries
 * again".
 */
import type { IConnections, INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { getTemplateFields } from '../../nodes/SecuredSigning/pickers/resourceMapping.ts';
import { OTHER_VALUES, SENT_ANOTHER } from '../../nodes/SecuredSigning/send/agreed.ts';
import type { Between } from './between.cts';
import { editorContext } from './editor.cts';
import { execute, retry } from './executions.cts';
import {
	errorOutput,
	flowOf,
	heal,
	ledBack,
	LOOK,
	loseIn,
	nodeType,
	oneByOne,
	postsIn,
	quick,
	to,
	turns,
	UNCONFIRMED,
} from './flows.cts';
import { nodeWith, type Bench } from './node.cts';
import { useRig } from './rig.cts';
import { byReference, documentList, inDays } from './samples.cts';
import { outOf, referenceOf, sending, storedDocument } from './sends.cts';

let bench: Bench;
let between: Between;
let id: string;
useRig(21_000, (rig) => ({ bench, between, id } = rig));

const posts = () => postsIn(between);

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

const chosenIn = ({ parameters }: { parameters: INode['parameters'] }, kind: string) =>
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
				fields: await salary(chosenIn({ parameters }, kind), '={{ $runIndex }}'),
			};
			const state = loseIn(between);
			const node = nodeWith({ ...parameters, ...more, ...fields, ...quick }, errorOutput);
			const own = await item(id);
			const run = await flowOf(
				between.bench,
				[node],
				{ Heal: heal(state, own) },
				ledBack(node, 'Heal'),
				[own],
			);
			const [first, second] = turns(run, node.name);
			expect(first.errors[0].error).toContain(UNCONFIRMED);
			expect(second.items).toEqual([]);
			expect(second.errors[0].error).toBe(`${OTHER_VALUES}: ${told}`);
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
					: { fields: await salary(chosenIn({ parameters }, kind), '={{ $now.toMillis() }}') };
			const state = loseIn(between);
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
		const fields = await salary(chosenIn({ parameters }, 'template'), '={{ $json.value }}');
		loseIn(between);
		const node = nodeWith({ ...parameters, fields, ...quick }, errorOutput);
		const run = await flowOf(between.bench, [node], rows(['85,000', value]), parts(node.name, 2));
		const [first, second] = turns(run, node.name);
		expect(first.errors[0].error).toContain(UNCONFIRMED);
		expect([second.items.length, second.errors.length]).toEqual([sent, 1 - sent]);
		if (sent === 0) expect(second.errors[0].error).toContain(UNCONFIRMED);
		expect(outOf(bench, id)).toHaveLength(out);
	});

	test('is refused where nobody can tell whether it is the same: as many as are open', async () => {
		const { parameters } = await sending(bench, 'template');
		const fields = await salary(chosenIn({ parameters }, 'template'), '={{ $json.value }}');
		const state = loseIn(between, 2);
		const node = nodeWith({ ...parameters, fields, ...oneByOne }, errorOutput);
		// A step that makes three items of two, and does not say of which.
		const unlinked = nodeType(1, async () => {
			const values = state.isWell ? [] : ['87,000', '88,000', '89,000'];
			state.isWell = true;
			return await Promise.resolve([values.map((value) => ({ json: { id, value } }))]);
		});
		const run = await flowOf(
			between.bench,
			[node],
			{ Unlinked: unlinked },
			ledBack(node, 'Unlinked'),
			['85,000', '86,000'].map((value) => ({ json: { id, value } })),
		);
		const [, { errors, items }] = turns(run, node.name);
		expect(errors.map(({ error }) => error)).toEqual(Array<string>(2).fill(SENT_ANOTHER));
		expect(items.map(({ recovered }) => recovered)).toEqual([undefined]);
		expect(posts()).toBe(3);
		expect(errors[0].message).toMatch(/“Letter of Offer.pdf” \(\d+\).*Salary/);
	});

	test('another form goes out', async () => {
		const { parameters } = await sending(bench, 'form');
		const other = byReference(await referenceOf(bench, 'form', 'Tax Declaration'));
		loseIn(between);
		const one = nodeWith({ ...parameters, ...quick }, errorOutput);
		const two = {
			...nodeWith({ ...parameters, form: other, ...quick }),
			id: 'other',
			name: 'Other form',
		};
		const run = await flowOf(
			between.bench,
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
		const state = loseIn(between);
		const first = await execute(between.bench, { ...parameters, ...quick }, { items: [item] });
		expect(first.error?.message).toContain(UNCONFIRMED);
		state.isWell = true;
		return await retry(between.bench, first, {
			parameters: { ...parameters, ...quick, ...changes } as INode['parameters'],
		});
	};
	const other = async (resource: 'form' | 'template', name: string) =>
		byReference(await referenceOf(bench, resource, name));

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
			expect(error?.message).toBe(`${OTHER_VALUES}: ${field}`);
			expect(error?.description).toContain(outOf(bench, id)[0].reference);
			expect(posts()).toBe(1);
		},
	);

	test('template with a corrected salary is told so', async () => {
		const { parameters, item } = await sending(bench, 'template');
		const reference = chosenIn({ parameters }, 'template');
		const { error } = await retried(
			{ ...parameters, fields: await salary(reference, '850,000') },
			{ fields: await salary(reference, '85,000') },
			await item(id),
		);
		expect(error?.message).toMatch(`${OTHER_VALUES}: Salary`);
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
