/**
 * What templates, expressions and JavaScript leave where a value is missing. The words as JavaScript writes them: somebody
 * whose name is Null is written with a capital.
 */
const IN_NAME =
	/\{\{[^{}]{0,50}(?:\}\})?|\[object \w+\]|(?<![\p{L}\p{M}\p{N}'’-])(?:undefined|null)(?![\p{L}\p{M}\p{N}'’-])/u;
/** In an address, a word is one of these only where it is all before the @: there is a Jo Null. */
const IN_EMAIL = /\{\{[^{}]{0,50}(?:\}\})?|^(?:undefined|null|\[object \w+\])(?=@|$)/;

/** What of a name was not filled in; undefined when it all was. */
export const unfilledInName = (name: string): string | undefined => IN_NAME.exec(name)?.[0];

/** The same of an email address. */
export const unfilledInEmail = (email: string): string | undefined => IN_EMAIL.exec(email)?.[0];
