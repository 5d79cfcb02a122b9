import type { INodeProperties } from 'n8n-workflow';

import { documentsFields } from '../../fields/documents';
import { dueDateFields } from '../../fields/dueDate';
import { clientReferenceField } from '../../fields/files';
import { meaningfulWhenEmpty } from '../../fields/checkedValue';
import { smartTagSignersFields } from '../../fields/smartTagSigners';
import { commonSendOptions, listItemsField, sendAsField } from '../../fields/sending';
import { sendingLimitsField } from '../../fields/sendingLimits';
import { shareUsersField } from '../../fields/shareUsers';
import {
	completionTemplateLocator,
	invitationTemplateLocator,
	workflowLocator,
} from '../../pickers/locators';
import { acceptUnsealedField, checkIfSentField, sendAgainField } from '../../send';
import { checkFirstField } from '../../send/checkFirst';

/** The fields for the documents of a send with Smart Tags, and for its signers. */
export const sendFields: INodeProperties[] = [
	{
		displayName:
			'Type <b>[!Sign.1.F, , ,]</b> in the document where the first signer signs and <b>[!Sign.2.F, , ,]</b> where the second does, each in a paragraph of its own. <a href="https://github.com/n8n-nodes-secured-signing/n8n-nodes-secured-signing#a-contract-in-three-nodes" target="_blank">Learn more</a>',
		name: 'tagsNotice',
		type: 'notice',
		default: '',
	},
	...documentsFields,
	...smartTagSignersFields,
	...dueDateFields,
];

/** The options of a send with Smart Tags; source: docs/api/API.md section 5.4. */
export const sendOptions: INodeProperties[] = [
	acceptUnsealedField,
	...commonSendOptions,
	sendingLimitsField,
	checkIfSentField,
	checkFirstField,
	meaningfulWhenEmpty({
		...clientReferenceField,
		description:
			'Your own reference for the files uploaded here, such as an order number. Secured Signing returns it with the document.',
	}),
	completionTemplateLocator,
	listItemsField,
	invitationTemplateLocator,
	meaningfulWhenEmpty({
		displayName: 'Package Name',
		name: 'packageName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Employment contract Mia Wong',
		description:
			"The name under which several documents are sent together. For a single document, it is used only with 'Single as Package'.",
	}),
	meaningfulWhenEmpty({
		displayName: 'Queue Reference',
		name: 'queueReference',
		type: 'string',
		default: '',
		placeholder: 'e.g. A-123',
		description: 'A queue reference, if Secured Signing gave you one',
	}),
	sendAgainField,
	sendAsField,
	shareUsersField,
	{
		displayName: 'Single as Package',
		name: 'singleDocumentAsPackage',
		type: 'boolean',
		default: false,
		description: 'Whether to send even a single document as a package',
	},
	{
		displayName: 'Default Completion Email',
		name: 'noCompletionEmailTemplate',
		type: 'boolean',
		default: false,
		description:
			"Whether to use Secured Signing's own completion email instead of your account's template",
	},
	{
		displayName: 'Default Invitation Email',
		name: 'noInvitationEmailTemplate',
		type: 'boolean',
		default: false,
		description:
			"Whether to use Secured Signing's own invitation email instead of your account's template",
	},
	{
		displayName: 'Supervising',
		name: 'supervising',
		type: 'boolean',
		default: false,
		description:
			"Whether to set Secured Signing's Supervising switch. Use it only if Secured Signing told you to.",
	},
	workflowLocator,
];
