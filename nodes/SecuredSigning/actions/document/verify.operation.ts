import { inputFile, read, upload } from '../../api';
import { simplifyVerification } from '../../api/answers/verification';
import { fieldName, fileNameField, inputFieldField } from '../../fields/files';
import { optionsField } from '../../fields/options';
import { documentLocator, requiredReference } from '../../pickers/locators';
import type { Operation } from '../../shared/operation';
import { text } from '../../shared/values';
import { manifestFields, verifyManifest } from './verifyManifest';

// API: GET /Document/Validation/{DocumentReference} and POST /Document/FileValidation,
// docs/api/API.md section 5.2
export const verify: Operation = {
	name: 'Verify',
	value: 'verify',
	action: 'Verify signatures of document',
	description:
		"Check whether a document is signed and has not been changed since. Use 'valid' in an If node.",
	fields: [
		{
			displayName: 'Verify',
			name: 'source',
			type: 'options',
			options: [
				{ name: 'Document in Secured Signing', value: 'document' },
				{
					name: 'Evidence Manifest and Files of This Item',
					value: 'manifest',
					description:
						'Checks that the files are as they were when the manifest was made. Nothing is sent to Secured Signing.',
				},
				{
					name: 'File of This Item',
					value: 'file',
					description: 'A signed file from an earlier node. It is checked and not stored.',
				},
			],
			default: 'document',
			description: 'What to verify',
		},
		{ ...documentLocator, displayOptions: { show: { source: ['document'] } } },
		{ ...inputFieldField, displayOptions: { show: { source: ['file'] } } },
		{
			...optionsField([
				{
					...fileNameField,
					description: "The name under which the file is checked. If empty: the file's own name.",
				},
			]),
			displayOptions: { show: { source: ['file'] } },
		},
		...manifestFields.map((field) => ({
			...field,
			displayOptions: { show: { source: ['manifest'] } },
		})),
	],
	async execute(itemIndex) {
		const source = this.getNodeParameter('source', itemIndex, 'document');
		if (source === 'manifest') return [{ json: await verifyManifest(this, itemIndex) }];
		if (source === 'file') {
			const field = fieldName(this, itemIndex);
			const fileName = text(this.getNodeParameter('options.fileName', itemIndex, ''));
			const file = await inputFile(this, itemIndex, field, fileName);
			const answer = await upload(this, '/Document/FileValidation', file);
			return [{ json: simplifyVerification(answer) }];
		}
		const reference = requiredReference(this, itemIndex, documentLocator);
		const answer = await read(this, '/Document/Validation/{DocumentReference}', {
			path: { DocumentReference: reference },
		});
		return [{ json: { ...simplifyVerification(answer), documentReference: reference } }];
	},
};
