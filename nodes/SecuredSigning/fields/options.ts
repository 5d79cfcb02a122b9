import type { INodeProperties } from 'n8n-workflow';

/** The 'Options' of an operation, sorted by name. */
export const optionsField = (options: INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [...options].sort((one, other) => one.displayName.localeCompare(other.displayName)),
});
