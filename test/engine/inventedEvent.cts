/**
 * An event that only the log of a document knows, and that there is in tests alone: an entry as a new event has one
 * (CONTRIBUTING.md, “Add an event of the triggers”). To be imported before the nodes are.
 */
import {
	EVENTS,
	POLLED,
	type EventEntry,
	type TriggerEvent,
} from '../../nodes/SecuredSigning/triggers/events.ts';

const nudged: EventEntry = {
	name: 'Nudged',
	action: 'On signer nudged',
	description: 'A reminder was sent to a signer',
	find: /\breminded\b/i,
	isNow: undefined,
};

Object.assign(EVENTS, { nudged });
POLLED.push('nudged' as TriggerEvent);
