import { NodeOperationError, type INodeExecutionData, type IPollFunctions } from 'n8n-workflow';

import { isOneOf } from '../../shared/values';
import { LOSSES, needLog, type TriggerEvent } from '../events';
import type { PollChoices } from './choices';
import { lastSigned } from './completions';
import { eventsSince } from './events';
import { listDocuments, type Subject } from './listing';
import { lookAt, type SweepContext } from './look';

/** How many documents are read for one event: lists may leave out the values to filter by. */
const MOST_TRIED = 10;

/**
 * Real events for the editor's test: the latest one of each chosen event, if there is one.
 *
 * @throws NodeOperationError when there is none; it says what to do
 */
export async function sample(
	context: IPollFunctions,
	choices: PollChoices,
): Promise<INodeExecutionData[]> {
	const { documents } = await listDocuments(context, { hasLog: needLog(choices.events) });
	const subjects = [...documents]
		.map(([reference, document]): Subject => ({ reference, listed: document }))
		.filter((subject) => subject.listed && choices.mayMatch(subject.listed))
		.sort((a, b) => dateOf(b) - dateOf(a));
	const items: INodeExecutionData[] = [];
	for (const event of choices.events) {
		const candidates = subjects.filter((subject) => had(subject, event)).slice(0, MOST_TRIED);
		for (const subject of candidates) {
			const look = await lookAt(
				context,
				subject,
				{ ...choices, events: new Set([event]) },
				SWEEP_CONTEXT,
			);
			items.push(...look.items.slice(-1));
			if (look.items.length > 0) break;
		}
	}
	if (items.length > 0) return items;
	const isDeletion = [...choices.events].every((event) => isOneOf(LOSSES, event));
	throw isDeletion
		? new NodeOperationError(context.getNode(), 'A deleted document cannot be shown as a sample', {
				description:
					'It can no longer be read. For the test, choose another event, and afterwards this event again. The items of this event look like those of the other one, with fewer fields.',
			})
		: new NodeOperationError(
				context.getNode(),
				'No document has had one of the chosen events yet',
				{
					description:
						"The folders Progress and Signed were searched for documents that match the filters of this node. Choose another event for the test, remove the filters if 'Options' has some, or make such an event happen in Secured Signing, for example with a test document.",
				},
			);
}

/** All samples are listed documents, so nothing has to be confirmed. */
const SWEEP_CONTEXT: SweepContext = {
	...{ now: 0, account: '', sweptAt: 0, seen: 0, sightings: {} },
	confirm: async () => false,
	isTold: () => false,
};

const dateOf = ({ listed }: Subject): number => (listed && lastSigned(listed)) ?? 0;

const had = ({ listed }: Subject, wanted: TriggerEvent): boolean =>
	listed !== undefined && eventsSince(undefined, listed, 0).some(({ event }) => event === wanted);
