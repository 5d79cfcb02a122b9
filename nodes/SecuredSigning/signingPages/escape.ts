/**
 * By number: n8n's *Send and Wait for Response* turns the named ones back into signs, which makes markup of them, and the
 * two characters `\n` into a line break.
 */
const entity = (character: string): string => `&#${character.charCodeAt(0)};`;

/**
 * Text for a place between tags, or for a value in quotes inside a tag: what is shown there is this
 * text, whatever it holds. Not for a place inside `<script>` or `<style>`.
 */
export function escapeHtml(text: string): string {
	return (
		text
			.toWellFormed()
			.replaceAll('\0', '\ufffd')
			// A parser would make line feeds of carriage returns.
			.replace(/[&<>"'\\\r]/g, entity)
	);
}

/**
 * Data for a `<script type="application/json">`. The characters with which a text could end the
 * script, open a comment in it or break a line of it are written as JSON's own escapes, so that
 * `JSON.parse` gives back exactly the data.
 */
export function scriptJson(data: object): string {
	return JSON.stringify(data).replace(
		/[<>&\u2028\u2029]/g,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}
