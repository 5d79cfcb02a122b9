import type { INodeListSearchResult } from 'n8n-workflow';

import { shownText } from '../shared/characters';
import { normalised } from '../shared/values';

/** An entry of a list to choose from. */
export interface Choice {
	name: string;
	value: string;
	/** Further texts that the search finds it by. */
	words?: string[];
	/** Shown after the name if several entries have the same name. */
	more?: string;
}

/** How many characters of a reference are shown, and have to be entered to find it, at least. */
const END = 6;

/**
 * The choices that match a filter: each reference once, and with different names. Every word of the filter
 * has to match, in any order.
 */
export function found(choices: Choice[], filter = ''): INodeListSearchResult['results'] {
	const byReference = new Map(
		choices.map((choice) => [choice.value, { ...choice, name: shownText(choice.name) }]),
	);
	// Without a reference there is nothing to choose.
	byReference.delete('');
	const wanted = filter
		.split(/[\s,;·…]+/)
		.map(normalised)
		.filter(Boolean);
	return toldApart([...byReference.values()])
		.filter(({ name, value, words = [] }) => {
			const text = normalised([name, ...words].join(' '));
			const reference = normalised(value);
			return (
				wanted.every(
					(word) => text.includes(word) || (word.length >= END && reference.includes(word)),
				) || value === filter.trim()
			);
		})
		.map(({ name, value }) => ({ name, value }));
}

/**
 * Makes names unique: adds `more` to entries with the same name, then as many last characters of the
 * reference as are needed. Entries without a name get the whole reference.
 */
function toldApart(choices: Choice[]): Choice[] {
	const named = inGroups(choices, (group) => {
		const tells = new Set(group.map(({ more }) => more)).size > 1;
		return group.map((choice) =>
			tells && choice.more ? { ...choice, name: `${choice.name} · ${choice.more}` } : choice,
		);
	});
	return inGroups(named, (group) => {
		const most = Math.max(...group.map(({ value }) => value.length));
		let end = END;
		const differ = () => new Set(group.map(({ value }) => value.slice(-end))).size === group.length;
		while (end < most && !differ()) end++;
		return group.map((choice) => ({
			...choice,
			name: `${choice.name} · …${choice.value.slice(-end)}`,
		}));
	}).map((choice) => ({ ...choice, name: choice.name || choice.value }));
}

/** The choices in their order; groups with the same name are replaced by the result of `change`. */
function inGroups(choices: Choice[], change: (group: Choice[]) => Choice[]): Choice[] {
	const groups = new Map<string, Choice[]>();
	for (const choice of choices) {
		if (choice.name) groups.set(choice.name, [...(groups.get(choice.name) ?? []), choice]);
	}
	const changed = new Map<string, Choice>();
	for (const group of groups.values()) {
		if (group.length === 1) continue;
		for (const choice of change(group)) changed.set(choice.value, choice);
	}
	return choices.map((choice) => changed.get(choice.value) ?? choice);
}
