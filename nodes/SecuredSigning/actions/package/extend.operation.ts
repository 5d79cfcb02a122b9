import { change, type Api } from '../../api';
import { simplifyPackage } from '../../api/answers/package';
import { sentDocuments } from '../../api/answers/sentDocuments';
import { dueDateField, futureDueDate } from '../../fields/dueDate';
import { chosenView, simplifyField } from '../../fields/results';
import { packageLocator, requiredReference } from '../../pickers/locators';
import type { Operation } from '../../shared/operation';
import { refuseOtherDueDate } from '../otherDueDate';

// API: POST /Package/Extend, docs/api/API.md section 5.3
export const extend: Operation = {
	name: 'Extend',
	value: 'extend',
	action: 'Extend due date of package',
	description: 'Give the signers of all documents of a package more time',
	fields: [packageLocator, dueDateField, simplifyField],
	repetition: 'harmless',
	async execute(itemIndex) {
		const request: Api<'PackageExtendRequest'> = {
			PackageReference: requiredReference(this, itemIndex, packageLocator),
			...futureDueDate(this, itemIndex),
		};
		const answer = await change(this, '/Package/Extend', { body: request });
		refuseOtherDueDate(sentDocuments({ Documents: answer.Documents }), request.DueDate);
		return [{ json: chosenView(this, itemIndex, answer, simplifyPackage) }];
	},
};
