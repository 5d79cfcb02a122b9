import type { Finding } from '../findings.cts';
import type { Probe } from '../probe.cts';
import type { Readings } from '../simulator.cts';

export type Look = (probe: Probe) => Promise<Finding>;

/**
 * When a look is made. What was settled in one stage is not looked at again in a later one. The looks that
 * sign wrongly on purpose come after everything else, so that a lock that they cause costs nothing.
 */
export const STAGES = ['reads', 'writes', 'sends', 'signed', 'signing', 'last'] as const;
export type Stage = (typeof STAGES)[number];

export interface Question {
	id: string;
	/** For the report, in plain words. */
	title: string;
	looks: Partial<Record<Stage, Look>>;
	/** Why nothing of this can be found out by this probe. */
	untold?: string;
	/** Values of what is no switch of the simulator; `seen` alone where it is left out. */
	values?: readonly string[];
}

/** A question that is a switch of the simulator. */
export const reading = (
	id: keyof Readings,
	title: string,
	looks: Partial<Record<Stage, Look>>,
): Question => ({ id, title, looks });
