/**
 * Numeric entities: n8n's *Send and Wait for Response* decodes named ones, which would make markup of them,
 * and turns the two characters `
 * ` into a line break.
 */
const entity = (character: string): string => `&#${character.charCodeAt(0)};`;

/**
 * Escapes text for a place between tags, or for a quoted attribute: exactly this text is shown. Not for a
 * place inside `<script>` or `<style>`.
 */
export function escapeHtml(text: string): string {
	return (
		text
			.toWellFormed()
			.replaceAll('\0', '\ufffd')
			// Carriage returns, because a parser would change them to line feeds.
			.replace(/[&<>"'\\\r]/g, entity)
	);
}

/**
 * The JSON of data for a `<script type="application/json">`. Characters that could end the script, open a
 * comment or break a line are written as JSON escapes, so that `JSON.parse` returns exactly the data.
 */
export function scriptJson(data: object): string {
	return JSON.stringify(data).replace(
		/[<>&\u2028\u2029]/g,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}
