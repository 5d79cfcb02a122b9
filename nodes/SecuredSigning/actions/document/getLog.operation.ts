import { read } from '../../api';
import { simplifyLogEntry } from '../../api/answers/document';
import { documentLocator, requiredReference } from '../../pickers/locators';
import type { Operation } from '../../shared/operation';

// API: GET /Document/Log/{DocumentReference}, docs/api/API.md section 5.2
export const getLog: Operation = {
	name: 'Get Log',
	value: 'getLog',
	action: 'Get log of document',
	description: 'List the events of a document, one item for each event',
	fields: [documentLocator],
	async execute(itemIndex) {
		const reference = requiredReference(this, itemIndex, documentLocator);
		const log = await read(this, '/Document/Log/{DocumentReference}', {
			path: { DocumentReference: reference },
		});
		return log.map((entry) => ({
			json: { ...simplifyLogEntry(entry), documentReference: reference },
		}));
	},
};
