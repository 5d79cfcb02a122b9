import type { Schemas } from '../api.cts';
import { missing } from '../errors.cts';
import type { HeldFile } from '../files.cts';
import type { Service } from '../service.cts';
import { escapeMarkup } from '../pages/html.cts';

/** The values of a document's fields as a file. */
export async function formDataFile(
	{ store, files }: Service,
	reference: string,
	type: Schemas['FormDataFileType'],
	separator = ',',
): Promise<HeldFile> {
	const document = store.document(reference, missing.form);
	const rows = document.fields.map(({ id, value }) => [id, value]);
	// Assumed: the spreadsheets hold what the csv holds. Theirs is a text here, under their name.
	const content =
		type === 'xml'
			? `<?xml version="1.0" encoding="utf-8"?>\n<FormData>${rows.map(element).join('')}</FormData>\n`
			: [['Field', 'Value'], ...rows]
					.map((cells) => cells.map(quoted).join(separator))
					.join('\r\n');
	return await files.write(`${document.name.replace(/\.[^.]*$/, '')}.${type}`, content);
}

// Ids of fields may start with a digit, which the name of an element may not.
const element = ([id, value]: string[]) =>
	`<Field Name="${escapeMarkup(id)}">${escapeMarkup(value)}</Field>`;

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
