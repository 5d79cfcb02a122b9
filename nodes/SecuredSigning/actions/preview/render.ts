import { characterCode } from '../../shared/characters';
import { escapeHtml } from '../../signingPages/escape';

/** The name, which may be empty, and the values. */
export type Row = [name: string, ...values: string[]];

/** A heading, and rows. */
export type Section = [title: string, rows: Row[]];

const BEGINNING =
	'Nothing has been sent. This preview shows what would be sent for signing with these values.';
const END =
	'Depending on your account settings, Secured Signing may send more emails, such as reminders and notices to recipients.';

/** Longer texts are cut, with a note that says so. */
const LONGEST = 4000;

/** Texts with more lines are cut, too: many empty lines would hide everything else. */
const MOST_LINES = 40;

/**
 * Invisible characters, some of which reverse the order of letters. U+200C and U+200D are kept: some
 * languages need them.
 */
const INVISIBLE = /(?![\n\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** Long runs of blanks, and of letters that look like blanks: they would hide everything else. */
const BLANKS = /[\p{Zs}\t\u115F\u1160\u2800\u3164\uFFA0]{20,}/gu;

function visible(given: string): string {
	const value = given.replace(BLANKS, ({ length }) => ` [${length.toLocaleString('en')} blanks] `);
	const lines = value.split(/\r\n?|\n/);
	const first = lines.slice(0, MOST_LINES).join('\n');
	const shown =
		first.length > LONGEST
			? `${first.slice(0, LONGEST)}… (${value.length} characters in all)`
			: first;
	return (
		shown.replace(INVISIBLE, (sign) => `[${characterCode(sign)}]`) +
		leftOut(lines.length - MOST_LINES)
	);
}

const leftOut = (lines: number): string =>
	lines > 0 ? `\n… and ${lines.toLocaleString('en')} more line${lines === 1 ? '' : 's'}` : '';

/**
 * n8n's *Send and Wait for Response* puts the message into the page on which somebody decides: markup works
 * there, and the two characters `\n` are a line break, in the email too. Characters that could start either
 * are replaced by their full-width forms.
 */
const inert = (value: string): string =>
	value.replace(/<|&(?=[#\w])|\\(?=n)/g, (sign) =>
		String.fromCharCode(sign.charCodeAt(0) + FULL_WIDTH),
	);

/** The difference between the code of an ASCII character and its full-width form. */
const FULL_WIDTH = 0xfee0;

/**
 * Put before each further line of a value, so that it does not look like another value. n8n's pages drop
 * blanks, so it has a visible character.
 */
const FURTHER_LINE = '\n  | ';

/** The same as plain text. */
export const asText = (sections: Section[]): string =>
	[
		BEGINNING,
		...filled(sections).map(([title, rows]) =>
			[
				title,
				...rows.map(
					([name, ...values]) =>
						`- ${inert([visible(name), valueOf(values)].filter(Boolean).join(': ')).replaceAll('\n', FURTHER_LINE)}`,
				),
			].join('\n'),
		),
		END,
	].join('\n\n');

const CELL = 'padding:4px 8px;border-top:1px solid #d0d7de;text-align:left;vertical-align:top';

/** Long words break, so that they do not run out of the column. */
const BREAKS = 'word-break:break-word;overflow-wrap:anywhere';

/** Two columns are side by side if there is room for both, otherwise one below the other. */
const column = (width: number, gap = 0) =>
	`display:inline-block;width:100%;max-width:${width}px;margin-right:${gap}px;vertical-align:top;${BREAKS}`;

/** Further lines of a value are indented, so that they do not look like another value. */
const VALUE = `padding-left:12px;text-indent:-12px;${BREAKS}`;

const nameCell = (name: string): string =>
	name === '' ? '' : `<div style="${column(214, 16)}"><b>${cell(visible(name))}</b></div>`;

const valuesCell = (name: string, values: string[]): string =>
	[
		`<div style="${name === '' ? BREAKS : column(390)}">`,
		...shownOf(values).map((value) => `<div style="${VALUE}">${cell(value)}</div>`),
		'</div>',
	].join('');

/**
 * The same for an email: one table for each heading, styles in place, nothing that is loaded from elsewhere.
 * Email programs drop media queries, so the columns do not need any.
 */
export const asHtml = (sections: Section[]): string =>
	[
		'<div style="max-width:640px;padding:8px;background:#ffffff;color:#1f2328;font:14px/1.5 Arial,Helvetica,sans-serif">',
		`<p>${BEGINNING}</p>`,
		...filled(sections).map(([title, rows]) =>
			[
				`<h3 style="margin:16px 0 4px;font-size:15px">${escapeHtml(title)}</h3>`,
				'<table width="100%" cellspacing="0" style="border-collapse:collapse;table-layout:fixed;font-size:14px">',
				...rows.map(
					([name, ...values]) =>
						`<tr><td style="${CELL}">${nameCell(name)}${valuesCell(name, values)}</td></tr>`,
				),
				'</table>',
			].join(''),
		),
		`<p style="color:#57606a">${END}</p></div>`,
	].join('');

/** Each value is cut separately, so that a long one does not hide the others. */
const shownOf = (values: string[]): string[] => values.map(visible).filter(Boolean);

const valueOf = (values: string[]): string => shownOf(values).join('; ');

const cell = (shown: string): string => escapeHtml(shown).replaceAll('\n', '<br>');

const filled = (sections: Section[]): Section[] => sections.filter(([, rows]) => rows.length > 0);
