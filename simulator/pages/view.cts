// What of the mailbox and the documents is shown: a search, and a page of each list.
import { markup, type Markup } from './html.cts';

export interface View {
	/** What somebody looks for; empty: everything. */
	search: string;
	/** Pages of the two lists, from 1. */
	mails: number;
	documents: number;
}

type List = 'mails' | 'documents';

/** How many of a list are on one page. */
export const PER_PAGE = 25;

/** Reads what an address asks for; anything else than a page's number is the first one. */
export function viewOf(query: Record<string, unknown>): View {
	const pageOf = (value: unknown) =>
		typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value) ? Number(value) : 1;
	const { search, mails, documents } = query;
	return {
		search: typeof search === 'string' ? search.trim().slice(0, 200) : '',
		mails: pageOf(mails),
		documents: pageOf(documents),
	};
}

/** The address that shows it; with a path, where a button does something and then shows it. */
export function addressOf({ search, mails, documents }: View, path = '/'): string {
	const query = new URLSearchParams({
		...(search && { search }),
		...(mails > 1 && { mails: String(mails) }),
		...(documents > 1 && { documents: String(documents) }),
	});
	return query.size === 0 ? path : `${path}?${query}`;
}

/** What holds every word that is looked for, in small or capital letters; `textsOf` is what is searched in each. */
export function found<T>(all: T[], { search }: View, textsOf: (one: T) => string[]): T[] {
	const words = search.toLowerCase().split(/\s+/).filter(Boolean);
	if (words.length === 0) return all;
	return all.filter((one) => {
		const text = textsOf(one).join('\n').toLowerCase();
		return words.every((word) => text.includes(word));
	});
}

/** One page of a list, newest first, with links to the others above and below it. The last page stands for what is beyond it. */
export function shownPage<T>(
	oldestFirst: T[],
	view: View,
	list: List,
	show: (one: T) => Markup,
): Markup[] {
	const count = oldestFirst.length;
	const pages = Math.max(1, Math.ceil(count / PER_PAGE));
	const number = Math.min(view[list], pages);
	const end = count - (number - 1) * PER_PAGE;
	const shown = oldestFirst.slice(Math.max(0, end - PER_PAGE), end).reverse();
	if (pages === 1) return shown.map(show);
	return [links(), ...shown.map(show), links()];

	function links(): Markup {
		const first = (number - 1) * PER_PAGE + 1;
		const link = (text: string, to: number) =>
			markup`<a href="${addressOf({ ...view, [list]: to })}#${list}">${text}</a>`;
		const range = `${readable(first)} to ${readable(first + shown.length - 1)} of ${readable(count)}`;
		const labels = { mails: 'Pages of the mailbox', documents: 'Pages of the documents' };
		return markup`<nav class="row" aria-label="${labels[list]}">
${number > 1 ? [link('Newest', 1), link('Newer', number - 1)] : undefined}
<span>${range}</span>
${number < pages ? [link('Older', number + 1), link('Oldest', pages)] : undefined}
</nav>`;
	}
}

const readable = (count: number) => count.toLocaleString('en');
