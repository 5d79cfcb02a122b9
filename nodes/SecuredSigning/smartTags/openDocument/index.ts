import { Bookmarks, type Again } from '../bookmarks';
import { Doubts } from '../doubts';
import { HiddenStyles } from '../hiddenStyles';
import { ignoreUnreadable, Unreadable } from '../limits';
import type { Meter } from '../meter';
import { OfficeFile } from '../officeFile';
import { Watch } from '../watch';
import { vocabularyOf } from './elements';
import { Story } from './story';

/** Charts and formulas are documents inside the document (ODF 1.3 part 2, section 3.8). */
const OBJECT = /\/content\.xml$/;

/**
 * Reads an OpenDocument text (.odt): headers and footers, then body, tables, text boxes and notes. A line is
 * a paragraph. Text that is shown elsewhere, or computed by a program, is searched for tags.
 *
 * @param onLine is given each paragraph
 * @param again is called for each further reading, in which copied texts are replaced by their current
 *   sources
 * @returns what could not be read, in words; none when all was
 * @throws Unreadable when the file is broken, has a password, or is larger than LIMITS; TooMuch by the meter
 */
export async function readOpenDocument(
	bytes: Buffer,
	onLine: (line: string) => void,
	meter: Meter,
	again: Again = () => () => {},
): Promise<string[]> {
	const doubts = new Doubts();
	const file = await OfficeFile.open(bytes, meter, doubts);
	await refuseEncrypted(file);
	if (file.has('[Content_Types].xml')) doubts.add('both');
	const styles = new HiddenStyles(meter);
	const read = async (take: (line: string) => void, bookmarks: Bookmarks) => {
		const story = new Story(take, meter, doubts, styles, bookmarks);
		if (!file.has('content.xml') && file.has('[Content_Types].xml')) {
			throw new Unreadable(
				'The file is an Office file, such as .docx, and its name says otherwise',
			);
		}
		if (file.has('styles.xml')) await file.read('styles.xml', story);
		await file.read('content.xml', story);
		if (!story.isText) throw new Unreadable('The file is not a text document');
	};
	const bookmarks = new Bookmarks(meter);
	await read(onLine, bookmarks);
	await Bookmarks.readAgain(bookmarks, doubts, async (copies) => await read(again(), copies));
	const watched: Array<[string, () => Watch]> = [...file.names]
		.filter((name) => OBJECT.test(name))
		.map((name) => [name, () => new Watch(meter, () => doubts.add('picture'))]);
	if (doubts.hasComputed && file.has('meta.xml')) {
		watched.push(['meta.xml', () => new Watch(meter, () => doubts.add('computed'), 'bracket')]);
	}
	for (const [name, watch] of watched) {
		await file.read(name, watch()).catch((error: Error) => {
			ignoreUnreadable(error);
			doubts.add('unread');
		});
	}
	await file.lookAtPictures();
	return doubts.end();
}

async function refuseEncrypted(file: OfficeFile): Promise<void> {
	const manifest = 'META-INF/manifest.xml';
	if (!file.has(manifest)) return;
	await file.read(manifest, {
		open: ({ namespace, local }) => {
			if (vocabularyOf(namespace) === 'manifest' && local === 'encryption-data') {
				throw new Unreadable('The file is protected by a password');
			}
		},
		close: () => {},
		text: () => {},
	});
}
