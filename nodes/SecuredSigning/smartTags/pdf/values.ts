/** The values that a PDF is made of; source: ISO 32000-1, section 7.3. */
export type PdfValue =
	| number
	| boolean
	| null
	| PdfName
	| PdfString
	| PdfReference
	| PdfOperator
	| PdfValue[]
	| PdfDictionary;

export type PdfDictionary = Map<string, PdfValue>;

/** What looks up the objects that values refer to. */
export interface PdfLookup {
	/** The value itself, or that of the object that it refers to. */
	value(value: PdfValue | undefined): Promise<PdfValue | undefined>;
}

export class PdfName {
	constructor(readonly name: string) {}
}

/** Bytes, one in each character. */
export class PdfString {
	constructor(readonly bytes: string) {}
}

/** Stands for the object of that number and generation. */
export class PdfReference {
	constructor(
		readonly number: number,
		readonly generation = 0,
	) {}
}

/** A word of the language of pages, or of the file's own structure. */
export class PdfOperator {
	constructor(readonly word: string) {}
}

/** What an entry of a dictionary says by name, such as the kind of a font. */
export const nameOf = (value: PdfValue | undefined): string =>
	value instanceof PdfName ? value.name : '';

export const isDictionary = (value: PdfValue | undefined): value is PdfDictionary =>
	value instanceof Map;

export const isOperator = (value: PdfValue | undefined, word: string): boolean =>
	value instanceof PdfOperator && value.word === word;
