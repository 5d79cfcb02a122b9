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

/** Resolves references to objects. */
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

/** A reference to the object with this number and generation. */
export class PdfReference {
	constructor(
		readonly number: number,
		readonly generation = 0,
	) {}
}

/** An operator of a content stream, or a keyword of the file structure. */
export class PdfOperator {
	constructor(readonly word: string) {}
}

/** The text of a name value, such as the type of a font; '' for another value. */
export const nameOf = (value: PdfValue | undefined): string =>
	value instanceof PdfName ? value.name : '';

export const isDictionary = (value: PdfValue | undefined): value is PdfDictionary =>
	value instanceof Map;

export const isOperator = (value: PdfValue | undefined, word: string): boolean =>
	value instanceof PdfOperator && value.word === word;
