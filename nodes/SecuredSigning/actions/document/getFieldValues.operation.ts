import { read } from '../../api';
import { fieldValues } from '../../api/answers/fields';
import { documentLocator, requiredReference } from '../../pickers/locators';
import type { Operation } from '../../shared/operation';

// API: GET /Document/FieldData/{DocumentReference}, docs/api/API.md section 5.2
export const getFieldValues: Operation = {
	name: 'Get Field Values',
	value: 'getFieldValues',
	action: 'Get field values of document',
	description: 'Get the values that the signers entered, after everybody has signed',
	fields: [documentLocator],
	async execute(itemIndex) {
		const reference = requiredReference(this, itemIndex, documentLocator);
		const fields = await read(this, '/Document/FieldData/{DocumentReference}', {
			path: { DocumentReference: reference },
		});
		return [{ json: { values: fieldValues(fields), fields, documentReference: reference } }];
	},
};
