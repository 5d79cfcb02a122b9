import { style } from './style.cts';

const entities: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

export const escapeMarkup = (text: string) => text.replace(/[&<>"']/g, (char) => entities[char]);

/** HTML that is safe to send. Only `markup` makes it, so that no text is forgotten. */
export interface Markup {
	readonly html: string;
}

type Value = string | number | Markup | Markup[] | undefined;

const written = (value: Value): string => {
	if (value === undefined) return '';
	if (Array.isArray(value)) return value.map(({ html }) => html).join('\n');
	return typeof value === 'object' ? value.html : escapeMarkup(String(value));
};

/** HTML with values in it: texts are escaped, and what `markup` has made stays as it is. */
export const markup = (parts: TemplateStringsArray, ...values: Value[]): Markup => ({
	html: parts.map((part, i) => part + (i < values.length ? written(values[i]) : '')).join(''),
});

export interface PageOptions {
	/** Seconds until the browser asks for the page again. */
	refresh?: number;
	/** Room for two columns. */
	wide?: boolean;
	/** With a link to the first page. */
	back?: boolean;
}

/** A whole page around its content. */
export const page = (title: string, content: Markup, { refresh, wide, back }: PageOptions = {}) =>
	markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${refresh === undefined ? undefined : markup`<meta http-equiv="refresh" content="${refresh}">`}
<title>${title}</title>
<style>${{ html: style }}</style>
</head>
<body${wide ? markup` class="wide"` : undefined}>
<main>
${back ? markup`<nav><a href="/">Back to the mailbox</a></nav>` : undefined}
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`.html;
