/** Trimmed text of a value, or '' for anything that is not text or a number. */
export function text(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/** The parts of a text in which commas separate them; empty ones are passed over. */
export function listed(value: string): string[] {
	return value
		.split(',')
		.map((part) => part.trim())
		.filter(Boolean);
}

/** The entries that hold something: neither the service nor a builder gets empty ones. */
export function given<T extends object>(values: T): Partial<T> {
	return Object.fromEntries(
		Object.entries(values).filter(
			([, value]) => value !== undefined && value !== null && value !== '',
		),
	) as Partial<T>;
}

/** A table's own entry: words of others may be "constructor" or "__proto__", which every table has. */
export function entry<T>(table: Record<string, T>, key: string): T | undefined {
	return Object.hasOwn(table, key) ? table[key] : undefined;
}
