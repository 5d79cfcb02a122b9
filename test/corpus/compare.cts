/** What a comparison of the reader with other readers comes to, for one file. */
export interface Comparison {
	/** `parted`: the same letters and tags, with some of the words parted elsewhere. */
	result: 'agree' | 'parted' | 'told' | 'disagree';
	/** Whether this check says that it read the file whole. */
	whole: boolean;
	/** Whether the other reader finds a text in it. */
	hasText: boolean;
	/** Why it was not read whole, or how the readings differ. */
	why: string;
}

/** Compares for one file; undefined for a file that the other reader cannot read either. */
export type Compare = (path: string) => Promise<Comparison | undefined>;

/** The words of a text, in one form of Unicode, without what cannot be seen. */
export const wordsOf = (text: string): string[] =>
	text
		.normalize('NFKC')
		.replace(/[\0-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\ufeff]/g, '')
		.split(/\s+/)
		.filter(Boolean);

/** The Smart Tags for signatures in a text, without their spaces. */
export const tagsIn = (text: string): string[] =>
	[...text.matchAll(/\[!\s*sign(?![\w-])[^[\]]*\]/gi)].map(([tag]) => tag.replace(/\s/g, ''));

/** How two readings differ in their words, as often as each comes; empty when they do not. */
export function difference(ours: string[], theirs: string[]): string {
	const counts = new Map<string, number>();
	for (const word of ours) counts.set(word, (counts.get(word) ?? 0) + 1);
	for (const word of theirs) counts.set(word, (counts.get(word) ?? 0) - 1);
	const more = [...counts].filter(([, count]) => count > 0).map(([word]) => word);
	const less = [...counts].filter(([, count]) => count < 0).map(([word]) => word);
	if (more.length + less.length === 0) return '';
	const few = (words: string[]) => JSON.stringify(words.slice(0, 6)).slice(0, 160);
	return `${more.length} more ${few(more)}, ${less.length} less ${few(less)}`;
}
