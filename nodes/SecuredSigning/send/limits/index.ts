/** Sending Limits: refuses what exceeds them, and what cannot be checked against them. */
import type { IExecuteFunctions } from 'n8n-workflow';

import type { UploadFile } from '../../api';
import { refusal } from '../../shared/refusal';
import { type Given, text } from '../../shared/values';
import { takeDocuments } from './documentLimit';
import { checkFiles } from './files';
import { checkHosts, type NamedAddress } from './hosts';
import { checkDomains, checkNames, checkPeople, type LimitedSigner, type Person } from './people';
import { ADVICE, limitsPeople, readLimits, type Limits } from './read';
import { checkValues, type NamedValue } from './values';

export type { NamedAddress } from './hosts';
export { choicesIn } from './values';

/** What one item is about to send. */
interface ToBeSent {
	/** The signers; undefined if the documents' own Smart Tags, or a list, name them. */
	signers?: LimitedSigner[];
	/** The people with whom it is also shared. */
	shareUsers?: Person[];
	/** The values that are written into documents. */
	values?: NamedValue[];
	/** The files that will be uploaded. */
	files?: UploadFile[];
	/** Whether the files are sent separately, not as one package. */
	isOneByOne?: boolean;
	/** Documents that are in the service already. */
	references?: string[];
	/** A workflow of the service, which may add people. */
	workflow?: string;
	/** The addresses that the service calls, or to which it redirects browsers. */
	addresses?: NamedAddress[];
	/** How many documents an item of the run sends; one unless given. */
	documentsOf?(itemIndex: number): number;
	/** Whether the number of documents is not known. */
	isUncounted?: boolean;
}

/**
 * Refuses what exceeds the limits that the user set. To be called after all other checks: documents that get
 * here are counted, even if the send fails.
 *
 * @throws UserError that says which limit it is
 */
export async function checkSendingLimits(
	context: IExecuteFunctions,
	{ sendingLimits }: Given,
	toBeSent: ToBeSent,
): Promise<void> {
	const limits = readLimits(context, sendingLimits);
	checkHosts(limits, toBeSent.addresses ?? []);
	if (limitsPeople(limits)) {
		await checkWhoSigns(limits, toBeSent, context.getExecutionCancelSignal());
	}
	if (limits.maxDocuments === Infinity) return;
	if (toBeSent.isUncounted) {
		throw refusal(
			"The rows of a file are not counted, but 'Sending Limits' restricts the number of documents",
			`Choose 'Input Items' in 'List', with a node before this one that reads the file. ${ADVICE}`,
		);
	}
	const { total, before, fits } = takeDocuments(context, limits.maxDocuments, toBeSent.documentsOf);
	if (!fits) {
		const after = before > 0 ? ` after ${before} earlier` : '';
		throw refusal(
			`This would send ${counted(total)}${after}, but the maximum for one execution is ${limits.maxDocuments}`,
			ADVICE,
		);
	}
}

/** Whether it is limited who may sign. */
export const limitsWhoSigns = (context: IExecuteFunctions, { sendingLimits }: Given): boolean =>
	limitsPeople(readLimits(context, sendingLimits));

/**
 * The same for new details of a signer of a document that was sent.
 * @throws UserError when the email address is not at an allowed domain, or a name is not only a name
 */
export function checkNewDetails(
	context: IExecuteFunctions,
	{ sendingLimits }: Given,
	{ email, firstName, lastName }: Given,
): void {
	const limits = readLimits(context, sendingLimits);
	if (email !== undefined) checkDomains(limits.domains, [text(email)]);
	if (limitsPeople(limits)) checkNames([{ FirstName: text(firstName), LastName: text(lastName) }]);
}

async function checkWhoSigns(
	limits: Limits,
	{
		signers,
		shareUsers = [],
		values = [],
		files = [],
		references = [],
		workflow,
		isOneByOne,
	}: ToBeSent,
	signal?: AbortSignal,
): Promise<void> {
	if (signers === undefined) {
		throw refusal(
			"The node does not name the signers, but 'Sending Limits' restricts who may sign",
			`Choose 'Enter Below' or 'From JSON' in 'Signers': names that are only in a document's Smart Tags do not count. With limits on people, a mail merge cannot be sent: send its rows with Smart Tag > Send. ${ADVICE}`,
		);
	}
	checkPeople(limits, signers, shareUsers);
	checkValues(values);
	if (workflow !== undefined) {
		throw refusal(
			"'Workflow' may add people, but 'Sending Limits' restricts who may sign",
			`The people whom a Smart Tag workflow of Secured Signing adds are not known in advance. Leave 'Workflow' empty. ${ADVICE}`,
		);
	}
	if (references.length > 0 && !limits.allowStored) {
		throw refusal(
			`The Smart Tags of the stored document ${references[0]} were not read, but 'Sending Limits' restricts who may sign`,
			`They could ask somebody else to sign. Send the file itself by 'Files of This Item'. If nobody but you can choose or upload what is sent, turn on 'Allow Stored Documents' in 'Sending Limits'. ${ADVICE}`,
		);
	}
	await checkFiles(files, { given: signers.length, isOneByOne }, signal);
}

const counted = (documents: number) => (documents === 1 ? '1 document' : `${documents} documents`);
