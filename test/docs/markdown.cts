/** The little of Markdown that the pages need. */

/** Text as it stands in a table's cell: one line, and nothing in it that Markdown would take for its own. */
export const cell = (text: string): string =>
	plain(text)
		.replace(/[\\|*<[\]]/g, '\\$&')
		.replace(/\{\{.*?\}\}/g, (expression) => `\`${expression}\``)
		.replace(/\s*\n\s*/g, ' ');

/** Without the links that n8n's own wording brings along. */
const plain = (text: string): string =>
	text.replace(/ <a [^>]*>Learn more<\/a>/g, '').replace(/<\/?(a|b|br|code|i|p)\b[^>]*>/g, '');

/** A text of the editor with its links to pages of `docs/`, as these pages have them. */
export const notice = (text: string): string =>
	text
		.split(/(<a [^>]*\/docs\/[^"]*"[^>]*>[^<]*<\/a>)/)
		.map((part) => {
			const [, page, words] = /\/docs\/([^"]*)"[^>]*>([^<]*)</.exec(part) ?? [];
			return page ? `[${words}](../${page})` : cell(part);
		})
		.join('');

/** @throws Error for a cell with a line break, which would end the row */
export const table = (head: string[], rows: string[][]): string => {
	const broken = rows.flat().find((text) => text.includes('\n'));
	if (broken !== undefined) throw new Error(`This would break a table: ${broken}`);
	return [head, head.map(() => '---'), ...rows]
		.map((cells) => `| ${cells.join(' | ')} |`)
		.join('\n');
};

/** The name that GitHub gives to a heading, for links to it. */
export const anchor = (heading: string): string =>
	heading
		.toLowerCase()
		.replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
		.replaceAll(' ', '-');

/** A sentence: what the editor shows ends without a full stop. */
export const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Parts of a page with an empty line between them; what is empty is left out. */
export const joined = (parts: string[]): string => parts.filter(Boolean).join('\n\n');
