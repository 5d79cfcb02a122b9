import { readingValues, type Readings } from './readings.cts';

/**
 * The readings that the probe has found at the service. Those that it could not settle, or found to be
 * neither of the values, keep the likelier one.
 *
 * @param json the text of the probe's readings.json
 * @throws Error for a reading or a value that the simulator does not have
 */
export function readingsOf(json: string): Partial<Readings> {
	const { readings } = JSON.parse(json) as { readings?: Record<string, { value?: string }> };
	if (!readings) throw new Error('The file holds no readings: it has to come from `npm run probe`');
	const known: Record<string, readonly string[] | undefined> = readingValues;
	const settled = Object.entries(readings).flatMap(([name, { value }]) =>
		value ? [[name, value]] : [],
	);
	for (const [name, value] of settled) {
		if (!known[name]?.includes(value))
			throw new Error(`Not a reading of the simulator: ${name} ${value}`);
	}
	return Object.fromEntries(settled) as Partial<Readings>;
}
