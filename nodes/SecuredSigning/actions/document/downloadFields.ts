import type { INodeProperties } from 'n8n-workflow';

const PDF = { name: 'PDF', value: 'pdf' };
const JSON_FILE = { name: 'JSON', value: 'json' };

const formatField = (file: string, formats: INodeProperties['options']): INodeProperties => ({
	displayName: 'Format',
	name: 'format',
	type: 'options',
	options: formats,
	default: 'pdf',
	description: 'What kind of file it is',
	displayOptions: { show: { file: [file] } },
});

/** Which of the files that belong to a document; source: docs/api/API.md section 5.10. */
export const downloadFields: INodeProperties[] = [
	{
		displayName: 'Download',
		name: 'file',
		type: 'options',
		options: [
			{
				name: 'Certificate of Completion',
				value: 'certificate',
				description: 'Who signed when and how; one item for each certificate',
			},
			{
				name: 'Document',
				value: 'document',
				description: 'The signed PDF once everybody has signed',
			},
			{
				name: 'ID Verification',
				value: 'idVerification',
				description: 'How the identity of the signers was verified',
			},
			{
				name: 'Notary Journal',
				value: 'notaryJournal',
				description: 'What the notary wrote down',
			},
			{
				name: 'Snapshots',
				value: 'snapshots',
				description: 'Pictures taken during signing',
			},
			{
				name: 'Uploaded Files',
				value: 'uploadedFiles',
				description: 'Files that signers uploaded while signing, as a zip file',
			},
			{
				name: 'Video Recording',
				value: 'videoRecording',
				description: 'The recording of a signing by video',
			},
		],
		default: 'document',
		description: 'Which file of the document to get',
	},
	formatField('idVerification', [JSON_FILE, PDF]),
	formatField('notaryJournal', [JSON_FILE, PDF, { name: 'XLSX', value: 'xlsx' }]),
];
