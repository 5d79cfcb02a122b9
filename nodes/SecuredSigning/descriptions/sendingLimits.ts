import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { signersOf } from '../smartTags/findings';
import { readTags } from '../smartTags/read';
import type { Api, UploadFile } from '../transport';
import { listed, text } from '../values';
import { refusal } from './refusal';

// Without expressions: what fills one, such as an AI agent, could lift its own limits.
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
				{
					displayName: 'Allowed Email Domains',
					name: 'allowedDomains',
					type: 'string',
					noDataExpression: true,
					default: '',
					placeholder: 'e.g. example.com, example.org',
					description:
						"The only domains of people who sign or whom a document is shared with, separated by commas. A subdomain is a domain of its own. Left out: any. 'Invitees' has to say who signs: names that stand in a document's Smart Tags alone are refused.",
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

interface Limits {
	domains: string[];
	maxDocuments: number;
	maxSigners: number;
}

type Person = Pick<Api<'ShareUser'>, 'Email'>;

/** What one item is about to send. */
export interface ToBeSent {
	/** Those who sign; undefined when the document's own Smart Tags say who. */
	signers?: Array<Person & { ShareUsers?: Person[] }>;
	/** Whom it is shared with besides. */
	shareUsers?: Person[];
	/** What is still to be uploaded: its Smart Tags may ask further people to sign. */
	files?: UploadFile[];
	/** How many documents an item of the run sends; one unless given. */
	documentsOf?(itemIndex: number): number;
}

/** What this node may still send is kept with the execution and the node. */
interface Memory {
	/** How many documents each run of the node was to send. */
	planned?: Record<string, number>;
}

/** The documents of all items of a run, counted once for all of them. */
const totals = new WeakMap<IExecuteFunctions, number>();

/**
 * Refuses what goes beyond the limits that the builder set. To be called last before anything leaves:
 * what gets here counts as sent.
 *
 * @throws UserError that says which limit, and that it stays
 */
export async function checkSendingLimits(
	context: IExecuteFunctions,
	itemIndex: number,
	toBeSent: ToBeSent,
): Promise<void> {
	const limits = readLimits(context, itemIndex);
	if (limits.domains.length > 0 || limits.maxSigners > 0) await checkPeople(limits, toBeSent);
	if (limits.maxDocuments > 0) checkCount(context, itemIndex, limits, toBeSent);
}

function readLimits(context: IExecuteFunctions, itemIndex: number): Limits {
	const stored = context.getNodeParameter('options.sendingLimits', itemIndex, {}, {
		rawExpressions: true,
	}) as { limits?: Record<keyof typeof NAMES, unknown> } | string;
	if (/"=/.test(JSON.stringify(stored))) {
		throw refusal(
			"'Sending Limits' holds an expression",
			'Enter the values themselves: whatever fills an expression could lift the limit.',
		);
	}
	const { limits } = stored as Exclude<typeof stored, string>;
	return {
		domains: listed(text(limits?.allowedDomains)).map((domain) =>
			domain.toLowerCase().replace(/^@/, ''),
		),
		maxDocuments: numberOf(limits?.maxDocuments, NAMES.maxDocuments),
		maxSigners: numberOf(limits?.maxSigners, NAMES.maxSigners),
	};
}
