import { readDated } from '../../api';
import { simplifyDocument } from '../../api/answers/document';
import { readAgain } from '../../api/answers/documentStatus';
import { optionsField } from '../../fields/options';
import {
	chosenView,
	includeLogField,
	logQuery,
	simplifyField,
	tellIfCached,
} from '../../fields/results';
import { documentLocator, requiredReference } from '../../pickers/locators';
import type { Operation } from '../../shared/operation';

// API: GET /Document/Status/{DocumentReference}, docs/api/API.md section 5.2
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get document',
	description: 'Get the status of a document and its signers',
	fields: [documentLocator, simplifyField, optionsField([includeLogField])],
	async execute(itemIndex) {
		const reference = requiredReference(this, itemIndex, documentLocator);
		const { answer, look } = await readDated(this, '/Document/Status/{DocumentReference}', {
			path: { DocumentReference: reference },
			query: logQuery(this, itemIndex),
		});
		tellIfCached(this, look.at);
		const current = readAgain(answer, look);
		return [{ json: chosenView(this, itemIndex, current, simplifyDocument) }];
	},
};
