import { documentLocator, requiredLocator } from '../../descriptions/locators';
import { fieldValues } from '../../outputs/fields';
import { read } from '../../transport';
import type { Operation } from '../operation';

// API: GET /Document/FieldData/{DocumentReference}, docs/api/API.md section 5.2
export const getFieldValues: Operation = {
	name: 'Get Field Values',
	value: 'getFieldValues',
	action: 'Get field values of document',
	description: 'Look up what the signers filled in, once everybody has signed',
	fields: [documentLocator],
	async execute(itemIndex) {
		const reference = requiredLocator(this.getNodeParameter('document', itemIndex), 'Document');
		const fields = await read(this, '/Document/FieldData/{DocumentReference}', {
			path: { DocumentReference: reference },
		});
		return [{ json: { documentReference: reference, values: fieldValues(fields), fields } }];
	},
};
