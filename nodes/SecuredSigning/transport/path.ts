import { UserError } from 'n8n-workflow';

/**
 * Builds a path of the API out of fixed text and values of the user:
 * path`/Document/Status/${reference}`. Each value becomes exactly one encoded segment.
 *
 * @throws UserError for an empty value, and for one made of dots, which a web address would take
 * for "the folder above"
 */
export function path(fixed: TemplateStringsArray, ...values: string[]): string {
	return fixed.reduce((built, text, index) => built + segment(values[index - 1]) + text);
}

function segment(value: unknown): string {
	const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	if (text === '') {
		throw new UserError('A reference is empty', {
			description:
				'Choose from the list, or check the expression: it gave no value for this item. Nothing was sent.',
		});
	}
	if (/^\.+$/.test(text)) {
		throw new UserError(`"${text}" is not a reference`, {
			description:
				'A reference of Secured Signing is a long row of digits or letters. Nothing was sent.',
		});
	}
	if (!text.isWellFormed()) {
		throw new UserError('A reference holds a character that is not valid text', {
			description: 'Copy the reference once more from Secured Signing. Nothing was sent.',
		});
	}
	return encodeURIComponent(text);
}
