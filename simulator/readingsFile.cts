import { readingValues, type Readings } from './readings.cts';

/**
 * The readings that the probe has found at the service. Those that it could not settle, or found to be
 * neither of the values, keep the likelier one.
 *
 * @param json the text of the probe's readings.json
 * @throws Error for a reading or a value that the simulator does not have
 */
export function readingsOf(json: string): Partial<Readings> {
	const { format = 1, readings } = objectIn(json);
	if (format !== 1) throw new Error('The file has a format that this version does not know');
	if (!isObject(readings)) throw new Error(NO_READINGS);
	const known = new Map<string, readonly string[]>(Object.entries(readingValues));
	const settled = Object.entries(readings).flatMap(([name, finding]) => {
		if (!isObject(finding)) throw new Error(NO_READINGS);
		return finding.value === undefined ? [] : [[name, String(finding.value)]];
	});
	for (const [name, value] of settled) {
		if (!known.get(name)?.includes(value))
			throw new Error(`Not a reading of the simulator: ${name} ${value}`);
	}
	return Object.fromEntries(settled) as Partial<Readings>;
}

const NO_READINGS = 'The file holds no readings: it has to come from `npm run probe`';

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function objectIn(json: string): Record<string, unknown> {
	let file: unknown;
	try {
		file = JSON.parse(json.replace(/^\uFEFF/, ''));
	} catch {
		throw new Error(NO_READINGS);
	}
	if (!isObject(file)) throw new Error(NO_READINGS);
	return file;
}
