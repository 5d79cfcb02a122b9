/** The namespaces of .docx files; the second of each is that of "strict" files (ISO/IEC 29500-1, annex A). */
const NAMES = {
	word: [
		'http://schemas.openxmlformats.org/wordprocessingml/2006/main',
		'http://purl.oclc.org/ooxml/wordprocessingml/main',
	],
	math: [
		'http://schemas.openxmlformats.org/officeDocument/2006/math',
		'http://purl.oclc.org/ooxml/officeDocument/math',
	],
	drawing: [
		'http://schemas.openxmlformats.org/drawingml/2006/main',
		'http://purl.oclc.org/ooxml/drawingml/main',
	],
	compatibility: ['http://schemas.openxmlformats.org/markup-compatibility/2006'],
	vml: ['urn:schemas-microsoft-com:vml'],
	// Bindings of the elements that Word 2013 added.
	word2012: ['http://schemas.microsoft.com/office/word/2012/wordml'],
	// Characters of symbol fonts beyond the first 65,536.
	symbols2015: ['http://schemas.microsoft.com/office/word/2015/wordml/symex'],
	contentTypes: ['http://schemas.openxmlformats.org/package/2006/content-types'],
	relationships: ['http://schemas.openxmlformats.org/package/2006/relationships'],
} as const;

type Language = keyof typeof NAMES;

const LANGUAGES = new Map<string, Language>(
	(Object.keys(NAMES) as Language[]).flatMap((language) =>
		NAMES[language].map((uri) => [uri, language] as const),
	),
);

/** The vocabulary of a namespace; undefined for one that this check does not know. */
export const languageOf = (namespace: string): Language | undefined => LANGUAGES.get(namespace);
