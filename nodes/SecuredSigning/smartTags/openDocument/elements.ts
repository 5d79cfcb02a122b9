/** The namespaces of OpenDocument (ODF 1.3 part 3, section 3.2), with the short names used here. */
const NAMES: Record<string, string> = {
	'urn:oasis:names:tc:opendocument:xmlns:text:1.0': 'text',
	'urn:oasis:names:tc:opendocument:xmlns:office:1.0': 'office',
	'urn:oasis:names:tc:opendocument:xmlns:style:1.0': 'style',
	'urn:oasis:names:tc:opendocument:xmlns:drawing:1.0': 'draw',
	'urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0': 'svg',
	'urn:oasis:names:tc:opendocument:xmlns:form:1.0': 'form',
	'urn:oasis:names:tc:opendocument:xmlns:manifest:1.0': 'manifest',
	'urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0': 'number',
};

export const vocabularyOf = (namespace: string): string => NAMES[namespace] ?? '';

/** Elements in a text that only structure it. */
export const STRUCTURE = names(
	'a alphabetical-index bibliography bookmark change-end change-start illustration-index index-body index-entry-link-end index-entry-link-start index-title index-title-template list list-header list-item meta note-body note-citation number numbered-paragraph object-index reference-mark ruby ruby-base soft-page-break span table-index table-of-content toc-mark toc-mark-end toc-mark-start user-index',
);

/** Fields whose result stays as it is in the file. */
export const KEPT_FIELDS = names('bibliography-mark placeholder');

/** Fields whose result is a number or a date, and notes, which are a number in the text. */
export const COUNTED_FIELDS = names(
	'character-count creation-date creation-time date editing-cycles editing-duration image-count modification-date modification-time note note-ref object-count page-count page-number page-variable-get page-variable-set paragraph-count print-date print-time sequence sheet-name table-count time word-count',
);

/**
 * Fields that copy the text of a bookmark or another mark, or its position (ODF 1.3 part 3, section 19.851).
 */
export const COPIES = names('bookmark-ref reference-ref');

/** Fields that copy the text of a heading or of a caption. */
export const STYLES = names('chapter sequence-ref');

/** Formats of a copy that show a number, not from a list. */
export const NUMBERS = names('page value');
/** Formats of a copy that show a list number with the text around it. */
export const LABELS = names('number number-no-superior number-all-superior');

/** Elements that are not text: settings of lists, indexes and sections. */
export const SETTINGS =
	/^(?:list-level|list-style|outline|index-|toc-|table-of-content-|illustration-|object-index-|table-index-|user-index-|bibliography-|alphabetical-index-|linenumbering|notes-configuration|sequence-decl|tracked-changes|changed-region|insertion|deletion|format-change|section-source)/;

function names(list: string): ReadonlySet<string> {
	return new Set(list.split(' '));
}
