import { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { sha256Of, type Api } from '../../api';
import { leavesOf, type Leaf, type Planned, type PlannedSigner } from '../../send';
import { documentsOf } from '../../send/find';
import { readLimits } from '../../send/limits/read';
import { shownIn } from '../../shared/dates';
import { objectsIn, omitEmpty, text } from '../../shared/values';
import { asHtml, asText, type Section } from './render';

/** A document of a send, before it is sent. */
interface PreviewedDocument extends IDataObject {
	from: 'file' | 'stored' | 'form' | 'template';
	name: string;
}

/** What people and programs are shown of a send that was not made. */
export async function previewOf(
	context: IExecuteFunctions,
	itemIndex: number,
	planned: Planned,
): Promise<IDataObject> {
	const { request, sentAs, isPackage, isEverybody } = planned;
	const asked = request as Api<'SmartTagSendRequest'>;
	const documents = await documentsIn(context, planned);
	const signers = planned.signers.map((signer) => signerOf(signer, planned));
	const dueDate = text(asked.DueDate);
	const options: IDataObject = context.getNodeParameter('options', itemIndex, {});
	const limits = limitsIn(context, options);
	const warnings = [...planned.warnings, ...warningsOf(planned, signers)];
	const due = shownIn(DateTime.fromISO(dueDate), context.getTimezone());
	const otherValues = valuesIn(planned);
	const emails = emailsOf(planned, signers);
	const sections: Section[] = [
		['Documents', documents.map(documentRow)],
		[
			'How',
			[['Sent as', isPackage && documents.length > 1 ? 'one package' : 'separate documents']],
		],
		['Signers', signers.map(signerRow)],
		['Due date', [['Everybody signs by', due]]],
		['Emails', emails.map(emailRow)],
		['Other values', otherValues.map(({ name, value }) => [name, value])],
		['Sending limits', Object.entries(limits).map(([name, value]) => [name, String(value)])],
		['Warnings', warnings.map((warning) => ['', warning])],
	];
	if (documents.length === 1) sections.splice(1, 1);
	return {
		documents,
		isPackage,
		signers,
		isEverybody,
		dueDate,
		emails,
		clientReference: sentAs.isGenerated ? '' : sentAs.clientReference,
		otherValues,
		limits,
		warnings,
		previewText: asText(sections),
		previewHtml: asHtml(sections),
	};
}

async function documentsIn(
	context: IExecuteFunctions,
	{ request, files = [], stored = [] }: Planned,
): Promise<PreviewedDocument[]> {
	const documents: PreviewedDocument[] = [];
	const stop = context.getExecutionCancelSignal();
	// One after the other: small ones are held in memory while they are read.
	for (const file of files) {
		const sha256 = await sha256Of(file, stop);
		documents.push({ from: 'file', name: file.fileName, size: file.size, sha256 });
	}
	const found = stored.length > 0 ? await documentsOf(context, stored) : [];
	const { Forms, Templates } = request as { Forms?: unknown; Templates?: unknown };
	return [
		...documents,
		...stored.map(
			(documentReference, at): PreviewedDocument => ({
				from: 'stored',
				name: text(found[at].Name),
				documentReference,
			}),
		),
		...objectsIn(Forms).map(
			({ Name, Reference }): PreviewedDocument => ({
				from: 'form',
				name: text(Name),
				formReference: text(Reference),
			}),
		),
		...objectsIn(Templates).map(
			({ Name, Reference }): PreviewedDocument => ({
				from: 'template',
				name: text(Name),
				templateReference: text(Reference),
			}),
		),
	];
}

const documentRow = ({ name, from, ...more }: PreviewedDocument): [string, string] => [
	name,
	from === 'file'
		? `${String(more.size)} bytes, SHA-256 ${String(more.sha256)}`
		: from === 'stored'
			? `stored in Secured Signing (${String(more.documentReference)}), its contents were not read`
			: `${from} in Secured Signing (${text(more.formReference) || text(more.templateReference)})`,
];

/** @param planned what is said of all signers */
function signerOf({ details, order, document, isOfTag }: PlannedSigner, planned: Planned) {
	const { Embedded = planned.isEmbedded ?? (planned.request as IDataObject).Embedded } = details;
	const isFaceToFace = details.IsFaceToFaceSigning ?? details.EnabledFaceToFaceSigning;
	const isByVideo = details.VideoConfirmation ?? details.VideoConfirmationEnabled;
	const mobile = text(details.MobileNumber);
	const questions = objectsIn(details.IDData).map(({ Label }) => text(Label));
	return {
		order,
		...omitEmpty({ document, role: text(details.SignerType) }),
		name: [text(details.FirstName), text(details.LastName)].filter(Boolean).join(' '),
		email: text(details.Email),
		detailsFrom: isOfTag ? 'tag' : 'node',
		signsOn: isFaceToFace === true ? 'your device' : Embedded === true ? 'your page' : 'email',
		identifiedBy: [
			...(mobile === '' ? [] : [`SMS to +${text(details.MobileCountry)} ${mobile}`]),
			...(isByVideo === true ? ['video'] : []),
			...(details.VideoConfirmationDeepfakeEnabled === true ? ['deepfake check'] : []),
			...questions.map((question) => `question: ${question}`),
		],
	};
}

type PreviewedSigner = ReturnType<typeof signerOf>;

const SIGNS: Record<string, string> = {
	'your device': 'signs on your device, in your presence',
	'your page': 'signs on your own page',
	email: 'signs from the invitation email',
};

const signerRow = (signer: PreviewedSigner): [string, string] => [
	[`${signer.order}. ${signer.name}`, signer.role, signer.document].filter(Boolean).join(', '),
	[
		signer.email,
		SIGNS[signer.signsOn],
		signer.identifiedBy.length > 0
			? `identified by ${signer.identifiedBy.join(', ')}`
			: 'no identity check is asked for here',
		...(signer.detailsFrom === 'tag' ? ['named by a Smart Tag of the document'] : []),
	].join('; '),
];

/** Emails that signers get because of the send; of reminders and other notices the account decides. */
function emailsOf({ request, signers: all, isInTurn }: Planned, signers: PreviewedSigner[]) {
	const asked = request as Api<'SmartTagSendRequest'>;
	const invitations = signers.flatMap(({ signsOn, email, order, document }, at) => {
		if (signsOn !== 'email') return [];
		const { EmailSubject, InvitationText, IsPersonalMessage, ...own } = all[at].details;
		const template = own.InvitationEmailTemplateReference ?? asked.InvitationEmailTemplateReference;
		return [
			{
				kind: 'invitation',
				to: email,
				...omitEmpty({
					document,
					subject: text(EmailSubject),
					text: text(InvitationText),
					isWholeEmail:
						InvitationText !== undefined && IsPersonalMessage === false ? true : undefined,
					emailTemplateReference: text(template),
					after: isInTurn && order > 1 ? `signer ${order - 1} has signed` : '',
				}),
			},
		];
	});
	const seen = new Set<string>();
	const completions = signers.flatMap(({ email }, at) => {
		if (seen.has(email)) return [];
		seen.add(email);
		const own = all[at].details.CompletionEmailTemplateReference;
		const emailTemplateReference = text(own ?? asked.CompletionEmailTemplateReference);
		return [{ kind: 'completion', to: email, ...omitEmpty({ emailTemplateReference }) }];
	});
	return [...invitations, ...completions] as IDataObject[];
}

const emailRow = ({ kind, to, ...more }: IDataObject): [string, string] => [
	`${kind === 'invitation' ? 'Invitation' : 'When all have signed'} to ${text(to)}`,
	[
		more.document && `for ${text(more.document)}`,
		more.after && `once ${text(more.after)}`,
		more.subject && `subject: ${text(more.subject)}`,
		more.text && `${more.isWholeEmail ? 'whole text' : 'text'}: ${text(more.text)}`,
		more.emailTemplateReference && `template ${text(more.emailTemplateReference)}`,
	]
		.filter(Boolean)
		.join('; ') || "your account's template",
];

/** What is shown in places of its own. */
const ELSEWHERE =
	/^(?:DueDate|GMT|DocumentReferences|NoPackage|Embedded)$|^(?:Forms|Templates)\.(?:Name|Reference|EmbedForm)$|Signers\.(?:FirstName|LastName|Email|MobileNumber|MobileCountry|Embedded|IDData\..*|UseIDData|InvitationText|EmailSubject|IsPersonalMessage|(?:Is|Enabled)FaceToFaceSigning|VideoConfirmation(?:Deepfake)?(?:Enabled)?)$|EmailTemplateReference$/;

/** All else of the request, so that nothing goes out that was not shown. */
function valuesIn({ request, sentAs }: Planned): Array<{ name: string; value: string }> {
	return leavesOf(request)
		.filter(({ path, value }) => !ELSEWHERE.test(path) && value !== false)
		.filter(({ value }) => !(sentAs.isGenerated && value === sentAs.clientReference))
		.map(({ name, path, value }: Leaf) => ({
			name,
			value: path.endsWith('NotifyUrl') ? withoutQuery(text(value)) : String(value),
		}));
}

/**
 * What stands behind the address of a call may be a key: whoever has it can call. That of a form may be no address at
 * all.
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

const warningsOf = (
	{ isEverybody, stored = [], sentAs }: Planned,
	signers: PreviewedSigner[],
): string[] => [
	...(isEverybody
		? []
		: signers.length > 0
			? ['Smart Tags that were not read may name more signers than these.']
			: ['Who signs is in the Smart Tags of the document, and is not known here.']),
	...(stored.length > 0
		? ['The contents of documents that are stored in Secured Signing were not read here.']
		: []),
	// docs/api/API.md section 8
	...(signers.some(({ signsOn }) => signsOn !== 'email')
		? ['Whether people who sign on your page or device are sent an invitation too is not known.']
		: []),
	...(sentAs.once ? ['If this client reference was sent before, Send sends nothing.'] : []),
];
