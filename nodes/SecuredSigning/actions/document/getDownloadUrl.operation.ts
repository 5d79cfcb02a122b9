import { read } from '../../api';
import { documentLocator, requiredReference } from '../../pickers/locators';
import type { Operation } from '../../shared/operation';

// API: GET /Document/GetDocumentUrl/{DocumentReference}, docs/api/API.md section 5.2
export const getDownloadUrl: Operation = {
	name: 'Get Download URL',
	value: 'getDownloadUrl',
	action: 'Get download URL of document',
	description: "Get a web address of a document's file; how long it works is up to Secured Signing",
	fields: [documentLocator],
	async execute(itemIndex) {
		const reference = requiredReference(this, itemIndex, documentLocator);
		const { Url } = await read(this, '/Document/GetDocumentUrl/{DocumentReference}', {
			path: { DocumentReference: reference },
		});
		return [{ json: { url: Url, documentReference: reference } }];
	},
};
