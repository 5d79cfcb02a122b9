import { UserError, type IExecuteFunctions } from 'n8n-workflow';

import { inputFile } from '../../api';
import { fieldNames, inputFieldField } from '../../fields/files';
import { smartTagSignersFields, readSmartTagSigners } from '../../fields/smartTagSigners';
import { checkedFiles } from '../../send/checkFirst';
import type { Operation } from '../../shared/operation';
import { readTags, refusedFile, type ReadFile } from '../../smartTags/read';

const [signersFrom, ...signerLists] = smartTagSignersFields;

// What is known of Smart Tags: docs/api/SMART-TAGS.md
export const check: Operation = {
	name: 'Check',
	value: 'check',
	action: 'Check Smart Tags of document',
	description: 'Check the Smart Tags in a file of up to 50 MB for problems. Nothing is sent.',
	fields: [
		{
			...inputFieldField,
			hint: 'The name of the input field with the .docx, .odt or .pdf. Several names, separated by commas, are checked as one package.',
		},
		{
			...signersFrom,
			default: 'tags',
			description:
				'The signers the document will be sent to. Signers that you enter replace the details in the tags.',
		},
		...signerLists,
	],
	async execute(itemIndex) {
		const given = readSmartTagSigners(this, itemIndex);
		const fields = fieldNames(this, itemIndex);
		const read: ReadFile[] = [];
		for (const field of fields) read.push(await readField(this, itemIndex, field));
		return checkedFiles(read, given).map((file) => ({ json: { ...file } }));
	},
};

/** Reads one file. A file that the service would not accept is reported as a problem, not as an error. */
async function readField(
	context: IExecuteFunctions,
	itemIndex: number,
	field: string,
): Promise<ReadFile> {
	const { fileName = field } = context.helpers.assertBinaryData(itemIndex, field);
	const file = await inputFile(context, itemIndex, field).catch((error: Error) => {
		if (error instanceof UserError) return refusedFile(fileName, error.message);
		throw error;
	});
	return 'open' in file ? await readTags(file, context.getExecutionCancelSignal()) : file;
}
