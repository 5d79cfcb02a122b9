import { change, type Api } from '../../api';
import { simplifyDocument } from '../../api/answers/document';
import { dueDateField, futureDueDate } from '../../fields/dueDate';
import { chosenView, simplifyField } from '../../fields/results';
import { documentLocator, requiredReference } from '../../pickers/locators';
import type { Operation } from '../../shared/operation';
import { refuseOtherDueDate } from '../otherDueDate';

// API: POST /Document/Extend, docs/api/API.md section 5.2
export const extend: Operation = {
	name: 'Extend',
	value: 'extend',
	action: 'Extend due date of document',
	description: 'Give the signers of a document more time',
	fields: [documentLocator, dueDateField, simplifyField],
	repetition: 'harmless',
	async execute(itemIndex) {
		const request: Api<'ExtendRequest'> = {
			DocumentReference: requiredReference(this, itemIndex, documentLocator),
			...futureDueDate(this, itemIndex),
		};
		const document = await change(this, '/Document/Extend', { body: request });
		refuseOtherDueDate([document], request.DueDate);
		return [{ json: chosenView(this, itemIndex, document, simplifyDocument) }];
	},
};
