import { simplifyTemplate } from '../../api/answers/template';
import { chosenView, simplifyField } from '../../fields/results';
import { requiredReference, templateLocator } from '../../pickers/locators';
import type { Operation } from '../../shared/operation';
import { readTemplate } from './readTemplate';

// API: GET /FormFiller/GetSignerTemplate and GetFieldTemplate, docs/api/API.md section 5.6
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get template',
	description: 'Get a Form Filler template with its signers and fields',
	fields: [templateLocator, simplifyField],
	async execute(itemIndex) {
		const reference = requiredReference(this, itemIndex, templateLocator);
		const template = await readTemplate(this, reference);
		return [{ json: chosenView(this, itemIndex, { ...template }, simplifyTemplate) }];
	},
};
