import { escapeHtml, scriptJson } from './escape';
import { pageScript } from './pageScript';
import { pageOrigins, type ServiceAddress } from './settings';

/** The values of a page. All texts are plain: they are escaped here, each for its place. */
export interface Page {
	/** Base URL of the API, from which the scripts of the browser SDK are loaded. */
	base: string;
	language: string;
	title: string;
	/** The text on the upload button; undefined without an upload. */
	uploadText?: string;
	settings: PageSettings;
}

/** What the page's script reads. */
export interface PageSettings {
	/** Passed to `new SecuredSigning(…)` unchanged. */
	sdk: ServiceAddress & { apiKey: string; authGenerator: string };
	/** The SDK call and its request: at most one of these three. */
	signResource2?: { SigningKey: string };
	/** Without a document: the one that was uploaded before. */
	iSignResource?: {
		Email: string;
		FirstName: string;
		LastName: string;
		DocumentReference?: string;
	};
	weSignResource?: { DocumentReference?: string };
	doneText: string;
	unavailableText: string;
}

const style = `
	:root { color-scheme: light; font: 1rem/1.5 system-ui, sans-serif; }
	body { margin: 0 auto; max-width: 70rem; padding: 1rem; }
	h1 { font-size: 1.5rem; }
	button { cursor: pointer; font: inherit; padding: 0.5rem 1.5rem; }
	#content { height: 56rem; max-height: 85vh; }
`;

/**
 * A whole page that calls the browser SDK as the vendor's page describes it (docs/api/API.md section 8). All
 * values but the title, the button's words, the language and the address of the scripts are in one block of
 * JSON.
 *
 * Its Content-Security-Policy restricts only frames: it is not documented what else the vendor's scripts
 * load, and a guessed policy could later block signing.
 */
export function renderPage({ base, language, title, uploadText, settings }: Page): string {
	const scripts = escapeHtml(`${base}/client/scripts`);
	const frames = escapeHtml(pageOrigins(base).join(' '));
	const button =
		uploadText === undefined
			? ''
			: `<p><button type="button" id="upload" hidden>${escapeHtml(uploadText)}</button></p>\n`;
	return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="frame-src ${frames}">
<meta name="referrer" content="strict-origin-when-cross-origin">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
<script type="application/json" id="settings">${scriptJson(settings)}</script>
<script>${pageScript}</script>
<script data-main="${scripts}/main" src="${scripts}/require.js"></script>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p id="message" role="status"></p>
${button}<div id="content"></div>
</main>
</body>
</html>
`;
}
