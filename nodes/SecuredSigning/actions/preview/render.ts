import { characterCode } from '../../shared/characters';
import { escapeHtml } from '../../signingPages/escape';

/** What it is about, which may be empty, and what is to say of it. */
export type Row = [name: string, ...values: string[]];

/** A heading, and rows. */
export type Section = [title: string, rows: Row[]];

const BEGINNING =
	'Nothing has been sent. This preview shows what would be sent for signing with these values.';
const END =
	'Depending on your account settings, Secured Signing may send more emails, such as reminders and notices to recipients.';

/** A text that is longer is cut, and says so. */
const LONGEST = 4000;

/** So is a text of more lines than an invitation usually has: empty ones would push all else out of sight. */
const MOST_LINES = 40;

/** Signs that nobody sees may turn the order of letters around; two of them are part of how words are written. */
const INVISIBLE = /(?![\n\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** Blanks, and letters that look like one: so many of them would push all else out of sight. */
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
 * n8n's *Send and Wait for Response* puts the message into the page on which somebody decides: markup works there, and the
 * two characters `\n` are a line break, in the email too. What could be either is shown full-width.
 */
const inert = (value: string): string =>
	value.replace(/<|&(?=[#\w])|\\(?=n)/g, (sign) =>
		String.fromCharCode(sign.charCodeAt(0) + FULL_WIDTH),
	);

/** From a sign of ASCII to its full-width form. */
const FULL_WIDTH = 0xfee0;

/** Before each line of a value but its first: nothing in a value looks like another one. n8n's pages drop blanks. */
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

/** Words break rather than stick out. */
const BREAKS = 'word-break:break-word;overflow-wrap:anywhere';

/** Two of these stand side by side where there is room for both, and else one below the other. */
const column = (width: number, gap = 0) =>
	`display:inline-block;width:100%;max-width:${width}px;margin-right:${gap}px;vertical-align:top;${BREAKS}`;

/** What is not the first line of a value is indented: nothing in a value looks like another value. */
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
 * The same for an email: one table for each heading, styles in place, nothing that is loaded from elsewhere. Email
 * programs drop rules for narrow screens, so the columns find their places without them.
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

/** Each is cut by itself: a long one hides none of the others. */
const shownOf = (values: string[]): string[] => values.map(visible).filter(Boolean);

const valueOf = (values: string[]): string => shownOf(values).join('; ');

const cell = (shown: string): string => escapeHtml(shown).replaceAll('\n', '<br>');

const filled = (sections: Section[]): Section[] => sections.filter(([, rows]) => rows.length > 0);
