const entities: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

export const escapeMarkup = (text: string) => text.replace(/[&<>"']/g, (char) => entities[char]);

const style = `
	:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
	body { max-width: 34rem; margin: 3rem auto; padding: 0 1rem; }
	h1 { font-size: 1.5rem; }
	label { display: block; margin: 1rem 0 0.25rem; }
	input { width: 100%; box-sizing: border-box; padding: 0.5rem; font: inherit; }
	button { margin-top: 1rem; padding: 0.5rem 1.5rem; font: inherit; cursor: pointer; }
	form + form { margin-top: 2rem; border-top: 1px solid; }
`;

/** A whole page around `content`, which is markup already. */
export const page = (title: string, content: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeMarkup(title)}</h1>
${content}
</main>
</body>
</html>
`;
