// readings.json: what `npm run sandbox -- --readings readings.json` starts the simulator with.
import type { Finding, Findings } from '../findings.cts';
import { readingValues } from '../simulator.cts';

export interface ReadingsFile {
	format: 1;
	/** The day of the run. */
	date: string;
	environment: 'sandbox' | 'production' | 'custom';
	/** For each switch of the simulator: a value, `neither`, or `notSettled`. */
	readings: Record<string, Finding>;
	/** The same for what is no switch. */
	questions: Record<string, Finding>;
}

export function readingsFile(
	findings: Findings,
	environment: ReadingsFile['environment'],
	date = new Date(),
): ReadingsFile {
	const of = (isReading: boolean) =>
		Object.fromEntries([...findings].filter(([id]) => id in readingValues === isReading));
	return {
		format: 1,
		date: date.toISOString().slice(0, 10),
		environment,
		readings: of(true),
		questions: of(false),
	};
}
