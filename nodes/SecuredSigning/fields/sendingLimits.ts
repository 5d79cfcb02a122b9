import type { INodeProperties } from 'n8n-workflow';

import { collectionsOf } from './checkedValue';

const allowedDomainsField: INodeProperties = {
	displayName: 'Allowed Email Domains',
	name: 'allowedDomains',
	type: 'string',
	noDataExpression: true,
	default: '',
	placeholder: 'e.g. example.com, example.org',
	description:
		'Only people with an address at one of these domains may sign a document or have it shared with them. Separate domains with commas. A subdomain counts as another domain. If empty: any.',
};

// Without expressions: an AI agent, for example, could fill them and so lift its own limits.
export const sendingLimitsField: INodeProperties = {
	displayName: 'Sending Limits',
	name: 'sendingLimits',
	type: 'fixedCollection',
	placeholder: 'Add limits',
	default: {},
	description:
		'If a send exceeds these limits, it is rejected and nothing is sent. An AI agent that uses this node as a tool cannot change the limits.',
	options: [
		{
			displayName: 'Limits',
			name: 'limits',
			values: [
				{
					...allowedDomainsField,
					description: `${allowedDomainsField.description} The node must know who signs, so a file whose Smart Tags it cannot read is refused.`,
				},
				{
					displayName: 'Allowed Hosts',
					name: 'allowedHosts',
					type: 'string',
					noDataExpression: true,
					default: '',
					placeholder: 'e.g. n8n.example.com, www.example.com',
					description:
						"The only hosts allowed in 'Return URL' and, if there is one, 'Notify URL', separated by commas. The address that a wait uses is always allowed. If empty: those of the allowed email domains and their subdomains; if these are empty too, any.",
				},
				{
					displayName: 'Allow Stored Documents',
					name: 'allowStoredDocuments',
					type: 'boolean',
					noDataExpression: true,
					default: false,
					description:
						"Whether documents already in Secured Signing may be sent even when these limits restrict who may sign. This node does not read their Smart Tags, which could name another signer: turn this on only if nobody else can choose or upload what is sent. You must still enter the signers in 'Signers'.",
				},
				{
					displayName: 'Maximum Documents',
					name: 'maxDocuments',
					type: 'number',
					typeOptions: { minValue: 0 },
					noDataExpression: true,
					default: 0,
					description:
						'The maximum number of documents that this node may send in one execution: all items, loop iterations and AI agent calls together, including failed ones. An MCP client starts a new execution with each call. 0: no limit.',
				},
				{
					displayName: 'Maximum Signers',
					name: 'maxSigners',
					type: 'number',
					typeOptions: { minValue: 0 },
					noDataExpression: true,
					default: 0,
					description: 'The maximum number of signers of one send. 0: no limit.',
				},
			],
		},
	],
};

const limitFields = collectionsOf(sendingLimitsField).flatMap(({ values }) => values);

/** The same option with only these limits. */
const limitedTo = (values: INodeProperties[], description?: string): INodeProperties => ({
	...sendingLimitsField,
	...(description !== undefined && { description }),
	options: collectionsOf(sendingLimitsField).map((collection) => ({ ...collection, values })),
});

/** Without the limits and descriptions that only apply to sends with Smart Tags. */
const withoutStored = limitFields
	.filter(({ name }) => name !== 'allowStoredDocuments')
	.map((field) => (field.name === allowedDomainsField.name ? allowedDomainsField : field));

/** For a send of forms or templates. */
export const preparedLimitsField = limitedTo(withoutStored);

/**
 * Descriptions of the limits for a mail merge. The limits on people are kept, although they refuse every
 * list: without the fields, n8n would drop stored values, and a mail merge would be sent as if no limit was
 * set.
 */
const IN_A_MAIL_MERGE: Record<string, string> = {
	allowedDomains:
		'If you enter a domain, every mail merge is rejected, because the node does not check the people in the list. To send to these domains alone, send the rows with Smart Tag > Send. If empty: any.',
	allowedHosts: "The only hosts allowed in 'Return URL', separated by commas. If empty: any.",
	maxSigners:
		'Above 0, every mail merge is rejected, because the node does not check the people in the list. 0: no limit.',
};

/** For a mail merge. */
export const mailMergeLimitsField = limitedTo(
	withoutStored.map((field) => ({
		...field,
		description: IN_A_MAIL_MERGE[field.name] ?? field.description,
	})),
	'If a mail merge exceeds these limits, it is rejected and nothing is sent. An AI agent that uses this node as a tool cannot change the limits.',
);

/** For a change to a document that was sent: only people can be limited. */
export const peopleLimitsField = limitedTo(
	[allowedDomainsField],
	'A change that these limits do not allow is rejected. An AI agent that uses this node as a tool cannot change them.',
);
