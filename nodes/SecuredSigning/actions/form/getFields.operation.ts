import { read } from '../../api';
import { simplifyFormField } from '../../api/answers/form';
import { chosenView, simplifyField } from '../../fields/results';
import { formLocator, requiredReference } from '../../pickers/locators';
import type { Operation } from '../../shared/operation';
import { omitEmpty, objectsIn } from '../../shared/values';

// API: GET /FormDirect/GetPredefinedFormFields/{FormReference}, docs/api/API.md section 5.5
export const getFields: Operation = {
	name: 'Get Fields',
	value: 'getFields',
	action: 'Get fields of form',
	description: 'List the predefined fields of a Form Direct form, with the choices they offer',
	fields: [formLocator, simplifyField],
	async execute(itemIndex) {
		const reference = requiredReference(this, itemIndex, formLocator);
		const { Fields, LastUpdateTime } = await read(
			this,
			'/FormDirect/GetPredefinedFormFields/{FormReference}',
			{ path: { FormReference: reference } },
		);
		return objectsIn(Fields).map((field) => ({
			json: chosenView(
				this,
				itemIndex,
				{ ...field, ...omitEmpty({ LastUpdateTime }) },
				simplifyFormField,
			),
		}));
	},
};
