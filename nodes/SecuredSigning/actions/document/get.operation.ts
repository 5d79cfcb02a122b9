import { documentLocator, requiredLocator } from '../../descriptions/locators';
import { optionsField } from '../../descriptions/options';
import { chosenView, includeLogField, logQuery, simplifyField } from '../../descriptions/results';
import { simplifyDocument } from '../../outputs/document';
import { readAgain } from '../../outputs/documentStatus';
import { read, serviceTime } from '../../transport';
import type { Operation } from '../operation';

// API: GET /Document/Status/{DocumentReference}, docs/api/API.md section 5.2
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get document',
	description: 'Look up how far a document is and who has signed',
	fields: [documentLocator, simplifyField, optionsField([includeLogField])],
	async execute(itemIndex) {
		const reference = requiredLocator(this.getNodeParameter('document', itemIndex), 'Document');
		const document = await read(this, '/Document/Status/{DocumentReference}', {
			path: { DocumentReference: reference },
			query: logQuery(this, itemIndex),
		});
		const current = readAgain(document, await serviceTime(this));
		return [{ json: chosenView(this, itemIndex, current, simplifyDocument) }];
	},
};
