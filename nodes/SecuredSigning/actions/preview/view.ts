import { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { senderOf } from '../../api';
import { collectionsOf } from '../../fields/checkedValue';
import { sendingLimitsField } from '../../fields/sendingLimits';
import { leavesOf, sealOf, type Leaf, type Planned } from '../../send';
import { readLimits } from '../../send/limits/read';
import { asciiDomain, domainOf } from '../../shared/addresses';
import { characterCode } from '../../shared/characters';
import { asInstant, shownIn } from '../../shared/dates';
import { isTool } from '../../shared/tool';
import { firstOf, text } from '../../shared/values';
import { documentRow, documentsIn, type PreviewedDocument } from './documents';
import { emailRow, emailsOf, isInSome, isInTheirs } from './emails';
import { asHtml, asText, type Row, type Section } from './render';
import { signerOf, signerRow, type PreviewedSigner } from './signers';

/** The output of a preview: fields for programs, and the same as text and HTML for people. */
export async function previewOf(
	context: IExecuteFunctions,
	itemIndex: number,
	planned: Planned,
): Promise<IDataObject> {
	const { request, sentAs, isPackage, isEverybody } = planned;
	const documents = await documentsIn(context, planned);
	const signers = planned.signers.map((signer) => signerOf(signer, planned, documents));
	const timezone = context.getTimezone();
	const dueDate = text(request.DueDate);
	const options: IDataObject = context.getNodeParameter('options', itemIndex, {});
	const limits = limitsIn(context, options);
	const warnings = [...planned.warnings, ...warningsOf(planned, signers)];
	const due = shownIn(DateTime.fromISO(dueDate), timezone);
	const emails = emailsOf(planned, signers, documents);
	const sender = senderOf(context) ?? '';
	const otherValues = [
		...(sender === '' ? [] : [{ name: 'Sender', value: sender }]),
		...valuesIn(planned, signers, emails),
	];
	const clientReference = sentAs.isGenerated ? '' : sentAs.clientReference;
	const isOnePackage =
		isPackage && (documents.length > 1 || request.SingleDocumentAsPackage === true);
	const sections: Section[] = [
		// First: nothing that somebody enters can push them out of sight.
		['Warnings', warnings.map((warning) => ['', warning])],
		['Documents', documents.map(documentRow)],
		[
			'How',
			[
				...(documents.length > 1
					? [['Sent as', isPackage ? 'one package' : 'separate documents'] satisfies Row]
					: []),
				...(clientReference === '' ? [] : [['Client reference', clientReference] satisfies Row]),
			],
		],
		['Signers', signers.map(signerRow)],
		['Due date', [['Everybody must sign by', due]]],
		['Emails', emails.map(emailRow)],
		['Other values', otherValues.map(({ name, value }) => [name, value])],
		['Sending limits', Object.entries(limits).map(limitRow)],
	];
	return {
		documents,
		isPackage: isOnePackage,
		signers,
		isEverybody,
		// Send takes it back as it is.
		dueDate: asInstant(dueDate),
		emails,
		clientReference,
		otherValues,
		limits,
		warnings,
		previewText: asText(sections),
		previewHtml: asHtml(sections),
		...(isTool(context) ? {} : await sealOf(context, options, planned, filesIn(documents))),
	};
}

const filesIn = (documents: PreviewedDocument[]) =>
	documents.flatMap(({ from, name, sha256 }) =>
		from === 'file' ? [{ name, sha256: text(sha256) }] : [],
	);

/**
 * Paths of values that other parts of the preview already show: of the send, the documents and the identity
 * checks.
 */
const SHOWN =
	/^(?:DueDate|GMT|DocumentReferences|NoPackage|Embedded|No(?:Invitation|Completion)EmailTemplate|(?:Forms|Templates)\.(?:EmbedForm|Name|Reference))$|\bSigners\.IDData\b/;

/** Properties of a signer that other parts of the preview already show. */
const OF_SIGNER =
	/^(?:Embedded|FirstName|LastName|Email|MobileNumber|MobileCountry|UseIDData|(?:Is|Enabled)FaceToFaceSigning|VideoConfirmation(?:Deepfake)?(?:Enabled)?)$/;

/**
 * All values of the request that are shown nowhere else, so that the preview shows everything that would be
 * sent.
 */
function valuesIn(
	{ request, sentAs, signers: all }: Planned,
	signers: PreviewedSigner[],
	emails: IDataObject[],
): Array<{ name: string; value: string }> {
	const places = new Map(all.map(({ details }, at) => [JSON.stringify(details), at]));
	const isShown = ({ path, value, owner }: Leaf): boolean => {
		if (SHOWN.test(path)) return true;
		const [of, property] = path.split('.').slice(-2);
		if (of !== 'Signers') return isInSome(emails, property ?? of, value);
		const at = places.get(JSON.stringify(owner));
		if (at === undefined) return false;
		return OF_SIGNER.test(property) || isInTheirs(emails, signers[at], property, all[at].details);
	};
	return leavesOf(request)
		.filter((leaf) => !isShown(leaf))
		.filter(({ path, value }) => value !== false || path.endsWith('IsPersonalMessage'))
		.filter(
			({ path, value }) => !(/\bClientReference$/.test(path) && value === sentAs.clientReference),
		)
		.map(({ name, path, value }) => ({
			name,
			value: path.endsWith('NotifyUrl') ? withoutQuery(text(value)) : String(value),
		}));
}

/**
 * The query of a Notify URL may contain a secret key, with which anybody could call. It is cut as text: a
 * form's own value may be no valid address.
 */
const withoutQuery = (address: string): string => address.replace(/[?#].*$/s, '?…');

function limitsIn(context: IExecuteFunctions, { sendingLimits }: IDataObject): IDataObject {
	const { domains, hosts, maxDocuments, maxSigners, allowStored } = readLimits(
		context,
		sendingLimits,
	);
	return {
		...(domains.length > 0 && { allowedDomains: domains }),
		...(hosts.length > 0 && { allowedHosts: hosts }),
		...(maxDocuments !== Infinity && { maxDocuments }),
		...(maxSigners !== Infinity && { maxSigners }),
		...(allowStored && { allowStoredDocuments: true }),
	};
}

/** By the label of its field. */
const limitRow = ([name, value]: [string, unknown]): Row => [
	LIMIT_FIELDS.find((field) => field.name === name)?.displayName ?? name,
	Array.isArray(value) ? value.join(', ') : value === true ? 'yes' : String(value),
];

const LIMIT_FIELDS = collectionsOf(sendingLimitsField).flatMap(({ values }) => values);

const warningsOf = (
	{ request, isEverybody, stored = [], sentAs }: Planned,
	signers: PreviewedSigner[],
): string[] => [
	...(isEverybody || request.WorkflowReference !== undefined
		? []
		: signers.length > 0
			? ['Smart Tags that were not read may name more signers.']
			: ['The signers are in the Smart Tags of the document, which were not read.']),
	...(request.WorkflowReference === undefined
		? []
		: ['The workflow may add signers that this node does not know.']),
	...signers.flatMap(lookAlikesOf),
	...(stored.length > 0
		? ['The contents of documents stored in Secured Signing were not read.']
		: []),
	// docs/api/API.md section 8
	...(signers.some(({ signsOn }) => signsOn !== 'email')
		? ['People who sign on your page or device may also be sent an invitation.']
		: []),
	...(sentAs.once
		? ['If a document with this client reference was sent before, Send does not send it again.']
		: []),
];

/** Warns about an address with non-ASCII letters, which may look like those of another address. */
function lookAlikesOf({ name, email }: PreviewedSigner): string[] {
	const letters = [...new Set(email.match(/\P{ASCII}/gu))];
	if (letters.length === 0) return [];
	const shown = letters.map((letter) => `${letter} (${characterCode(letter)})`);
	const domain = asciiDomain(domainOf(email));
	const told = `The email address of ${name} contains letters other than a to z, which may look like them: ${firstOf(shown, MOST_LETTERS).join(', ')}.`;
	return [domain?.includes('xn--') ? `${told} Its domain is ${domain}.` : told];
}

/** How many letters a warning names at most. */
const MOST_LETTERS = 10;
