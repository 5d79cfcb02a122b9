/**
 * An event that only the log of a document knows, such as nobody has asked for yet: an entry as a new event has one
 * (CONTRIBUTING.md, “Add an event of the triggers”). To be imported before the nodes are.
 */
import {
	EVENTS,
	POLLED,
	type EventEntry,
	type TriggerEvent,
} from '../../nodes/SecuredSigning/triggers/events.ts';

const reminded: EventEntry = {
	name: 'Reminded',
	action: 'On signer reminded',
	description: 'A reminder was sent to a signer',
	find: /\breminded\b/i,
	isNow: undefined,
};

Object.assign(EVENTS, { reminded });
POLLED.push('reminded' as TriggerEvent);
