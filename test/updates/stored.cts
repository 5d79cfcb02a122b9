/**
 * What people's workflows and credentials store of this package, and what n8n does not store and they rest on:
 * defaults, and which fields are shown. Made of the descriptions, as one flat list, so that what an earlier version
 * had can be held against it.
 */
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { SecuredSigningApi } from '../../credentials/SecuredSigningApi.credentials.ts';
import { SERVICE_ADDRESS } from '../../credentials/settings.ts';
import { SecuredSigning } from '../../nodes/SecuredSigning/SecuredSigning.node.ts';
import { SecuredSigningCallbackTrigger } from '../../nodes/SecuredSigning/SecuredSigningCallbackTrigger.node.ts';
import { SecuredSigningTrigger } from '../../nodes/SecuredSigning/SecuredSigningTrigger.node.ts';
import { name as packageName } from '../../package.json';

/** What is stored of one thing. What a later version may have more of has a name here; the rest stays as it is. */
interface Stored {
	/** What can be chosen: values, or the modes of a locator. */
	values?: unknown[];
	/** Which values of other fields show it: n8n drops the value of a field that is not shown. */
	show?: Record<string, unknown[]>;
	/** n8n does not run a node in which such a field is empty. */
	required?: boolean;
	[part: string]: unknown;
}

type Entry = INodeProperties | INodePropertyCollection | INodePropertyOptions;

const isParameter = (entry: Entry): entry is INodeProperties => 'type' in entry;
const isCollection = (entry: Entry): entry is INodePropertyCollection => 'values' in entry;

const PLACE = ['resource', 'operation'].flatMap((name) => [name, `/${name}`]);

/** Where a parameter is shown: `resource:operation`, or '' for all. */
const placeOf = ({ displayOptions: { show = {} } = {} }: INodeProperties): string =>
	PLACE.flatMap((name) => (show[name] ? [show[name].join(',')] : [])).join(':');

const storedOf = ({ type, modes = [], typeOptions = {}, ...entry }: INodeProperties): Stored => {
	const options: Entry[] = entry.options ?? [];
	const values = [
		...options.flatMap((option) => ('value' in option ? [option.value] : [])),
		...modes.map(({ name }) => name),
	].sort();
	const { show = {}, hide } = entry.displayOptions ?? {};
	const conditions = Object.entries(show).filter(([name]) => !PLACE.includes(name));
	return {
		type,
		default: entry.default,
		...(values.length > 0 && { values }),
		...(conditions.length > 0 && { show: Object.fromEntries(conditions) as Stored['show'] }),
		...(entry.required && { required: true }),
		hide,
		isList: typeOptions.multipleValues,
		mapper: typeOptions.resourceMapper?.mode,
	};
};

function* entriesOf(path: string, entry: Entry): Generator<[string, Stored]> {
	if (isCollection(entry)) {
		for (const inner of entry.values) yield* entriesOf(`${path}.${entry.name}`, inner);
		return;
	}
	// Nobody stores a notice.
	if (!isParameter(entry) || entry.type === 'notice') return;
	const name = [path, placeOf(entry), entry.name].filter(Boolean).join('/');
	yield [name, storedOf(entry)];
	if (entry.type.endsWith('ollection')) {
		for (const option of entry.options ?? []) yield* entriesOf(name, option);
	}
}

/** All that is stored, by where it is; more than one of a name are shown one instead of the other. */
export const storedNames = (): Map<string, Stored[]> => {
	const credential = new SecuredSigningApi();
	const nodes = [
		new SecuredSigning(),
		new SecuredSigningTrigger(),
		new SecuredSigningCallbackTrigger(),
	].map(({ description }) => description);
	const all = new Map<string, Stored[]>();
	for (const { name, version, credentials, webhooks, inputs, outputs } of nodes) {
		// The service has these addresses.
		const addresses = webhooks?.map((webhook) =>
			[webhook.name, webhook.httpMethod, webhook.path, webhook.restartWebhook ?? false].join(' '),
		);
		const uses = credentials?.map((each) => each.name);
		const type = `${packageName}.${name}`;
		// Connections are stored by the place of an input or output.
		all.set(name, [{ type, version, credentials: uses, addresses, inputs, outputs }]);
	}
	// What triggers know is of one address of the service, and so are waits.
	all.set(credential.name, [{ services: SERVICE_ADDRESS }]);
	for (const { name, properties } of [...nodes, credential]) {
		for (const [key, stored] of properties.flatMap((entry) => [...entriesOf(name, entry)])) {
			all.set(key, [...(all.get(key) ?? []), stored]);
		}
	}
	return all;
};

/** As JSON has it: what is undefined is not there. */
const json = (value: unknown): string => JSON.stringify(value);

const hasAll = (more: unknown[] = [], less: unknown[] = []): boolean => {
	const known = more.map(json);
	return less.every((value) => known.includes(json(value)));
};

/** Whether what was stored of one thing is read as it was. */
const isReadStill = (
	{ values, show = {}, required, ...before }: Stored,
	now: Stored | undefined,
): boolean => {
	const { values: more, show: shown = {}, required: isRequired, ...after } = now ?? {};
	return (
		json(before) === json(after) &&
		hasAll(more, values) &&
		Object.keys(shown).every((name) => name in show && hasAll(shown[name], show[name])) &&
		!(isRequired && !required)
	);
};

/** The names of what was stored and is not read as it was. */
export const changedNames = (
	before: Array<[string, Stored[]]>,
	now: Map<string, Stored[]>,
): string[] =>
	before
		.filter(([name, all]) => !all.every((each, index) => isReadStill(each, now.get(name)?.[index])))
		.map(([name]) => name);
