/**
 * What a check has to say. An error would go wrong when the file is sent; a warning may; a note tells
 * what this check does not know. What is known of the tags: docs/api/SMART-TAGS.md.
 */
export interface Finding {
	level: 'error' | 'warning' | 'note';
	code: string;
	message: string;
	/** The order of the signer it is about. */
	signer?: number;
	tag?: string;
}
