import type { Shape } from './redact/shape.cts';

/** What a look has found. Texts are the probe's own; what came from the service is a `Shape`. */
export type Finding =
	| { value: string; seen?: Shape }
	/** None of the values that the project has thought of. */
	| { neither: Shape }
	| { notSettled: string };

export type Findings = Map<string, Finding>;

export const value = (text: string, seen?: Shape): Finding =>
	seen === undefined ? { value: text } : { value: text, seen };
export const neither = (shape: Shape): Finding => ({ neither: shape });
export const notSettled = (why: string): Finding => ({ notSettled: why });

/** Ends one look: what it needs could not be seen. The message is the probe's own words. */
export class Unsettled extends Error {}

/** Ends one look: what was answered is none of what the question knows. */
export class Strange extends Error {
	constructor(readonly shape: Shape) {
		super('an answer that nobody expected');
	}
}

/** Ends the run: nothing more is asked, but what was made is still removed. */
export class Stop extends Error {
	constructor(
		readonly kind: 'lock' | 'budget' | 'interrupted' | 'rate' | 'unreachable',
		message: string,
	) {
		super(message);
	}
}
