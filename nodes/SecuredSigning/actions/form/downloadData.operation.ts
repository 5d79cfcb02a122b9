import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { download, withoutSecrets, type Api } from '../../api';
import { decoded, formData } from '../../api/answers/formData';
import { fromStorage, piecesOf } from '../../api/files/storage';
import { close } from '../../api/http/streamOf';
import { firstBytes } from '../../api/http/body';
import { optionsField } from '../../fields/options';
import { fileItem, outputFieldField, outputFileNameField } from '../../fields/outputFile';
import { documentLocator, requiredReference } from '../../pickers/locators';
import { MOST_CSV_BYTES, tooLargeCsv } from '../../shared/csv';
import type { Operation } from '../../shared/operation';

// API: GET /Download/FormData/{DocumentReference}/{FormDataFileType}, docs/api/API.md section 5.10.
// FormDirect/Export is similar, but applies a style sheet of the form, so its output cannot be predicted.
export const downloadData: Operation = {
	name: 'Download Data',
	value: 'downloadData',
	action: 'Download form data',
	description: 'Download the values that people entered in a form, as a file and as JSON',
	fields: [
		{
			...documentLocator,
			description: 'The document that was made from the form when it was sent',
		},
		{
			displayName: 'File Type',
			name: 'fileType',
			type: 'options',
			options: [
				{ name: 'CSV', value: 'csv' },
				{ name: 'Excel (XLS)', value: 'xls' },
				{ name: 'Excel (XLSX)', value: 'xlsx' },
				{ name: 'XML', value: 'xml' },
			],
			default: 'csv',
			description: 'The file type. The values of a CSV file can also be returned as JSON.',
		},
		{
			displayName: 'Add Values as JSON',
			name: 'includeValues',
			type: 'boolean',
			default: true,
			description: 'Whether to add the values in the file to the JSON of the item',
			displayOptions: { show: { fileType: ['csv'] } },
		},
		outputFieldField,
		optionsField([{ ...outputFileNameField, placeholder: 'e.g. answers.csv' }]),
	],
	async execute(itemIndex) {
		const reference = requiredReference(this, itemIndex, documentLocator);
		const fileType = this.getNodeParameter('fileType', itemIndex) as Api<'FormDataFileType'>;
		const withValues =
			fileType === 'csv' && this.getNodeParameter('includeValues', itemIndex, true);
		const begun = performance.now();
		const file = await download(
			this,
			'/Download/FormData/{DocumentReference}/{FormDataFileType}',
			{ path: { DocumentReference: reference, FormDataFileType: fileType } },
			`${reference}.${fileType}`,
		);
		const item = fileItem(this, itemIndex, file, { documentReference: reference });
		if (withValues) {
			const values = await formData(await decoded(await contentOf(this, file)));
			// Searched in the values, not in the file: there, an escaped quotation mark may split a secret.
			const safe = await withoutSecrets(this, JSON.stringify(values), begun);
			Object.assign(item.json, JSON.parse(safe) as IDataObject);
		}
		return [item];
	},
};

/** @throws UserError when it is larger than MOST_CSV_BYTES */
async function contentOf(context: IExecuteFunctions, file: IBinaryData): Promise<Buffer> {
	const { id, data, fileName = '' } = file;
	const stop = context.getExecutionCancelSignal();
	const stored = id && (await fromStorage(context.helpers.getBinaryStream(id), fileName, stop));
	const pieces = stored ? piecesOf(stored, fileName, stop) : [Buffer.from(data, 'base64')];
	const { content, isCut, problem } = await firstBytes(pieces, MOST_CSV_BYTES);
	close(stored);
	if (problem !== undefined) throw problem;
	if (isCut) throw tooLargeCsv(`${MOST_CSV_BYTES / 1e6} MB`);
	return content;
}
