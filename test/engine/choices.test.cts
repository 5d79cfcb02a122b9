/**
 * Choices whose value is not in the list, as an expression may give it. README: “Bad input is refused before anything
 * is sent, with the number of the item”; an unknown choice is never the default. All choices are taken out of the
 * node's description, so that a new one is covered by itself.
 */
import type {
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
	INodeTypeDescription,
} from 'n8n-workflow';

import { SecuredSigning } from '../../nodes/SecuredSigning/SecuredSigning.node.ts';
import { SecuredSigningCallbackTrigger } from '../../nodes/SecuredSigning/SecuredSigningCallbackTrigger.node.ts';
import { SecuredSigningTrigger } from '../../nodes/SecuredSigning/SecuredSigningTrigger.node.ts';
import { NO_DUE_DATE } from '../../nodes/SecuredSigning/fields/dueDate.ts';
import { startBench, type Bench } from './node.cts';
import { ana, ben, both, byReference, dataFile, inDays } from './samples.cts';
import { triggerWith } from './watch.cts';
import { listen } from './webhook.cts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.simulator.requests.length = 0;
});

/** A choice, and how to put a value into it. */
interface Choice {
	field: INodeProperties;
	path: string;
	of(value: unknown): INodeParameters;
}

const isKnown = ({ typeOptions }: INodeProperties) => !typeOptions?.loadOptionsMethod;

/** The first values with which a field is shown. */
const shownBy = ({ displayOptions }: INodeProperties): INodeParameters =>
	Object.fromEntries(
		Object.entries(displayOptions?.show ?? {}).map(([name, values]) => [
			name.replace('/', ''),
			(values as string[])[0],
		]),
	);

function* choicesIn(
	fields: INodeProperties[],
	path: string,
	around: (name: string, value: unknown) => INodeParameters,
): Generator<Choice> {
	for (const field of fields) {
		const here = `${path} > ${field.displayName}`;
		const of = (value: unknown) => ({ ...shownBy(field), ...around(field.name, value) });
		if (/^(options|multiOptions)$/.test(field.type)) yield { field, path: here, of };
		if (field.type === 'collection') {
			const inside = field.options as INodeProperties[];
			yield* choicesIn(inside, here, (name, value) => of({ [name]: value }));
		}
		if (field.type === 'fixedCollection') {
			for (const { name: group, values } of field.options as INodePropertyCollection[]) {
				yield* choicesIn(values, here, (name, value) => of({ [group]: [{ [name]: value }] }));
			}
		}
	}
}

/** n8n runs no node with a required field that is empty. */
const filled = (fields: INodeProperties[]): INodeParameters =>
	Object.fromEntries(
		fields
			.filter(
				({ required, default: value }) => required && (value === '' || typeof value === 'object'),
			)
			.map(({ name, type }) => [name, type === 'resourceLocator' ? byReference('1') : 'x']),
	);

const [resource, ...others] = new SecuredSigning().description.properties;
const operations = others.filter(({ name }) => name === 'operation');
const ofOperations = operations.flatMap(({ displayOptions, options = [] }) =>
	options.map((option) => ({
		resource: displayOptions!.show!.resource![0] as string,
		operation: (option as { value: string }).value,
	})),
);
const all = ofOperations.flatMap((chosen) => {
	const isIts = ({ displayOptions }: INodeProperties) => {
		const show = displayOptions?.show ?? {};
		const includes = (name: keyof typeof chosen) =>
			[show[name], show[`/${name}`]].some((values) => values?.includes(chosen[name]));
		return includes('resource') && includes('operation');
	};
	return [
		...choicesIn(others.filter(isIts), `${chosen.resource}:${chosen.operation}`, (name, value) => ({
			[name]: value as string,
		})),
	].map((choice) => ({
		...choice,
		of: (value: unknown) => ({
			...filled(others.filter(isIts)),
			...choice.of(value),
			...chosen,
		}),
	}));
});
const known = all
	.filter(({ field }) => isKnown(field))
	.map((choice) => [choice.path, choice] as const);
const dynamic = all
	.filter(({ field }) => !isKnown(field))
	.map((choice) => [choice.path, choice] as const);

const refused = async (parameters: INodeParameters) => {
	const { error, items } = await bench.run(parameters, { items: [{ json: { here: 'x' } }] });
	expect(items).toEqual([]);
	expect(bench.simulator.requests).toEqual([]);
	return error;
};

test('there are choices in every corner', () => {
	expect(resource.name).toBe('resource');
	expect(known.length).toBeGreaterThan(25);
	expect(known.map(([path]) => path)).toEqual(
		expect.arrayContaining([
			'smartTag:send > Options > Send As',
			'signer:sendReminder > Remind',
			'document:getAll > Filters > Status',
			'document:getFinished > Include',
		]),
	);
	expect(dynamic.map(([path]) => path)).toContain('form:send > Signers > Role Name or ID');
});

describe.each(known)('%s', (_path, { field, of }) => {
	const name = `'${field.displayName}`;

	test.each([['no such choice'], [`={{ "${field.displayName}" }}`], ['={{ ({ a: 1 }) }}'], [7]])(
		'%j is not in the list',
		async (value) => {
			const error = await refused(of(value));
			expect(error?.message).toContain(name);
			expect(error?.message).toContain('is not in the list: ');
			expect(error?.description).toMatch(/^Choose from the list, or check the expression\./);
			expect(error?.context?.itemIndex).toBe(0);
		},
	);

	test.each(['={{ $json.nope }}', '={{ null }}', '={{ "" }}'])(
		'%s is nothing, and not the default',
		async (value) => {
			const error = await refused(of(value));
			expect(error?.message).toContain(name);
			// Where n8n takes no expression, this is a text.
			const isText = field.noDataExpression === true;
			expect(error?.message).toMatch(isText ? /is not in the list: / : /is empty$/);
			expect(error?.context?.itemIndex).toBe(0);
		},
	);
});

describe.each(dynamic)('%s', (_path, { of }) => {
	test.each(['={{ $json.nope }}', '={{ null }}', '={{ "" }}'])(
		'%s is not “none”',
		async (value) => {
			const error = await refused(of(value));
			expect(error?.message).toMatch(/^'Role of Signer 1' is empty$/);
		},
	);
});

test('a list of choices may be a text with commas', async () => {
	const { items, error } = await bench.run({
		resource: 'document',
		operation: 'getAll',
		folder: 'all',
		filters: { status: '={{ "completed, declined" }}' },
	});
	expect(error).toBeUndefined();
	expect(items).toEqual([]);
});

/** What counts after a send only has to be right before it. */
describe('a switch or a choice that counts after the send', () => {
	const pdf = async () =>
		await bench.file(dataFile('confidentiality-agreement.pdf'), 'agreement.pdf');

	test.each([
		['send', { simplify: '={{ "maybe" }}' }, "'Simplify' is neither true nor false"],
		['sendAndAwait', { include: ['all'] }, `'Include' is not in the list: "all"`],
		['sendAndAwait', { whenNotSigned: 'x' }, `'When Not Signed' is not in the list: "x"`],
	])('%s: %j', async (operation, parameters, message) => {
		const { error } = await bench.run(
			{
				...{ resource: 'smartTag', operation, signers: both, dueDate: inDays(9) },
				...(parameters as INodeParameters),
			},
			{ items: [await pdf()] },
		);
		expect(error?.message).toBe(message);
		expect(bench.simulator.requests).toEqual([]);
	});
});

/** An empty field keeps its meaning; an expression that gives nothing has none. */
describe('due date', () => {
	const send = async (parameters: INodeParameters, timezone?: string) =>
		await bench.run(
			{ resource: 'smartTag', operation: 'send', signers: both, ...parameters },
			{
				items: [await bench.file(dataFile('confidentiality-agreement.pdf'), 'agreement.pdf')],
				timezone,
			},
		);

	test.each(['={{ $json.nope }}', '={{ null }}', '={{ "" }}'])(
		'%s is no empty field',
		async (value) => {
			const date = await send({ dueDate: value });
			expect(date.error?.message).toBe(NO_DUE_DATE);
			expect(date.error?.description).toMatch(/Check the expression.*Nothing was sent\.$/);
			const days = await send({ dueInDays: value });
			expect(days.error?.message).toBe("'Due In (Days)' is empty");
			expect(bench.simulator.requests).toEqual([]);
		},
	);

	test.each([[undefined], ['']])('%j is: 14 days', async (value) => {
		const { error } = await send(value === undefined ? {} : { dueDate: value });
		expect(error).toBeUndefined();
	});

	test('a time zone that does not exist is named', async () => {
		const { error } = await send({}, 'Mars/Base');
		expect(error?.message).toBe('The time zone of this workflow does not exist: "Mars/Base"');
		expect(error?.description).toMatch(/workflow's settings.*Nothing was sent\.$/);
		expect(bench.simulator.requests).toEqual([]);
	});
});

test('a role that is left empty is the next free one', async () => {
	const forms = await bench.run({ resource: 'form', operation: 'getAll' });
	const { json } = forms.items.find((item) => item.json.name === 'Employment Agreement')!;
	const { error } = await bench.run({
		resource: 'form',
		operation: 'send',
		form: byReference(json.formReference),
		signers: { signer: [ana, { ...ben, signerType: '' }] },
	});
	expect(error).toBeUndefined();
});

const choicesOf = ({ properties }: INodeTypeDescription) =>
	[...choicesIn(properties, '', (name, value) => ({ [name]: value as string }))].map(
		(choice) => [choice.path, choice] as const,
	);
/** n8n takes what is no choice of a trigger for an issue only where it is fixed. */
const OTHERS = ['={{ "x" }}', '={{ null }}', '={{ ["x"] }}'];
const MESSAGE = /^'[^']+' is (not in the list: .*|empty)$/;

describe.each(choicesOf(new SecuredSigningTrigger().description))('trigger%s', (_path, { of }) => {
	test.each(OTHERS)('%s: it is not activated', async (value) => {
		const trigger = triggerWith(bench.simulator.credential, of(value));
		await expect(trigger.activate()).rejects.toThrow(MESSAGE);
		expect(bench.simulator.requests).toEqual([]);
	});
});

describe.each(choicesOf(new SecuredSigningCallbackTrigger().description))(
	'callback trigger%s',
	(_path, { of }) => {
		test.each(OTHERS)('%s: it is not activated', async (value) => {
			const callback = await listen(bench.simulator);
			callback.parameters = of(value);
			await expect(callback.activate()).rejects.toThrow(MESSAGE);
			await callback.close();
		});
	},
);
