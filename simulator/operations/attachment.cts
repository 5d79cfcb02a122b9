import type { Handlers, Schemas } from '../api.cts';
import { invalid } from '../errors.cts';
import { extensionOf } from '../files.cts';
import type { Service } from '../service.cts';
import { newReference } from '../store/references.cts';
import { present } from '../store/present.cts';
import type { HeldAttachment } from '../store/types.cts';
import { accepted, fetchFile } from './uploads.cts';

export const attachment = {
	uploadAttachment({ service, file, query, fields }) {
		const { attachmentFields } = service.readings;
		const { Number: number, Category: category } = {
			...(attachmentFields === 'query' ? {} : fields),
			...(attachmentFields === 'form' ? {} : present(query)),
		};
		if (number && !/^\d+$/.test(number)) throw invalid('Number takes digits only');
		return add(service, { file: accepted(file), number, category });
	},

	async uploadAttachmentByUrl({ service, body }) {
		const { Number: number, Category: category, FileUrl: fileUrl } = body.File;
		const file = await fetchFile(body.File, service);
		return add(service, { file, number, category, fileUrl });
	},

	getAttachments: ({ service }) => [...service.store.attachments.values()].map(presentAttachment),

	deleteAttachment: ({ service, path }) => remove(service, path.AttachmentReference),
	deleteAttachmentPost: ({ service, path }) => remove(service, path.AttachmentReference),
} satisfies Handlers;

function add({ store }: Service, made: Omit<HeldAttachment, 'reference'>) {
	const held = { reference: newReference(), ...made };
	store.attachments.set(held.reference, held);
	return presentAttachment(held);
}

function remove({ store }: Service, reference: string) {
	store.attachments.delete(store.attachment(reference).reference);
}

const presentAttachment = (held: HeldAttachment): Schemas['AttachmentResponse'] =>
	present({
		Reference: held.reference,
		Name: held.file.name,
		FileType: extensionOf(held.file.name),
		FileUrl: held.fileUrl,
		Number: held.number,
		Category: held.category,
	});
