import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { adaptiveLimitOf } from '../api';
import type { Limit } from '../shared/mapConcurrently';
import { refusal } from '../shared/refusal';
import { isRecord, text } from '../shared/values';

/** Settings that all operations share; read by api/http and by the router. */
export const requestOptionsField = {
	displayName: 'Request Options',
	name: 'requestOptions',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Batch Pause (Seconds)',
			name: 'batchPause',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 1 },
			default: 1,
			description: "How long to wait after each batch. Works together with 'Items per Batch'.",
		},
		{
			displayName: 'Items at a Time',
			name: 'itemsAtATime',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 20 },
			default: 5,
			description:
				'The number of items to process at the same time, 20 at most. Results keep the order of the items.',
		},
		{
			displayName: 'Items at a Time (Auto)',
			name: 'itemsAtATimeAuto',
			type: 'boolean',
			noDataExpression: true,
			default: false,
			description:
				"Whether to adjust the number of items to how fast Secured Signing answers: it starts at 5, rises to 50 at most while answers do not get slower, and drops at once after “too many requests” or a timeout. Overrides 'Items at a Time'. Useful for hundreds of items.",
		},
		{
			displayName: 'Items per Batch',
			name: 'batchSize',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			description:
				'The number of items after which to pause, for accounts with a request limit. If not added: no pauses.',
		},
		{
			displayName: 'Retries',
			name: 'retries',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 10 },
			default: 3,
			description:
				'How many times to retry a request that only reads, if Secured Signing is busy or the connection fails. Uploads and sends are retried only if Secured Signing rejected them with “too many requests”.',
		},
		{
			displayName: 'Signing Keys for Agents',
			name: 'signingKeysForAgents',
			type: 'boolean',
			noDataExpression: true,
			default: false,
			description:
				"Whether an AI agent that uses this node as a tool gets signing keys and links. Careful: anyone who has one can sign as that person, including the agent or somebody who tricks it. When off, an agent's results do not contain them, and 'Get Signing Link' and 'Create Signing Page' are refused to it.",
		},
		{
			displayName: 'Timeout (Seconds)',
			name: 'timeout',
			type: 'number',
			// More than that overflows Node.js's timers, which then end at once.
			typeOptions: { minValue: 1, maxValue: 86_400 },
			default: 300,
			description:
				'How long to wait for a complete answer. For a download: until it starts, and then for each part of it. If not added: 60 seconds to read, 120 to send, 300 or more for files, depending on their size.',
		},
	],
} satisfies INodeProperties;

/** How many items at once, and when to pause. */
interface Pace {
	limit: Limit;
	/** After how many items to pause. */
	batchSize: number;
	/** The pause, in milliseconds. */
	batchPause: number;
}

/**
 * The pace that the user set under 'Request Options'. All numbers there are checked.
 *
 * @throws UserError for a value that is not a number, or out of its range
 */
export function readPace(context: IExecuteFunctions): Pace {
	const given: unknown = context.getNodeParameter('requestOptions', 0, {});
	const numbers: Record<string, number | undefined> = {};
	for (const field of requestOptionsField.options) {
		if (field.type !== 'number' || !isRecord(given) || !(field.name in given)) continue;
		numbers[field.name] = readNumber(given[field.name], field);
	}
	const { itemsAtATime = 5, batchSize = Infinity, batchPause = 1 } = numbers;
	const limit = adaptiveLimitOf(context) ?? { current: itemsAtATime };
	return { limit, batchSize, batchPause: batchPause * 1000 };
}

function readNumber(value: unknown, { displayName, typeOptions = {} }: INodeProperties): number {
	const { minValue = 0, maxValue = Infinity, numberPrecision = 0 } = typeOptions;
	const number = Number(text(value) || NaN);
	const isWhole = numberPrecision > 0 || Number.isInteger(number);
	if (isWhole && number >= minValue && number <= maxValue) return number;
	const kind = numberPrecision > 0 ? 'a number' : 'a whole number';
	const range = Number.isFinite(maxValue)
		? `from ${minValue} to ${maxValue}`
		: `from ${minValue} on`;
	throw refusal(
		`'${displayName}' is not ${kind} ${range}: ${JSON.stringify(value)}`,
		"Correct it in 'Request Options', or check the expression that fills it.",
	);
}
