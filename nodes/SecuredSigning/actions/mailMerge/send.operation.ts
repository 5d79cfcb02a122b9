import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { change, savedSettings, type Api } from '../../api';
import { simplifyMailMerge } from '../../api/answers/mailMerge';
import { checkDueDate, dueDateFields, requiredDueDate } from '../../fields/dueDate';
import type { List } from '../../fields/mailMergeFile';
import { columnsField, mailMergeListFields, readMailMergeList } from '../../fields/mailMergeList';
import { optionsField } from '../../fields/options';
import { readAddress } from '../../fields/people';
import { chosenView, simplifyField } from '../../fields/results';
import { mergedEmbeddedField, returnUrlField } from '../../fields/sending';
import { readSender, senderField, sendingAs } from '../../fields/sender';
import { mailMergeLimitsField } from '../../fields/sendingLimits';
import { switchesIn } from '../../fields/switches';
import {
	documentLocator,
	invitationTemplateLocator,
	locatorValue,
	requiredReference,
} from '../../pickers/locators';
import {
	asOwnResult,
	refuseLeftOpen,
	refuseSecondList,
	refuseUnknownPast,
	sendListAgainField,
	withDueDateKept,
} from '../../send';
import { checkSendingLimits } from '../../send/limits';
import { mapConcurrently } from '../../shared/mapConcurrently';
import { contextOfItem, oncePerItem } from '../../shared/oncePerRun';
import type { Operation } from '../../shared/operation';
import { refusal } from '../../shared/refusal';
import { objectsIn, omitEmpty, text } from '../../shared/values';

/** Refuses items with different accounts: all rows are sent in one request, so from one account. */
async function refuseSeveralAccounts(context: IExecuteFunctions): Promise<void> {
	const accounts = await mapConcurrently(
		context.getInputData(),
		async (_, item) => await savedSettings(contextOfItem(context, item)),
	);
	const other = accounts.findIndex((account) => account !== accounts[0]);
	if (other === -1) return;
	throw refusal(
		`Item 0 and item ${other} (counted from 0) have different Secured Signing accounts`,
		"A mail merge is sent from one account, but the credential's expressions give these items different ones. Split the items by account in an earlier node.",
	);
}

const takesAllItems = (context: IExecuteFunctions): boolean =>
	context.getNodeParameter('listFrom', 0, 'items') === 'items';

// API: POST /SmartTag/MailMerge, docs/api/API.md section 5.4
export const send: Operation = {
	name: 'Send',
	value: 'send',
	action: 'Send mail merge to many signers',
	description: 'Send one document per row, each to its own signers',
	fields: [
		{
			...documentLocator,
			description:
				"The uploaded document, with Smart Tags that are filled in from the rows of the list. Secured Signing's public pages do not say how columns must be named, or how the document refers to them: ask Secured Signing, and try it with two test rows first.",
		},
		...mailMergeListFields,
		...dueDateFields,
		simplifyField,
		optionsField([
			columnsField,
			mergedEmbeddedField,
			invitationTemplateLocator,
			returnUrlField,
			senderField,
			sendListAgainField,
			mailMergeLimitsField,
		]),
	],
	// Each row would be sent again.
	repetition: 'harmful',
	takesAllItems() {
		return takesAllItems(this);
	},
	async asks(itemIndex) {
		return [await listOf(this, itemIndex)];
	},
	async execute(itemIndex) {
		return await merge(sendingAs(this, itemIndex), itemIndex, await listOf(this, itemIndex));
	},
};

const listOf = oncePerItem(readMailMergeList);

async function merge(
	context: IExecuteFunctions,
	itemIndex: number,
	list: List,
): Promise<INodeExecutionData[]> {
	refuseUnknownPast(context);
	const options = context.getNodeParameter('options', itemIndex, {});
	if (takesAllItems(context)) await refuseSeveralAccounts(context);
	readSender(options);
	const { DueDate } = requiredDueDate(context, itemIndex);
	const request: Api<'MailMergeRequest'> = {
		DocumentReference: requiredReference(context, itemIndex, documentLocator),
		...list,
		DueDate,
		...switchesIn(options, { embedded: 'Embedded' }),
		...omitEmpty<Partial<Api<'MailMergeRequest'>>>({
			EmailTemplateReference: locatorValue(options.invitationEmailTemplate),
			ReturnUrl: readAddress(options.returnUrl, 'Return URL'),
		}),
	};
	// The tags of the document decide which columns name the signers, so the people in the list are not
	// checked here.
	await checkSendingLimits(context, options, {
		addresses: [['Return URL', request.ReturnUrl]],
		isUncounted: context.getNodeParameter('listFrom', itemIndex, 'items') === 'file',
	});
	const { DocumentReference, MailMergeListFileData } = request;
	const content = [DocumentReference, MailMergeListFileData];
	if (options.sendAgain !== true) refuseSecondList(context, itemIndex, content);
	await refuseLeftOpen(context, itemIndex, [DocumentReference], [MailMergeListFileData]);
	await checkDueDate(context, request);
	const merge = await change(context, '/SmartTag/MailMerge', { body: request });
	const own = await asOwnResult(context, itemIndex, merge);
	const documents = withDueDateKept(context, objectsIn(own.Documents), request);
	const warning = documents.map((document) => text(document.warning)).filter(Boolean);
	const view = chosenView(context, itemIndex, own, simplifyMailMerge);
	return [{ json: { ...view, ...omitEmpty({ warning: warning.join(' ') }) } }];
}
