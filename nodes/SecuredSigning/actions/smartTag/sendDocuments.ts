import type { IExecuteFunctions } from 'n8n-workflow';

import { change, isUncertain, type Api, type RawDocument } from '../../api';
import { countDocuments, readDocuments, type Documents } from '../../fields/documents';
import { checkDueDate, readDueDate } from '../../fields/dueDate';
import { readSmartTagSigners } from '../../fields/smartTagSigners';
import { readCommonOptions, readListItems } from '../../fields/sending';
import { readShareUsers } from '../../fields/shareUsers';
import { switchesIn } from '../../fields/switches';
import { locatorValue } from '../../pickers/locators';
import {
	checkedBeforehand,
	checkSeal,
	checkStored,
	clientReferenceOf,
	dueDateOf,
	marksOf,
	isReadBeforehand,
	refuseSecondItem,
	withDocumentLocks,
	sendOnce,
	termsOf,
	unlessAttempted,
	unlessSent,
	uploadOnce,
	type Attempt,
	type ClientReference,
	type Contract,
	type Planned,
} from '../../send';
import { checkBeforeSending } from '../../send/checkFirst';
import { checkSendingLimits, choicesIn, limitsWhoSigns } from '../../send/limits';
import { refuseUninvited } from '../../send/uninvited';
import { withWarning } from '../../send/warning';
import { visibleText, visibleWords } from '../../shared/characters';
import { oncePerItem } from '../../shared/oncePerRun';
import { readAll } from '../../shared/readAll';
import { type Given, omitEmpty } from '../../shared/values';

/**
 * Uploads what has to be uploaded and sends it, once.
 *
 * @param notifyUrl replaces the one that the user entered
 * @returns the documents as in the service's answer; those that had been sent before have `recovered`
 * Source: docs/api/API.md section 5.4
 */
export async function sendDocuments(
	context: IExecuteFunctions,
	itemIndex: number,
	notifyUrl?: string,
): Promise<RawDocument[]> {
	return await unlessAttempted(
		context,
		itemIndex,
		async () =>
			contractOf({
				...(await readDocuments(context, itemIndex)),
				options: context.getNodeParameter('options', itemIndex, {}),
				given: readSmartTagSigners(context, itemIndex),
				dueDate: readDueDate(context, itemIndex),
			}),
		async (attempt) => await send(context, itemIndex, attempt, notifyUrl),
	);
}

/** What is read of the item. */
interface Entered extends Documents, Pick<Contract, 'dueDate'> {
	options: Given;
	/** Undefined where the Smart Tags name them. */
	given: ReturnType<typeof readSmartTagSigners>;
}

const contractOf = ({ files, references, options, given = [], dueDate }: Entered): Contract => ({
	people: given,
	subject: references.length > 0 ? { Documents: [...references].sort() } : {},
	files,
	values: [
		['Client Reference', options.clientReference],
		['Sender', options.sender],
		['Completion Template', locatorValue(options.completionEmailTemplate)],
		['Drop-Down Choices', options.listItems],
		['Embedded Signing', options.embedded === true || undefined],
		['Invitation Template', locatorValue(options.invitationEmailTemplate)],
		['Package Name', options.packageName],
		['Send As', options.sendAs === 'documents' || undefined],
		['Share With', options.shareUsers],
		['Supervising', options.supervising === true || undefined],
		['Workflow', locatorValue(options.workflow)],
	],
	dueDate,
});

/** Everything that is read before the first file is uploaded. */
const enteredIn = oncePerItem(
	async (context: IExecuteFunctions, itemIndex: number, notifyUrl?: string) => {
		const options = context.getNodeParameter('options', itemIndex, {});
		const { dueDate, given, chosen, common, documents } = await readAll({
			given: () => readSmartTagSigners(context, itemIndex),
			dueDate: () => dueDateOf(context, itemIndex),
			chosen: () => readOptions(options),
			common: async () => await readCommonOptions(context, options, notifyUrl),
			documents: async () => await readDocuments(context, itemIndex),
		});
		const settings = { ...dueDate, ...omitEmpty({ Signers: given }), ...chosen, ...common };
		return { ...documents, options, given, dueDate, settings };
	},
);

type Read = Awaited<ReturnType<typeof enteredIn>>;

/**
 * Reads the Smart Tags of the files.
 *
 * @throws UserError with what has to be corrected
 */
async function checkTags(context: IExecuteFunctions, entered: Read) {
	const { files, references, options, given, settings } = entered;
	const stop = context.getExecutionCancelSignal();
	const isOneByOne = settings.NoPackage === true;
	const isLimited = limitsWhoSigns(context, options);
	// Stored documents of the same package, and workflows, may add signers. Limits are stricter.
	const isAllThere = settings.WorkflowReference === undefined && (isOneByOne || !references.length);
	if (isAllThere && !isLimited) {
		await refuseUninvited(files, { given: given?.length ?? 0, isOneByOne }, stop);
	}
	// If limits apply to the signers and only the Smart Tags name them, the limits themselves check the tags.
	const isUnchecked = options.checkFirst === false || (isLimited && given === undefined);
	const sending = { given, isOneByOne, isAllThere, isUnchecked };
	return await checkBeforeSending(files, sending, stop);
}

/** @param files those whose Smart Tags may be read now */
const checkEntered = async (
	context: IExecuteFunctions,
	entered: Read,
	{ files, notifyUrl }: { files: Read['files']; notifyUrl?: string },
): Promise<void> => {
	const { dueDate, options, settings, references } = entered;
	await checkSendingLimits(context, options, {
		signers: settings.Signers,
		shareUsers: settings.ShareUsers,
		values: choicesIn(settings.ListItems),
		files,
		isOneByOne: settings.NoPackage === true,
		references,
		workflow: settings.WorkflowReference,
		addresses: [
			// The address of a wait is the node's own.
			['Notify URL', notifyUrl === undefined ? settings.NotifyUrl : undefined],
			['Return URL', settings.ReturnUrl],
			...(settings.Signers ?? []).map(({ ReturnUrl }): [string, string?] => [
				'Return URL',
				ReturnUrl,
			]),
		],
		documentsOf: (item) => countDocuments(context, item),
	});
	await checkSeal(context, {
		request: requestOf(entered, []),
		isPackage: isPackageOf(entered),
		options,
		files: entered.files,
		isUnread: files.length < entered.files.length,
		stored: references,
		notifyUrl,
	});
	// The last check, because it sends a request: none is needed if an earlier check fails.
	await checkDueDate(context, dueDate);
};

/**
 * Checks what an item would send, before any item of the run is sent; the same checks as in sendDocuments.
 */
export const checkDocuments = checkedBeforehand(
	enteredIn,
	async (context, entered, notifyUrl, itemIndex) => {
		const files = isReadBeforehand(context, entered.files) ? entered.files : [];
		if (files.length > 0) await checkTags(context, entered);
		if (entered.options.sendAgain !== true) {
			refuseSecondItem(context, itemIndex, entered.references);
		}
		await checkEntered(context, entered, { files, notifyUrl });
	},
);

/** The request to Secured Signing, once the files are uploaded. */
const requestOf = (
	{ references, settings }: Read,
	uploads: string[],
): Api<'SmartTagSendRequest'> => ({
	DocumentReferences: [...uploads, ...references],
	...settings,
});

const isPackageOf = ({ settings }: Read): boolean => settings.NoPackage !== true;

/** The remaining checks, right before the send. */
async function checkAtLast(
	context: IExecuteFunctions,
	itemIndex: number,
	entered: Read,
	{ sentAs, attempt, notifyUrl }: { sentAs: ClientReference; attempt: Attempt; notifyUrl?: string },
): Promise<void> {
	const { files, references, options } = entered;
	await checkEntered(context, entered, { files, notifyUrl });
	await checkStored(context, itemIndex, references, options, sentAs, attempt);
}

/** What sendDocuments would send, read and checked in the same way. Nothing is sent or uploaded. */
export async function planDocuments(
	context: IExecuteFunctions,
	itemIndex: number,
	attempt: Attempt,
): Promise<Planned> {
	const entered = await enteredIn(context, itemIndex);
	const { files, references, options, given = [], settings } = entered;
	const { warnings, places, isKnown } = await checkTags(context, entered);
	const contract = contractOf(entered);
	const marks = marksOf(contract, termsOf(context, contract));
	const sentAs = clientReferenceOf(options, attempt, marks, references.length > 0);
	await checkAtLast(context, itemIndex, entered, { sentAs, attempt });
	const all = [
		...given.map((signer, at) => ({ signer, order: at + 1 })),
		...places.map(({ order, signer, document }) => ({ order, signer, document, isOfTag: true })),
	];
	const disputed = new Set(places.flatMap(({ order, isDisputed }) => (isDisputed ? [order] : [])));
	return {
		request: requestOf(entered, []),
		sentAs,
		files,
		stored: references,
		isPackage: isPackageOf(entered),
		signers: all.map(({ signer, ...more }) => ({ ...more, details: { ...signer } })),
		// If limits apply to the signers, files that may name others are refused; stored documents are not
		// read.
		isEverybody:
			references.length === 0 &&
			disputed.size === 0 &&
			settings.WorkflowReference === undefined &&
			(isKnown || limitsWhoSigns(context, options)),
		warnings: [
			...warnings,
			...[...disputed].map(
				(order) =>
					`The Smart Tags name different people as signer ${order}. All of them are shown; which of them are asked to sign is not known.`,
			),
		],
	};
}

async function send(
	context: IExecuteFunctions,
	itemIndex: number,
	attempt: Attempt,
	notifyUrl?: string,
): Promise<RawDocument[]> {
	const entered = await enteredIn(context, itemIndex, notifyUrl);
	const { files, references, options, given } = entered;
	const { warnings, named } = await checkTags(context, entered);
	const contract = contractOf(entered);
	const terms = termsOf(context, contract);
	const marks = marksOf(contract, terms);
	const sentAs = clientReferenceOf(options, attempt, marks, references.length > 0);
	const order = {
		count: files.length + references.length,
		signers: [...(given ?? []), ...named.map(({ signer }) => signer)],
		// The Smart Tags of a document may name further people, unless these are limited.
		isEverybody: limitsWhoSigns(context, options),
	};
	const route = options.sendAs === 'documents' ? '/SmartTag/Send' : '/SmartTag/Send2';

	const work = async () => {
		const uploads = await uploadOnce(context, files, attempt, sentAs);
		const request = requestOf(entered, uploads);
		const { DocumentReferences: documents } = request;
		const isRepeat = options.sendAgain === true && references.length > 0;
		const post = async () => await change(context, route, { body: request });
		const own = { ...order, documents, uploads, isRepeat };
		return await sendOnce(context, attempt, sentAs, own, post);
	};
	const sent = await withDocumentLocks(context, references, async () => {
		const check = async () =>
			await checkAtLast(context, itemIndex, entered, { sentAs, attempt, notifyUrl });
		const subject = { ...order, contract, terms, stored: references, check };
		return await unlessSent(context, attempt, sentAs, subject, work).catch((error: Error) => {
			throw withUploads(error, attempt);
		});
	});
	return warnings.length > 0 ? withWarning(context, sent, warnings.join(' ')) : sent;
}

const SWITCHES = {
	embedded: 'Embedded',
	singleDocumentAsPackage: 'SingleDocumentAsPackage',
	noInvitationEmailTemplate: 'NoInvitationEmailTemplate',
	noCompletionEmailTemplate: 'NoCompletionEmailTemplate',
	supervising: 'Supervising',
} as const;

function readOptions(
	options: Given,
): Omit<Api<'SmartTagSendRequest'>, 'DocumentReferences' | 'DueDate' | 'GMT'> {
	return {
		...(options.sendAs === 'documents' && { NoPackage: true }),
		...switchesIn(options, SWITCHES),
		...omitEmpty<Partial<Api<'SmartTagSendRequest'>>>({
			PackageName: visibleWords(options.packageName, "'Package Name'"),
			QueueReference: visibleText(options.queueReference, "'Queue Reference'"),
			InvitationEmailTemplateReference: locatorValue(options.invitationEmailTemplate),
			CompletionEmailTemplateReference: locatorValue(options.completionEmailTemplate),
			WorkflowReference: locatorValue(options.workflow),
			ShareUsers: readShareUsers(options.shareUsers, 'Share With'),
			ListItems: readListItems(options.listItems),
		}),
	};
}

/** Says which files need no second upload. */
function withUploads(error: Error & { description?: string | null }, { uploads }: Attempt): Error {
	const uploaded = uploads.flatMap(({ reference }) => reference ?? []);
	if (uploaded.length > 0 && !isUncertain(error)) {
		const hint = `Uploaded for it: ${uploaded.join(', ')}.`;
		error.description = [error.description, hint].filter(Boolean).join(' ');
	}
	return error;
}
