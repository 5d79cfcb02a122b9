import {
	UserError,
	type IBinaryData,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { download as downloadFile, type Api } from '../../api';
import { simplifyCertificate } from '../../api/answers/certificate';
import { certificateFile, certificates, documentFile, uploadedFiles } from '../../evidence/files';
import { optionsField } from '../../fields/options';
import { fileItem, outputFieldField, outputFileNameField } from '../../fields/outputFile';
import { documentLocator, requiredReference } from '../../pickers/locators';
import type { Operation } from '../../shared/operation';
import { downloadFields } from './downloadFields';

// API: the downloads of a document, docs/api/API.md section 5.10
export const download: Operation = {
	name: 'Download',
	value: 'download',
	action: 'Download document',
	description:
		"Get the file of a document: the signed PDF once everybody has signed, and the file without all signatures before that. To get only files that everybody has signed, use 'Get Finished'.",
	fields: [
		documentLocator,
		...downloadFields,
		outputFieldField,
		optionsField([outputFileNameField]),
	],
	async execute(itemIndex) {
		const documentReference = requiredReference(this, itemIndex, documentLocator);
		const file = this.getNodeParameter('file', itemIndex, 'document') as
			| keyof typeof FILES
			| 'certificate';
		if (file === 'certificate') return await certificateItems(this, itemIndex, documentReference);
		const format = this.getNodeParameter('format', itemIndex, 'pdf') as Format;
		const content = await FILES[file](this, documentReference, format);
		return [fileItem(this, itemIndex, content, { documentReference })];
	},
};

type Format = Api<'ENotaryJournalDataType'>;
type Download = (
	context: IExecuteFunctions,
	reference: string,
	format: Format,
) => Promise<IBinaryData>;

const FILES = {
	document: async (context, reference) => await documentFile(context, reference),
	idVerification: async (context, reference, format) =>
		await downloadFile(
			context,
			'/Download/IDVerification/{DocumentReference}/{IDVerificationDataType}',
			{
				path: {
					DocumentReference: reference,
					IDVerificationDataType: format as Api<'IDVerificationDataType'>,
				},
			},
			`${reference}-id-verification.${format}`,
		),
	notaryJournal: async (context, reference, format) =>
		await downloadFile(
			context,
			'/Download/ENotaryJournal/{DocumentReference}/{ENotaryJournalDataType}',
			{ path: { DocumentReference: reference, ENotaryJournalDataType: format } },
			`${reference}-notary-journal.${format}`,
		),
	snapshots: async (context, reference) =>
		await downloadFile(
			context,
			'/Download/Snapshot/{DocumentReference}',
			{ path: { DocumentReference: reference } },
			`${reference}-snapshots.zip`,
		),
	uploadedFiles: async (context, reference) => await uploadedFiles(context, reference),
	videoRecording: async (context, reference) =>
		await downloadFile(
			context,
			'/Download/VideoSigningRecording/{DocumentReference}',
			{ path: { DocumentReference: reference } },
			`${reference}-recording.mp4`,
		),
} satisfies Record<string, Download>;

/** One item for each certificate: nodes that store or send a file take one from each item. */
async function certificateItems(
	context: IExecuteFunctions,
	itemIndex: number,
	documentReference: string,
): Promise<INodeExecutionData[]> {
	const found = await certificates(context, documentReference);
	if (found.length === 0) {
		throw new UserError('The document has no certificate of completion yet', {
			description:
				'The certificate exists only after everybody has signed. Check the status of the document.',
		});
	}
	return await Promise.all(
		found.map(async (certificate) =>
			fileItem(context, itemIndex, await certificateFile(context, certificate), {
				documentReference,
				...simplifyCertificate(certificate),
			}),
		),
	);
}
