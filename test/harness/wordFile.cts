/** Makes .docx files out of WordprocessingML, for what no word processor would write on command. */
import JSZip from 'jszip';

const NAMESPACES = [
	'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
	'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
	'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
].join(' ');
const KINDS: Record<string, string> = {
	document: 'document.main',
	header1: 'header',
	footer1: 'footer',
	footnotes: 'footnotes',
	endnotes: 'endnotes',
};
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
/** The section that names a header and a footer (ECMA-376 part 1, section 17.10). */
const SECTION = `<w:sectPr xmlns:r="${OFFICE}">@</w:sectPr>`;
const ROOTS: Record<string, string> = { document: 'document', header1: 'hdr', footer1: 'ftr' };

export const run = (text: string) => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`;
export const paragraph = (...runs: string[]) => `<w:p>${runs.map(run).join('<w:proofErr/>')}</w:p>`;

/** The root element of a part, around its content. */
export const part = (name: string, content: string) => {
	const root = ROOTS[name] ?? name;
	const inside = name === 'document' ? `<w:body>${content}</w:body>` : content;
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:${root} ${NAMESPACES}>${inside}</w:${root}>`;
};

/** @param parts names without "word/" and ".xml", and the whole XML of each */
export async function wordFile(
	parts: Record<string, string | Buffer>,
	compression: 'DEFLATE' | 'STORE' = 'DEFLATE',
	others: Record<string, Buffer> = {},
): Promise<Buffer> {
	const zip = new JSZip();
	const overrides = Object.keys(parts).map(
		(name) =>
			`<Override PartName="/word/${name}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.${KINDS[name]}+xml"/>`,
	);
	zip.file(
		'[Content_Types].xml',
		`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${overrides.join('')}</Types>`,
	);
	zip.file(
		'_rels/.rels',
		`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>`,
	);
	zip.file('word/_rels/document.xml.rels', relationships(Object.keys(parts)));
	for (const [name, xml] of Object.entries(parts)) {
		zip.file(`word/${name}.xml`, name === 'document' ? withHeaders(xml, Object.keys(parts)) : xml);
	}
	for (const [name, content] of Object.entries(others)) zip.file(name, content);
	return await zip.generateAsync({
		type: 'nodebuffer',
		compression,
		compressionOptions: { level: 1 },
	});
}

const relationships = (names: string[]) =>
	`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names
		.filter((name) => name !== 'document')
		.map(
			(name) =>
				`<Relationship Id="${name}" Type="${OFFICE}/${name.replace(/\d$/, '')}" Target="${name}.xml"/>`,
		)
		.join('')}</Relationships>`;

function withHeaders(document: string | Buffer, names: string[]): string | Buffer {
	const references = names
		.filter((name) => /^(header|footer)\d$/.test(name))
		.map((name) => `<w:${name.slice(0, -1)}Reference w:type="default" r:id="${name}"/>`);
	if (references.length === 0) return document;
	const section = SECTION.replace('@', references.join(''));
	return String(document).replace('</w:body>', `${section}</w:body>`);
}

/** A document with these paragraphs. */
export const wordFileOf = async (...paragraphs: string[]) =>
	await wordFile({
		document: part('document', paragraphs.map((text) => paragraph(text)).join('')),
	});
