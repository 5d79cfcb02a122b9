import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

const allowedDomainsField: INodeProperties = {
	displayName: 'Allowed Email Domains',
	name: 'allowedDomains',
	type: 'string',
	noDataExpression: true,
	default: '',
	placeholder: 'e.g. example.com, example.org',
	description:
		'The only domains of people who sign or whom a document is shared with, separated by commas. A subdomain is a domain of its own. Left out: any. The node has to know who signs: what it cannot read or judge is refused.',
};

// Without expressions: whatever fills one, such as an AI agent, could lift its own limits.
export const sendingLimitsField: INodeProperties = {
	displayName: 'Sending Limits',
	name: 'sendingLimits',
	type: 'fixedCollection',
	placeholder: 'Add limits',
	default: {},
	description:
		'What goes beyond them is refused before anything is sent. An AI agent that has this node as a tool cannot change them.',
	options: [
		{
			displayName: 'Limits',
			name: 'limits',
			values: [
				allowedDomainsField,
				{
					displayName: 'Allowed Hosts',
					name: 'allowedHosts',
					type: 'string',
					noDataExpression: true,
					default: '',
					placeholder: 'e.g. n8n.example.com, www.example.com',
					description:
						"The only hosts of 'Notify URL' and 'Return URL', separated by commas. Left out: those of the allowed email domains and their subdomains; if these are left out too, any.",
				},
				{
					displayName: 'Allow Stored Documents',
					name: 'allowStoredDocuments',
					type: 'boolean',
					noDataExpression: true,
					default: false,
					description:
						"Whether documents that are in Secured Signing already may be sent though the people who sign are limited. This node does not read their Smart Tags, which could ask somebody else to sign: turn it on only if nobody else can choose or upload what is sent. 'Signers' has to say who signs.",
				},
				{
					displayName: 'Most Documents',
					name: 'maxDocuments',
					type: 'number',
					typeOptions: { minValue: 0 },
					noDataExpression: true,
					default: 0,
					description:
						'How many documents this node may send in one execution: all items, turns of a loop and calls of an AI agent together, also those that failed. An MCP client makes a new execution with each call. 0: any number.',
				},
				{
					displayName: 'Most Signers',
					name: 'maxSigners',
					type: 'number',
					typeOptions: { minValue: 0 },
					noDataExpression: true,
					default: 0,
					description: 'How many people may be asked to sign in one send. 0: any number.',
				},
			],
		},
	],
};

/** Where people alone can be limited: a change to a document that is out. */
export const peopleLimitsField: INodeProperties = {
	...sendingLimitsField,
	options: (sendingLimitsField.options as INodePropertyCollection[]).map((collection) => ({
		...collection,
		values: [allowedDomainsField],
	})),
};
