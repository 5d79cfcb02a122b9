/**
 * A finding of the check. With an error, sending would fail; with a warning, it may; a note says what this
 * check does not know. What is known about the tags: docs/api/SMART-TAGS.md.
 */
export interface Finding {
	level: 'error' | 'warning' | 'note';
	code: string;
	message: string;
	/** The order of the signer it is about. */
	signer?: number;
	tag?: string;
}
