/** Whether a box is on or off; undefined for a value that says neither. */
export function isTicked(value: unknown): boolean | undefined {
	const word = String(value).trim().toLowerCase();
	if (['true', 'yes', '1'].includes(word)) return true;
	return ['false', 'no', '0'].includes(word) ? false : undefined;
}

/** Whether a template certainly leaves a box unticked: which words tick it is not documented. */
export const isUnticked = (value: unknown): boolean =>
	String(value ?? '').trim() === '' || isTicked(value) === false;
