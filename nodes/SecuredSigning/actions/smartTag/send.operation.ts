import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { documentsFields, readDocuments, withUploads } from '../../descriptions/documents';
import { dueDateField, requiredDueDate } from '../../descriptions/dueDate';
import { inviteesFields, readInvitees } from '../../descriptions/invitees';
import { locatorValue } from '../../descriptions/locators';
import { readAddress, readShareUsers } from '../../descriptions/people';
import { chosenView, simplifyField } from '../../descriptions/results';
import { readListItems } from '../../descriptions/sending';
import { simplifyDocument } from '../../outputs/document';
import { sentDocuments } from '../../outputs/sentDocuments';
import { change, type Api } from '../../transport';
import { given, text } from '../../values';
import type { Operation } from '../operation';
import { sendOptionsField } from './sendOptions';

// API: POST /SmartTag/Send and Send2, docs/api/API.md section 5.4
export const send: Operation = {
	name: 'Send',
	value: 'send',
	action: 'Send document with Smart Tags for signing',
	description: 'Send files or uploaded documents to the people who sign them',
	fields: [...documentsFields, ...inviteesFields, dueDateField, simplifyField, sendOptionsField],
	async execute(itemIndex) {
		// Everything is read and checked before the first file leaves.
		const settings = {
			...requiredDueDate(this, itemIndex),
			...given({ Signers: readInvitees(this, itemIndex) }),
			...readOptions(this, itemIndex),
		};
		const { sendAs, clientReference } = this.getNodeParameter('options', itemIndex, {});
		const documents = await readDocuments(this, itemIndex);
		const route = sendAs === 'documents' ? 'Send' : 'Send2';
		const answer = await withUploads(
			this,
			documents,
			text(clientReference),
			async (DocumentReferences) => {
				const request: Api<'SmartTagSendRequest'> = { DocumentReferences, ...settings };
				return await change(this, `/SmartTag/${route}`, request);
			},
		);
		return sentDocuments(answer).map((document) => ({
			json: chosenView(this, itemIndex, document, simplifyDocument),
		}));
	},
};

type Settings = Omit<Api<'SmartTagSendRequest'>, 'DocumentReferences' | 'DueDate' | 'GMT'>;

function readOptions(context: IExecuteFunctions, itemIndex: number): Settings {
	const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	return {
		...(options.sendAs === 'documents' && { NoPackage: true }),
		...given({
			Embedded: options.embedded as boolean | undefined,
			SingleDocumentAsPackage: options.singleDocumentAsPackage as boolean | undefined,
			NoInvitationEmailTemplate: options.noInvitationEmailTemplate as boolean | undefined,
			NoCompletionEmailTemplate: options.noCompletionEmailTemplate as boolean | undefined,
			Supervising: options.supervising as boolean | undefined,
			PackageName: text(options.packageName),
			QueueReference: text(options.queueReference),
			InvitationEmailTemplateReference: locatorValue(options.invitationEmailTemplate),
			CompletionEmailTemplateReference: locatorValue(options.completionEmailTemplate),
			WorkflowReference: locatorValue(options.workflow),
			ReturnUrl: readAddress(options.returnUrl, 'Return URL'),
			NotifyUrl: readAddress(options.notifyUrl, 'Notify URL'),
			ShareUsers: readShareUsers(options.shareUsers, 'Share With'),
			ListItems: readListItems(options.listItems),
		}),
	};
}
