import { dueDateField, requiredDueDate } from '../../descriptions/dueDate';
import { packageLocator, requiredLocator } from '../../descriptions/locators';
import { chosenView, simplifyField } from '../../descriptions/results';
import { simplifyPackage } from '../../outputs/package';
import { sentDocuments } from '../../outputs/sentDocuments';
import { change, type Api } from '../../transport';
import { refuseOtherDueDate } from '../dueDateKept';
import type { Operation } from '../operation';

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
			PackageReference: requiredLocator(this.getNodeParameter('package', itemIndex), 'Package'),
			...requiredDueDate(this, itemIndex),
		};
		const answer = await change(this, '/Package/Extend', { body: request });
		refuseOtherDueDate(sentDocuments({ Documents: answer.Documents }), request.DueDate);
		return [{ json: chosenView(this, itemIndex, answer, simplifyPackage) }];
	},
};
