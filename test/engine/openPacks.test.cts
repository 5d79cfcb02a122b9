/**
 * A send of several forms, templates or files of which nobody was told what became of it, and whose item comes again
 * with another list of them. What is promised: docs/faults.md, "When n8n tries again".
 */
import type { INodeParameters } from 'n8n-workflow';

import { OTHER_VALUES } from '../../nodes/SecuredSigning/send/agreed.ts';
import { callTool } from './agent.cts';
import type { Between } from './between.cts';
import {
	errorOutput,
	flowOf,
	heal,
	ledBack,
	ledOn,
	loseIn,
	postsIn,
	quick,
	secondNode,
	turns,
	UNCONFIRMED,
} from './flows.cts';
import { nodeWith, type Bench } from './node.cts';
import { useRig } from './rig.cts';
import { ana, ben, byReference, dataFile, inDays } from './samples.cts';
import { referencesOf } from './sends.cts';

const pdf = dataFile('confidentiality-agreement.pdf');
const FILES = ['a', 'b', 'c'];

let bench: Bench;
let between: Between;
let references: Record<string, string>;
useRig(15_000, (rig) => ({ bench, between } = rig));
beforeEach(async () => {
	references = await referencesOf(bench, 'form', 'template');
});

const common = { operation: 'send', dueDate: inDays(20), ...quick };
const chosen = (name: string) => byReference(references[name]);
/** Sends of some of these, by their numbers. */
const kinds = {
	form: (numbers: number[]): INodeParameters => {
		const names = ['Employment Agreement', 'Tax Declaration', 'Confidentiality Undertaking'];
		const [form, ...more] = numbers.map((n) => chosen(names[n]));
		const signer = [
			...(numbers.some((n) => n < 2)
				? [
						{ ...ana, signerType: 'Employee' },
						{ ...ben, signerType: 'Employer' },
					]
				: []),
			...(numbers.includes(2)
				? [
						{
							firstName: 'Cleo',
							lastName: 'Ng',
							email: 'cleo@example.com',
							signerType: 'Recipient',
						},
					]
				: []),
		];
		const additionalForms = { form: more.map((each) => ({ form: each })) };
		return { ...common, resource: 'form', form, additionalForms, signers: { signer } };
	},
	template: (numbers: number[]): INodeParameters => {
		const names = ['Letter of Offer', 'Tenancy Agreement'];
		const [template, ...more] = numbers.map((n) => chosen(names[n]));
		const additionalTemplates = {
			template: more.map((each) => ({ template: each, signedBy: '' })),
		};
		const signers = { signer: [ana, ben] };
		return { ...common, resource: 'template', template, additionalTemplates, signers };
	},
	smartTag: (numbers: number[]): INodeParameters => ({
		...{ ...common, resource: 'smartTag', signers: { signer: [ana, ben] } },
		binaryPropertyName: numbers.map((n) => FILES[n]).join(),
	}),
};
type Kind = keyof typeof kinds;

const FIELDS: Record<Kind, RegExp> = {
	form: new RegExp(`^${OTHER_VALUES}: (Form|Additional Forms)`),
	template: new RegExp(`^${OTHER_VALUES}: (Template|Additional Templates)`),
	smartTag: new RegExp(`^${OTHER_VALUES}: Files`),
};

/** An item with three files, each of another name and size. */
const item = async () => {
	const files = FILES.map(async (name, n) => {
		const { binary } = await bench.file(Buffer.concat([pdf, Buffer.alloc(n, '\n')]), `${name}.pdf`);
		return [name, binary!.data] as const;
	});
	return { json: {}, binary: Object.fromEntries(await Promise.all(files)) };
};

/** On to a second node with other parameters, while Secured Signing can be asked again or not. */
const ledOnto = async (before: INodeParameters, now: INodeParameters, isHealed: boolean) => {
	const state = loseIn(between);
	const [one, two] = [nodeWith(before, errorOutput), secondNode(now, errorOutput)];
	const own = await item();
	const step = heal(isHealed ? state : { isWell: false }, own);
	const run = await flowOf(between.bench, [one, two], { Step: step }, ledOn(one, 'Step', two), [
		own,
	]);
	expect(turns(run)[0].errors[0].error).toContain(UNCONFIRMED);
	return turns(run, two.name)[0];
};

const AGAIN: Array<[Kind, string, number[], number[]]> = [
	['form', 'both in the other order', [0, 1], [1, 0]],
	['form', 'the first one alone', [0, 1], [0]],
	['form', 'the additional one alone', [0, 1], [1]],
	['form', 'one more, and its signer', [0, 1], [0, 1, 2]],
	['form', 'one of them and another one', [0, 1], [2, 1]],
	['form', 'both, after the one', [0], [1, 0]],
	['template', 'both in the other order', [0, 1], [1, 0]],
	['template', 'the first one alone', [0, 1], [0]],
	['template', 'both, after the one', [0], [1, 0]],
	['smartTag', 'both in the other order', [0, 1], [1, 0]],
	['smartTag', 'the second one alone', [0, 1], [1]],
	['smartTag', 'both, after the one', [1], [0, 1]],
];

test.each(AGAIN)('%s: another node sends %s: refused by its fields', async (kind, _, was, now) => {
	const { items, errors } = await ledOnto(kinds[kind](was), kinds[kind](now), true);
	expect(items).toEqual([]);
	expect(errors[0].error).toMatch(FIELDS[kind]);
	expect(postsIn(between)).toBe(1);
});

test.each(AGAIN.filter(([kind]) => kind !== 'template'))(
	'%s: another node sends %s: not while it cannot be looked up',
	async (kind, _, was, now) => {
		const { items, errors } = await ledOnto(kinds[kind](was), kinds[kind](now), false);
		expect(items).toEqual([]);
		expect(errors[0].error).toContain(UNCONFIRMED);
		expect(postsIn(between)).toBe(1);
	},
);

test.each<[Kind, number[], number[]]>([
	['form', [0], [1]],
	['template', [0], [1]],
	['smartTag', [0, 1], [2]],
])('%s: another node with nothing in common sends another contract', async (kind, was, now) => {
	const { items } = await ledOnto(kinds[kind](was), kinds[kind](now), true);
	expect(items).toHaveLength(1);
	expect(postsIn(between)).toBe(2);
});

/** A pack of forms that come from the item, or from a model. */
const byExpression = (first: string, second: string): INodeParameters => ({
	...kinds.form([0]),
	form: byReference(first),
	additionalForms: { form: [{ form: byReference(second) }] },
});
const pair = () => [references['Employment Agreement'], references['Tax Declaration']];

test('led back with its forms in the other order, an item is refused', async () => {
	const [a, b] = pair();
	const state = loseIn(between);
	const node = nodeWith(byExpression('={{ $json.a }}', '={{ $json.b }}'), errorOutput);
	const step = heal(state, undefined, () => ({ a: b, b: a }));
	const run = await flowOf(between.bench, [node], { Step: step }, ledBack(node, 'Step'), [
		{ json: { a, b } },
	]);
	expect(turns(run)[1].errors[0].error).toMatch(FIELDS.form);
	expect(postsIn(between)).toBe(1);
});

test('an agent that calls again with its forms in the other order is refused', async () => {
	const [a, b] = pair();
	loseIn(between);
	const pack = byExpression(
		"={{ $fromAI('first', 'the form', 'string') }}",
		"={{ $fromAI('second', 'the other one', 'string') }}",
	);
	const answers = await callTool(between.bench, pack, [
		{ first: a, second: b },
		{ first: b, second: a },
	]);
	expect(answers.map((answer) => answer.includes(UNCONFIRMED))).toEqual([true, true]);
	expect(postsIn(between)).toBe(1);
});
