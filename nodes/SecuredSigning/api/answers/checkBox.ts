/** Whether a box is on or off; undefined for a value that says neither. */
export function isTicked(value: unknown): boolean | undefined {
	const word = String(value).trim().toLowerCase();
	if (['true', 'yes', '1'].includes(word)) return true;
	return ['false', 'no', '0'].includes(word) ? false : undefined;
}

/** Whether the template leaves a box clear for certain: which words tick one is documented nowhere. */
export const isClear = (value: unknown): boolean =>
	String(value ?? '').trim() === '' || isTicked(value) === false;
