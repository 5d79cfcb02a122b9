/**
 * What people's workflows and credentials store of this package, and what n8n does not store: defaults. Made
 * of the descriptions, as one flat list, so that what an earlier version had can be held against it.
 */
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { SecuredSigningApi } from '../../credentials/SecuredSigningApi.credentials.ts';
import { SecuredSigning } from '../../nodes/SecuredSigning/SecuredSigning.node.ts';
import { SecuredSigningCallbackTrigger } from '../../nodes/SecuredSigning/SecuredSigningCallbackTrigger.node.ts';
import { SecuredSigningTrigger } from '../../nodes/SecuredSigning/SecuredSigningTrigger.node.ts';

/** One parameter: its type, what stands for it where nothing is stored, and the values that can be. */
interface Stored {
	type: string;
	default: unknown;
	values?: unknown[];
}

type Entry = INodeProperties | INodePropertyCollection | INodePropertyOptions;

const isParameter = (entry: Entry): entry is INodeProperties => 'type' in entry;
const isCollection = (entry: Entry): entry is INodePropertyCollection => 'values' in entry;

/** Where a parameter is shown: `resource:operation`, or '' for all. */
const placeOf = ({ displayOptions: { show = {} } = {} }: INodeProperties): string => {
	const shown = (name: string) => (show[name] ?? show[`/${name}`] ?? []).join(',');
	return [shown('resource'), shown('operation')].filter(Boolean).join(':');
};

function* entriesOf(path: string, entry: Entry): Generator<[string, Stored]> {
	if (isCollection(entry)) {
		for (const inner of entry.values) yield* entriesOf(`${path}.${entry.name}`, inner);
		return;
	}
	// Nobody stores a notice.
	if (!isParameter(entry) || entry.type === 'notice') return;
	const name = [path, placeOf(entry), entry.name].filter(Boolean).join('/');
	const options: Entry[] = entry.options ?? [];
	const values = options.flatMap((option) => ('value' in option ? [option.value] : []));
	yield [
		name,
		{
			type: entry.type,
			default: entry.default,
			...(values.length > 0 && { values: values.sort() }),
		},
	];
	if (entry.type.endsWith('ollection')) {
		for (const option of options) yield* entriesOf(name, option);
	}
}

/** All that is stored, by where it is; more than one of a name are shown one instead of the other. */
export const storedNames = (): Map<string, unknown[]> => {
	const credential = new SecuredSigningApi();
	const nodes = [
		new SecuredSigning(),
		new SecuredSigningTrigger(),
		new SecuredSigningCallbackTrigger(),
	].map(({ description }) => description);
	const all = new Map<string, unknown[]>();
	for (const { name, version, credentials, webhooks } of nodes) {
		// The service has these addresses.
		const addresses = webhooks?.map(({ httpMethod, path, restartWebhook = false }) =>
			[httpMethod, path, restartWebhook].join(' '),
		);
		all.set(name, [{ version, credentials: credentials?.map((each) => each.name), addresses }]);
	}
	for (const { name, properties } of [
		...nodes,
		{ name: credential.name, properties: credential.properties },
	]) {
		for (const [key, stored] of properties.flatMap((entry) => [...entriesOf(name, entry)])) {
			all.set(key, [...(all.get(key) ?? []), stored]);
		}
	}
	return all;
};
