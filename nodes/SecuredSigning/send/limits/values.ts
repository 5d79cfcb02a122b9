import type { IDataObject } from 'n8n-workflow';

import { refusal } from '../../shared/refusal';
import { objectsIn, text } from '../../shared/values';
import { isFragment } from '../../smartTags/fragments';
import { withoutXmlEntities } from '../../smartTags/xml';
import { ADVICE } from './read';

/** A value that is written into a document, with the name of its field. */
export type NamedValue = [name: string, value: unknown];

/** Invisible characters. */
const HIDDEN = /[\p{C}\p{Default_Ignorable_Code_Point}]/gu;
/** Characters that change the order in which letters are shown (UAX 9, section 2.2). */
const TURNED = /[\u202d\u202e]/;
const OPENING = '[!';
/**
 * The word "sign" and a number: its opening may come from another field. In files, isFragment asks for more.
 */
const FRAGMENT = /(?<!\p{L})sign\.\p{Nd}/iu;
/**
 * All markup of XML, and CDATA; unclosed markup extends to the end (XML 1.0, sections 2.4 to 2.7 and 3.1).
 */
const MARKUP =
	/<!--[^]*?(?:-->|$)|<!\[CDATA\[([^]*?)(?:\]\]>|$)|<\?[^]*?(?:\?>|$)|<(?:"[^"]*(?:"|$)|'[^']*(?:'|$)|[^"'>])*(?:>|$)/g;

/**
 * Refuses values that would put a Smart Tag, or a part of one, into a document.
 * @throws UserError that names the field
 */
export function checkValues(values: NamedValue[]): void {
	const [name] = values.find(([, value]) => mayMakeTag(text(value))) ?? [];
	if (name === undefined) return;
	throw refusal(
		`The value of "${name}" contains a Smart Tag, or a part of one`,
		`It could ask somebody else to sign, but 'Sending Limits' restricts who may sign. Remove “[!”, “Sign.1” and characters that reverse the writing direction from the value. ${ADVICE}`,
	);
}

/** The values of a send's drop-down choices. */
export const choicesIn = (listItems: unknown): NamedValue[] =>
	objectsIn<IDataObject>(listItems)
		.flatMap((choice) => Object.values(choice))
		.map((value) => ['Drop-Down Choices', value]);

/**
 * Whether a value could make a Smart Tag: as it is, and as an XML parser reads it, with the tags (whose
 * attributes contain text, too) and without them.
 */
function mayMakeTag(value: string): boolean {
	const parts = value.replace(MARKUP, (_markup, data: string | undefined) => data ?? '');
	return [value, withoutXmlEntities(value), withoutXmlEntities(parts)].some((read) => {
		// A line feed is removed, too: the text before and after it may be shown on one line.
		const plain = read.normalize('NFKC').replace(HIDDEN, '');
		const hasOpening = plain.replace(/\s/g, '').includes(OPENING);
		return hasOpening || FRAGMENT.test(plain) || isFragment(plain) || TURNED.test(read);
	});
}
