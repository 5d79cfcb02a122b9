/** Sets an entry as the newest one; of more than `most` entries, the oldest are dropped. */
export function setBounded<Value>(
	map: Map<string, Value>,
	key: string,
	value: Value,
	most: number,
): void {
	map.delete(key);
	map.set(key, value);
	for (const oldest of map.keys()) {
		if (map.size <= most) break;
		map.delete(oldest);
	}
}
