import type { Raw, RawSigner } from '../../api';
import { isoDate, orderOf } from '../../api/answers/dates';
import { latestReading } from '../../api/answers/latestReading';
import { emailOf } from '../../api/answers/people';
import { objectsIn, text } from '../../shared/values';

/** A step of a document's log, with its place in the order and its time. */
export interface Step {
	place: number;
	at?: string;
	/** Its date, for comparing with other dates of the service (orderOf). */
	time?: number;
	/** The latest time that its date may mean. */
	latest?: number;
	action: string;
	name: string;
	email: string;
}

/**
 * The log in chronological order; in the service's order if a date cannot be read. Source: docs/api/API.md
 * section 5.2
 */
export function stepsOf({ Logs }: Raw<'Document'>): Step[] {
	const steps = objectsIn(Logs).map((entry) => {
		const { Action, Name, Email, Date: date, GMT } = entry;
		return {
			at: isoDate(date, GMT),
			time: orderOf(date, GMT),
			latest: latestReading(date),
			action: text(Action),
			name: text(Name).toLowerCase(),
			email: emailOf({ Email }),
		};
	});
	const timed = steps.flatMap((step) =>
		step.time === undefined ? [] : { ...step, time: step.time },
	);
	const ordered =
		timed.length === steps.length ? timed.sort((one, other) => one.time - other.time) : steps;
	return ordered.map((step, place) => ({ ...step, place }));
}

/**
 * The step at which each of these signers signed; undefined if there is none. A person who signs twice has
 * two steps: the first one belongs to the first signer entry.
 */
export function signingSteps(steps: Step[], signers: RawSigner[]): Array<Step | undefined> {
	const left = steps.filter(({ action }) => /\bsigned\b/i.test(action));
	return signers.map((signer) => {
		const index = left.findIndex((step) => isBy(step, signer));
		return index < 0 ? undefined : left.splice(index, 1)[0];
	});
}

/** Whether this step is one of this signer. */
export function isBy(step: Step, { FirstName, LastName, Email }: RawSigner): boolean {
	const email = emailOf({ Email });
	const name = [text(FirstName), text(LastName)].filter(Boolean).join(' ').toLowerCase();
	return email ? step.email === email : step.name === name;
}
