import { read } from '../../api';
import { documentLocator, requiredReference } from '../../pickers/locators';
import type { Operation } from '../../shared/operation';

// API: GET /Document/GetDocumentUrl/{DocumentReference}, docs/api/API.md section 5.2
export const getDownloadUrl: Operation = {
	name: 'Get Download URL',
	value: 'getDownloadUrl',
	action: 'Get download URL of document',
	description:
		"Get a temporary download link for the file of a document. No public page says how long it works, or whether it opens without signing in. To keep the file, use 'Download'.",
	fields: [documentLocator],
	async execute(itemIndex) {
		const reference = requiredReference(this, itemIndex, documentLocator);
		const { Url } = await read(this, '/Document/GetDocumentUrl/{DocumentReference}', {
			path: { DocumentReference: reference },
		});
		return [{ json: { url: Url, documentReference: reference } }];
	},
};
