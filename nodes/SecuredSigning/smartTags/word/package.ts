import { Unreadable } from '../limits';
import { KEPT, type Meter } from '../meter';
import type { OfficeFile } from '../officeFile';
import { attributesOf, type XmlListener, type XmlName } from '../xml';
import { partName } from '../zip';
import { languageOf } from './namespaces';

// ECMA-376 part 1, section 11.3.10; the second is that of files with macros.
const MAIN_TYPE =
	/wordprocessingml\.(document|template)\.main\+xml$|ms-word\.(document|template)\.macroEnabled(Template)?\.main\+xml$/i;
const CONTENT_TYPES = '[Content_Types].xml';
/** The relationship types that are used here, by the last part of their URI. */
const LOOKED_AT =
	/\/(officeDocument|header|footer|footnotes|endnotes|numbering|styles|settings|comments|chart|chartEx|chartUserShapes|diagramData|diagramDrawing|customXml|thumbnail|core-properties|extended-properties|custom-properties)$/;

export interface Relationship {
	id: string;
	kind: string;
	/** In the form of `partName`. */
	part: string;
}

/**
 * The name of the main document part: the one that the package names, if its content type is that of a Word
 * document.
 * @throws Unreadable when there is none
 */
export async function mainPart(file: OfficeFile, meter: Meter): Promise<string> {
	if (!file.has(CONTENT_TYPES) && file.has('content.xml')) {
		throw new Unreadable(
			'The file is an OpenDocument text, and its name says otherwise: call it .odt',
		);
	}
	const types = await mainTypes(file, meter);
	const [root] = (await relationshipsOf(file, '', meter)).filter(
		({ kind }) => kind === 'officeDocument',
	);
	const part = root?.part ?? [...types.parts][0];
	const extension = part?.split('.').at(-1) ?? '';
	const isMain =
		types.parts.has(part) || (!types.others.has(part) && types.extensions.has(extension));
	if (!isMain) throw new Unreadable('The file is not a Word document: it contains no text part');
	return part;
}

/**
 * The parts and extensions with the content type of a main part, and the parts with another one (ECMA-376
 * part 2, section 6.2.3).
 */
async function mainTypes(file: OfficeFile, meter: Meter) {
	const types = {
		parts: new Set<string>(),
		others: new Set<string>(),
		extensions: new Set<string>(),
	};
	const add = (names: Set<string>, name: string) => {
		meter.keep(KEPT.entry + KEPT.string + 2 * name.length);
		names.add(name);
	};
	await file.read(
		CONTENT_TYPES,
		elements((name, attributes) => {
			if (languageOf(name.namespace) !== 'contentTypes') return;
			if (name.local !== 'Override' && name.local !== 'Default') return;
			const read = attributesOf(attributes, meter);
			const isMain = MAIN_TYPE.test(read.get('ContentType') ?? '');
			if (name.local === 'Default') {
				if (isMain) add(types.extensions, (read.get('Extension') ?? '').toLowerCase());
			} else add(isMain ? types.parts : types.others, partName(read.get('PartName') ?? ''));
		}),
	);
	return types;
}

/**
 * The relationships of a part to other parts of the file that are used here (ECMA-376 part 2, section 6.5).
 * @param part '' for the package itself
 */
export async function relationshipsOf(
	file: OfficeFile,
	part: string,
	meter: Meter,
): Promise<Relationship[]> {
	const cut = part.lastIndexOf('/') + 1;
	const folder = part.slice(0, cut);
	const name = `${folder}_rels/${part.slice(cut)}.rels`;
	if (!file.has(name)) return [];
	const found: Relationship[] = [];
	await file.read(
		name,
		elements((element, attributes) => {
			if (languageOf(element.namespace) !== 'relationships' || element.local !== 'Relationship')
				return;
			const read = attributesOf(attributes, meter);
			const kind = LOOKED_AT.exec(read.get('Type') ?? '')?.[1];
			if (kind === undefined || read.get('TargetMode') === 'External') return;
			const target = read.get('Target') ?? '';
			const id = read.get('Id') ?? '';
			meter.keep(KEPT.dictionary + 2 * (folder.length + target.length + id.length));
			found.push({ id, kind, part: partName(inFolder(folder, target)) });
		}),
	);
	return found;
}

/** Resolves a relative path: RFC 3986, section 5.2.4, only for paths. */
function inFolder(folder: string, target: string): string {
	const whole = /^[/\\]/.test(target) ? target : folder + target;
	const path: string[] = [];
	for (const step of whole.split(/[/\\]/)) {
		if (step === '..') path.pop();
		else if (step !== '' && step !== '.') path.push(step);
	}
	return path.join('/');
}

const elements = (open: (name: XmlName, attributes: string) => void): XmlListener => ({
	open,
	close: () => {},
	text: () => {},
});
