/**
 * What people are told, by what happened: a test says which message it means, and the source alone has its words.
 * docs/errors.md, which is made from the source, is where people read them.
 */
import {
	faultMessage,
	silenceMessage,
	statusMessage,
} from '../../nodes/SecuredSigning/api/messages.ts';

/** The message about an answer with a status, about one that is `unreadable`, or about a connection's error code. */
export function toldOn(cause: number | string): string {
	if (typeof cause === 'number') return statusMessage(cause, 'read').message;
	if (cause === 'unreadable') return faultMessage(cause, 'read').message;
	return silenceMessage(cause, 'read').message;
}
