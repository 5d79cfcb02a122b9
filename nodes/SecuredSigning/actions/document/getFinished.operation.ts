import { lookedAt } from '../../api/answers/looks';
import { earlierIn } from '../../api/answers/toldByItem';
import { currentDocument, withEvidence } from '../../evidence';
import { includeField, readInclude } from '../../fields/include';
import { simplifyField, tellIfCached } from '../../fields/results';
import {
	readSignedFileName,
	signedFileNameField,
	withSignedFileName,
} from '../../fields/signedFileName';
import { documentLocator, requiredReference } from '../../pickers/locators';
import type { Operation } from '../../shared/operation';

// API: the status, field data, certificates and downloads of a document, docs/api/API.md sections
// 5.2 and 5.10
export const getFinished: Operation = {
	name: 'Get Finished',
	value: 'getFinished',
	action: 'Get signed document with certificate and log',
	description:
		'Get the status and log of a document in one item and, once everybody has signed, also the signed PDF, certificate and field values',
	fields: [documentLocator, includeField, signedFileNameField, simplifyField],
	async execute(itemIndex) {
		const reference = requiredReference(this, itemIndex, documentLocator);
		const wants = readInclude(this, itemIndex);
		const simplify = this.getNodeParameter('simplify', itemIndex) === true;
		const earlier = earlierIn(this.getInputData()[itemIndex]?.json, reference);
		const document = await currentDocument(this, reference, wants, earlier);
		tellIfCached(this, lookedAt(document));
		const item = await withEvidence(this, document, wants, simplify);
		return [withSignedFileName(item, readSignedFileName(this, itemIndex))];
	},
};
