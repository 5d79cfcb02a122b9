import type { INode } from 'n8n-workflow';

import { runOf } from '../../shared/oncePerRun';
import { getsSigningKeys } from '../../shared/tool';

/** A shorter match may be a coincidence. */
const SHORTEST = 6;
const SHORTEST_IN_ADDRESS = 12;

/**
 * Whether the value with this name may allow somebody to sign or change a document. SigningKey and EditUrl
 * are documented (docs/api/API.md sections 6 and 8); other names may exist.
 *
 * @param parent the name of the field that it stands in
 */
export function isKeyName(name: string, parent = ''): boolean {
	const whole = /^(?:key|url|link)$/i.test(name) ? `${parent}${name}` : name;
	return (
		/^editurl$/i.test(name) || (/sign|embed|access/i.test(whole) && /key|url|link/i.test(whole))
	);
}

/** The values with such names, anywhere in an answer; for URLs, also their parts that may be the key. */
export function keysIn(body: unknown): string[] {
	const keys: string[] = [];
	const open = [{ value: body, name: '', isKey: false }];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const { value, name, isKey } = next;
		if (typeof value === 'string' && isKey) {
			const isAddress = /^https?:\/\//i.test(value);
			const parts = isAddress ? value.split(/[/?&=#]/).slice(3) : [];
			keys.push(value);
			for (const part of parts) if (part.length >= SHORTEST_IN_ADDRESS) keys.push(part);
		} else if (Array.isArray(value)) {
			for (const entry of value as unknown[]) open.push({ ...next, value: entry });
		} else if (typeof value === 'object' && value !== null) {
			for (const [inner, entry] of Object.entries(value)) {
				open.push({ value: entry, name: inner, isKey: isKey || isKeyName(inner, name) });
			}
		}
	}
	return keys.filter(({ length }) => length >= SHORTEST);
}

const seen = new WeakMap<object, Set<string>>();

/**
 * The signing keys that this run received although they must not be shown to an AI tool; none if they may be
 * shown.
 * @param body another answer of the service, whose keys are added
 */
export function withheldKeys(context: { getNode(): INode }, body?: unknown): string[] {
	if (getsSigningKeys(context)) return [];
	const run = runOf(context);
	const keys = seen.get(run) ?? new Set();
	for (const key of keysIn(body)) keys.add(key);
	seen.set(run, keys);
	return [...keys];
}
