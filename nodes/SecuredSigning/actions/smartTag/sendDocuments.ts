import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { readDocuments } from '../../descriptions/documents';
import { requiredDueDate } from '../../descriptions/dueDate';
import { readInvitees } from '../../descriptions/invitees';
import { locatorValue } from '../../descriptions/locators';
import { readAddress, readShareUsers } from '../../descriptions/people';
import { readListItems, readNotifyUrl } from '../../descriptions/sending';
import { sentDocuments } from '../../outputs/sentDocuments';
import {
	Attempt,
	findByClientReference,
	findByReference,
	identityOf,
	inTurn,
	sendOnce,
	uploadOnce,
} from '../../sending';
import { change, isUncertain, type Api } from '../../transport';
import { given, text } from '../../values';

/**
 * Uploads what has to be uploaded and sends it, once.
 *
 * @param notifyUrl in place of the builder's own
 * @returns the documents as the service answers them; `recovered` on those that were out already
 * Source: docs/api/API.md section 5.4
 */
export async function sendDocuments(
	context: IExecuteFunctions,
	itemIndex: number,
	notifyUrl?: string,
): Promise<IDataObject[]> {
	// Everything is read and checked before the first file leaves.
	const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const settings = {
		...requiredDueDate(context, itemIndex),
		...given({ Signers: readInvitees(context, itemIndex) }),
		...readOptions(options),
		...given({ NotifyUrl: notifyUrl ?? (await readNotifyUrl(context, options.notifyUrl)) }),
	};
	const { files, references } = await readDocuments(context, itemIndex);
	const attempt = new Attempt(context, itemIndex);
	const identity = identityOf(options, attempt);
	const route = options.sendAs === 'documents' ? 'Send' : 'Send2';

	const work = async () => {
		if (identity.once && files.length > 0) {
			const { out } = await findByClientReference(context, identity.clientReference);
			if (out.length > 0) return out.map((document) => ({ ...document, recovered: true }));
		}
		const uploads = await uploadOnce(context, files, attempt, identity);
		const DocumentReferences = [...uploads, ...references];
		return await sendOnce(context, attempt, {
			send: async () => {
				const request: Api<'SmartTagSendRequest'> = { DocumentReferences, ...settings };
				return sentDocuments(await change(context, `/SmartTag/${route}`, request));
			},
			look: async () => await findByReference(context, DocumentReferences),
			looksFirst: attempt.mayBeOut || (identity.once && files.length === 0),
			isExact: true,
		});
	};
	return await (identity.once ? inTurn(identity, work) : work()).catch((error: Error) => {
		throw withUploads(error, attempt);
	});
}

function readOptions(
	options: IDataObject,
): Omit<Api<'SmartTagSendRequest'>, 'DocumentReferences' | 'DueDate' | 'GMT'> {
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
			ShareUsers: readShareUsers(options.shareUsers, 'Share With'),
			ListItems: readListItems(options.listItems),
		}),
	};
}

/** Says which files need no second upload. */
function withUploads(error: Error & { description?: string | null }, { uploads }: Attempt): Error {
	if (uploads.length > 0 && !isUncertain(error)) {
		const hint = `Uploaded for it: ${uploads.join(', ')}.`;
		error.description = [error.description, hint].filter(Boolean).join(' ');
	}
	return error;
}
