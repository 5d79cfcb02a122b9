import type { IDataObject } from 'n8n-workflow';

import {
	isTold,
	rememberCompletions,
} from '../../nodes/SecuredSigning/triggers/polling/completions';
import { eventId, eventsSince, remember } from '../../nodes/SecuredSigning/triggers/polling/events';
import { emptyState, toMemory, stateOf } from '../../nodes/SecuredSigning/triggers/polling/state';

const HOUR = 60 * 60 * 1000;
const NOW = Date.parse('2026-01-10T12:00:00.000Z');
const at = (hours: number) => new Date(NOW + hours * HOUR).toISOString();
const signer = (SignerReference: string, FirstName: string, HasSigned: boolean) => ({
	SignerReference,
	FirstName,
	LastName: 'Lopez',
	Email: `${FirstName.toLowerCase()}@example.com`,
	HasSigned,
});
const step = (Action: string, hours: number, Email = '') => ({ Action, Date: at(hours), Email });
const names = (events: ReturnType<typeof eventsSince>) =>
	events.map(({ event, signer: who }) => [event, who?.FirstName].filter(Boolean).join(' '));

describe('events', () => {
	const signers = [signer('1', 'Ana', true), signer('2', 'Ben', true)];

	test('follow the log, whichever end it begins with, and not the list of signers', () => {
		const Logs = [
			step('Completed', 4),
			step('Signed', 3, 'ana@example.com'),
			step('Signed', 2, 'ben@example.com'),
			step('Sent', 1),
		];
		const events = eventsSince(undefined, { Status: 'Complete', Signers: signers, Logs }, 0);
		expect(names(events)).toEqual(['sent', 'signed Ben', 'signed Ana', 'completed']);
		expect(events.map(({ occurredAt }) => occurredAt)).toEqual([at(1), at(2), at(3), at(4)]);
	});

	test('come without a log as well', () => {
		const document = { Status: 'Complete', Signers: signers, LastSignedDate: at(3) };
		const events = eventsSince(undefined, document, 0);
		expect(names(events)).toEqual(['sent', 'signed Ana', 'signed Ben', 'completed']);
		expect(events.at(-1)?.occurredAt).toBe(at(3));
	});

	test('one person who signs at two places signs twice', () => {
		const twice = [signer('1', 'Ana', true), signer('2', 'Ana', true)];
		const Logs = [step('Signed', 1, 'ana@example.com'), step('Signed', 2, 'ANA@example.com')];
		const events = eventsSince({}, { Status: 'Signing', Signers: twice, Logs }, 0);
		expect(events.map(({ occurredAt }) => occurredAt)).toEqual([at(1), at(2)]);
		expect(new Set(events.map((event) => eventId('9', event))).size).toBe(2);
	});

	test('an expiry of which the log has a line for each signer is one', () => {
		const Logs = [step('Expired', 1), step('Expired', 1), step('Extended', 2), step('Expired', 3)];
		const events = eventsSince({}, { Status: 'Signing', Signers: signers.slice(2), Logs }, 0);
		expect(events.map(({ event, occurredAt }) => [event, occurredAt])).toEqual([
			['expired', at(1)],
			['expired', at(3)],
		]);
	});

	test('rejected', () => {
		const document = { Status: 'Rejected', Signers: [], Logs: [step('Rejected', 1)] };
		expect(eventsSince({}, document, 0)).toEqual([{ event: 'rejected', occurredAt: at(1) }]);
		const before = remember({}, document, new Set());
		expect(eventsSince(before, document, 0)).toEqual([]);
	});

	test('what was told stays told, though the service forgets it for a while', () => {
		const document = { Status: 'Signing', Signers: [signer('1', 'Ana', true)] };
		const forgotten = { Status: 'Signing', Signers: [signer('1', 'Ana', false)] };
		const before = remember(remember({}, document, new Set()), forgotten, new Set());
		expect(eventsSince(before, document, 0)).toEqual([]);
	});

	test('words that the service may use one day', () => {
		const strange = { Status: 'constructor', Folder: 'Progress', Signers: null };
		expect(eventsSince({}, strange as IDataObject, 0)).toEqual([]);
		const inSigned = { Status: 'All Done', Folder: 'Signed', Signers: [] };
		expect(eventsSince({}, inSigned, 0)).toEqual([]);
	});
});

describe('the history', () => {
	const document = (LastSignedDate?: string) => ({ Status: 'Complete', LastSignedDate });
	const after = (told: Array<[string, string | undefined]>, now = NOW) => {
		const state = emptyState('https://example.com', 'account');
		rememberCompletions(state, new Map(told.map(([key, date]) => [key, document(date)])), [], now);
		return state;
	};

	test('is told by date; what is as new as the newest, by what was told', () => {
		const state = after([
			['old', at(-300)],
			['new', at(-1)],
		]);
		expect([...state.completed]).toHaveLength(1);
		expect(isTold(state, 'old', document(at(-300)))).toBe(true);
		expect(isTold(state, 'new', document(at(-1)))).toBe(true);
		expect(isTold(state, 'late', document(at(-5)))).toBe(false);
		expect(isTold(state, 'next', document(at(1)))).toBe(false);
	});

	test('a date in the future makes no history of the present', () => {
		const state = after([['odd', at(99_999)]]);
		expect(isTold(state, 'next', document(at(1)))).toBe(false);
		expect(isTold(state, 'odd', document(at(99_999)))).toBe(true);
	});

	test('what has no date stays history, also while a list lacks it', () => {
		const state = after([
			['a', '10/01/2026 12:00:00'],
			['b', undefined],
		]);
		expect(isTold(state, 'a', document('10/01/2026 12:00:00'))).toBe(true);
		expect(isTold(state, 'b', document())).toBe(true);
		expect(isTold(state, 'c', document())).toBe(false);
		const month = 30 * 24 * HOUR;
		const look = (time: number) =>
			rememberCompletions(state, new Map([['a', document()]]), [], time);
		// The first list after a pause may lack it.
		look(NOW + month);
		expect(isTold(state, 'b', document())).toBe(true);
		for (let hours = 1; hours <= 50; hours++) look(NOW + month + hours * HOUR);
		expect(isTold(state, 'a', document())).toBe(true);
		expect(isTold(state, 'b', document())).toBe(true);
		expect(isTold(state, 'c', document())).toBe(false);
	});

	test('what waits for the next sweep does not become history', () => {
		const state = emptyState('https://example.com', 'account');
		const told = new Map([['new', document(at(-1))]]);
		rememberCompletions(state, told, [document(at(-300))], NOW);
		expect(isTold(state, 'waiting', document(at(-300)))).toBe(false);
		rememberCompletions(state, told, [], NOW);
		expect(isTold(state, 'waiting', document(at(-300)))).toBe(true);
	});
});

test('references of others are no names of our own', () => {
	const state = emptyState('https://example.com', 'account');
	state.open.set('__proto__', { signed: 'abcdef' }).set('constructor', {});
	const again = JSON.parse(JSON.stringify(toMemory(state))) as IDataObject;
	expect(stateOf(again, 'https://example.com')).toEqual(state);
	expect(stateOf(again, 'https://other.example.com')).toBeUndefined();
});
