/** Of a document that was waited for. */
const AFTER_A_WAIT =
	'The status: notStarted, inProgress, completed, declined, expired, rejected, deleted (removed before everybody had signed), gone (removed, perhaps after everybody had signed), waiting (the time limit was reached), or unknown for a status that this node does not know';

const IF_SEVERAL =
	'Only if the item has several documents: one entry for each. The fields of a single document are in the item itself';

/**
 * What each field means that comes out of the node. The most special entry counts: `resource:operation
 * field`, `resource field`, the way to the field inside of lists, the field's name alone.
 */
export const MEANINGS: Record<string, string> = {
	// Documents and packages
	documentReference: 'The reference of the document, for all other operations',
	packageReference: 'The reference of the package that the document belongs to',
	'package packageReference': 'The reference of the package',
	name: 'The name of the document',
	'package name': 'The name of the package',
	status:
		'The status: notStarted, inProgress, completed, declined, expired, rejected, or unknown for a status that this node does not know',
	'document:await status': AFTER_A_WAIT,
	'form:sendAndAwait status': AFTER_A_WAIT,
	'smartTag:sendAndAwait status': AFTER_A_WAIT,
	'template:sendAndAwait status': AFTER_A_WAIT,
	statusText: "The status in Secured Signing's own words",
	summary: 'The status in a sentence, with dates in the time zone of the workflow',
	signedCount: 'How many have signed',
	signerCount: 'How many have to sign',
	'package signedCount': 'How many people have signed all of their documents',
	'package signerCount': 'How many people have to sign',
	'documents.signedCount': 'How many have signed',
	'documents.signerCount': 'How many have to sign',
	completedCount: 'How many documents have been signed by everybody',
	documentCount: 'How many documents there are',
	dueDate: 'The deadline for signing',
	lastSignedDate: 'When the last signature was made',
	clientReference:
		'Your own reference for the document. If you gave none, this node may have made one (n8n-…)',
	recovered:
		'Whether the document was found instead of being sent again: it was sent earlier, or the answer to this send was lost',
	warning:
		'A problem with this send, such as a client reference that Secured Signing did not store',
	deleted: 'True: it was deleted',
	documents: 'The documents, one after the other',
	'form:sendAndAwait documents': IF_SEVERAL,
	'smartTag:sendAndAwait documents': IF_SEVERAL,
	'template:sendAndAwait documents': IF_SEVERAL,
	url: 'The address of the file',
	finished: 'Whether everybody has signed',
	inDoubtSince:
		'Since when it has been unclear whether the document is completed: look again with Get Finished or Await Signature, at least 5 minutes after that time',
	missing: 'Which of the requested parts are not there (yet), and why',
	'missing.part':
		"Which part of 'Include' this is: signedFile, certificateFiles (Certificate of Completion), certificates (Certificate Details) and so on",
	'missing.reason': 'Why it is not there',
	files: 'The names of the fields that contain the files',
	fieldValues:
		'What the signers filled in: for each field, under its client field or, if it has none, its label',
	atStart: 'If the time limit was reached: the document as it was when the wait began',
	awaiting:
		'What the item was waiting for; only if the wait ended without a result, such as at the time limit',
	'awaiting.documents': 'The references of the documents',
	'awaiting.since': 'When the wait began',
	'awaiting.until': 'When the wait ends at the latest',
	'awaiting.account': 'An ID of the account that the documents are in',
	'awaiting.note': 'Why the wait ended, and what to do now',
	'awaiting.recovered': 'Whether it had been sent before',

	// Signers
	signers: 'Everybody who has to sign',
	'signers.name': 'First and last name',
	'signers.email': 'The email address of the signer',
	'signers.role': 'The role of the signer in the form',
	'signers.signed': 'Whether this person has signed',
	'signers.status':
		"The status of this person: notInvited, invited, reminded, signed, declined, expired, deleted, unknown, or pending and rejected, which are Secured Signing's own words that no public page explains",
	'signers.declinedReason': 'Why this person declined, if a reason was given',
	'signers.identity':
		"The results of identity checks, in Secured Signing's own words; empty if there were none",
	'signers.identity.checkStatus': 'The status of the identity check',
	'signers.identity.verificationStatus': 'The status of the identity verification',
	'signers.identity.verificationResult': 'The result of the identity verification',
	'signers.identity.faceMatch': 'Whether the face matches the identity document',
	'signers.identity.liveness': 'Whether a living person was in front of the camera',
	'signers.signerReference': 'The reference of the signer, for reminders and changes',
	'template:get signers.signerReference': 'The reference of the signer in the template',
	'signers.signingKey': 'The key for embedded signing, if Secured Signing returns one',
	'signers.signingLink': 'The signing key, if it is an address that can be opened',

	// Log
	log: 'What happened to the document, step by step',
	action: "What happened, in Secured Signing's words",
	'log.action': "What happened, in Secured Signing's words",
	'log.name': 'Who did it',
	'log.email': 'The email address of that person',
	'log.date': 'When it happened',
	'document:getLog name': 'Who did it',
	'document:getLog email': 'The email address of that person',
	date: 'When it happened',

	// What became of the rows of a list
	'document:reconcile state':
		'What happened to the document: notSent (no document matches; without “Document Reference”, this may also be one that somebody deleted), inInbox (uploaded, not sent), pending, signed (this document and all others of the same send have the status completed), declined (the status is declined or rejected; or a signer declined, and Secured Signing does not call the document complete), expired, gone (it was sent and is not there any more: signed and then removed, or deleted by somebody), ambiguous (several documents match), or unknown, for which `reason` says why',
	'document:reconcile summary': 'What happened to the document, in a sentence',
	'document:reconcile reason': 'Why the state is unknown',
	'document:reconcile warning':
		"What to check: the document differs from the item or may have been sent before 'Sent After', another item matches the same document, another document of the package matches no item, a folder could not be read, or somebody who still has to sign may not be listed",
	'document:reconcile since': 'When the document was sent, if its log says so',
	'document:reconcile daysLeft':
		'How many days are left, in the time zone of the workflow: 0 on the last day, negative after it. If several documents are pending: the days until the earliest due date. Absent if it is not clear which number of the due date is the day, as in 03/02/2027',
	'document:reconcile overdue':
		'Whether the due date has passed, although the document is still pending',
	'document:reconcile waitingFor':
		'Who still has to sign, if Secured Signing lists them. Absent if it lists nobody',
	'document:reconcile waitingFor.name': 'First and last name',
	'document:reconcile waitingFor.email': 'The email address',
	'document:reconcile waitingFor.role': 'The role in the form',
	'document:reconcile waitingFor.status': 'The status of this person, as in `signers`',
	'document:reconcile waitingFor.signerReference':
		'The reference of the signer, for reminders and changes',
	'document:reconcile documents':
		'The documents that match and those sent in one package with them, if there are several or the state is unknown. Maximum 20',
	'document:reconcile documents.state': 'What happened to this document',
	'document:reconcile documentCount':
		'How many documents there are in all; `documents` lists 20 at most',
	'document:reconcile inNoRow': 'True for a document in your account that matches no item',

	// Files
	fileName: 'The name of the file',
	mimeType: 'The type of the file, for example application/pdf',
	fileSize: 'The size of the file, as n8n writes it',
	certificates: 'The certificates of completion',
	certificateReference: 'The reference of the certificate of completion',
	certificateStatus: "The status of the certificate, in Secured Signing's words",
	signingDate: 'When the document was signed, as the certificate says',
	downloadUrl: 'The address of the certificate file',

	// Verification
	valid:
		'Whether the file is signed and every signature is good; with an evidence manifest, whether nothing was changed',
	verdict:
		'With an evidence manifest: unchanged, changed, incomplete (a file is missing), notSealedByThisCredential (sealed with another API key or secret, or altered since) or notAManifest (no manifest that can be read)',
	'document:verify reason': 'Why this is the verdict, in a sentence',
	filedAt: 'When the manifest was made',
	'document:verify missing': 'The parts that were already missing when the manifest was made',
	'document:verify files': 'The files that were compared with the manifest, one after the other',
	'document:verify files.state':
		'What became of this file: unchanged, changed, missing, notInManifest or notCompared',
	'document:verify files.field': 'The field of the item that contains the file',
	'document:verify files.name': 'The name of the file in the item',
	'document:verify files.nameInManifest': 'The name that the file had when the manifest was made',
	'document:verify files.part':
		"Which part of 'Include' the file is: signedFile, certificateFiles (Certificate of Completion) and so on",
	'document:verify files.sha256': 'The SHA-256 of the file in the item',
	'document:verify files.sha256InManifest': 'The SHA-256 of the file that the manifest lists',
	'document:verify files.reason': "Why the state is not 'unchanged'",
	'signatures.valid': 'Whether the file is unchanged since this signature',
	signatureCount: 'How many signatures the file has',
	validCount: 'How many of them are good',
	documentUrl: 'The address of the document, if Secured Signing returns one',
	signatures: 'The signatures, one after the other',
	'signatures.signedAt': 'When it was signed',
	'signatures.name': 'Who signed',
	'signatures.email': 'The email address of that person',

	// Field values
	values: 'What was filled in, by the names of the fields',
	rows: 'The rows as they are in the file',
	fields: 'The fields as Secured Signing describes them',
	'Fields.Label': 'The name of the field, as Secured Signing shows it',
	'Fields.Value': 'What is filled in',
	'Fields.FieldType': 'Text, MultiLineText, CheckBox, RadioButton, DropDownList or DateInput',
	'Fields.IsRequired': 'Whether it has to be filled in',
	'Fields.ReadOnly': 'Whether it can only be read',
	'Fields.ID': "Secured Signing's own ID of the field",
	'Fields.ClientField': 'The client field: the name that you gave to the field in Secured Signing',
	'fields.Label': 'The name of the field, as Secured Signing shows it',
	'fields.Value': 'What was filled in',
	'fields.FieldType': 'Text, MultiLineText, CheckBox, RadioButton, DropDownList or DateInput',
	'fields.IsRequired': 'Whether it had to be filled in',
	'fields.ReadOnly': 'Whether it could only be read',
	'fields.ID': "Secured Signing's own ID of the field",

	// Account
	'account name': 'Whose account it is',
	email: 'The email address',
	'account email': 'The email address of the account',
	accountStatus:
		"FreeWay, Paid, OnHold, Inactive, Cancelled, Expired or Disabled: Secured Signing's own words",
	locked: 'Whether the account is locked',
	planName: 'The name of the plan',
	documentsLeft: 'How many more documents can be sent',
	documentsUsed:
		'How many documents were used, as Secured Signing counts them. It does not say since when',
	maxUploadSize:
		'The maximum size of a file, as Secured Signing states it; no public page names the unit',
	defaultDueDays: 'The number of days until the due date, if none is given',
	maxDueDays: 'The maximum number of days until the due date',
	senderReference: 'The reference of the sender that was saved',
	timestamp: 'When the authentication was made, in seconds since 1970',
	signature: 'The signature of one request',
	apiKey: 'The API key of the credential',
	nonce: 'A random text that limits the authentication to one request',
	notifyUrl: "The trigger's address with its secret key, for the 'Notify URL' of another program",

	// Attachments, email templates, recipients, workflows
	attachmentReference: 'The reference of the attachment',
	'attachment name': 'The name of the attachment',
	'attachment url': 'The address of the file',
	fileType: 'The type of the file',
	number: 'The number that you gave it',
	category: 'The category that you gave it',
	emailTemplateReference: 'The reference of the email template',
	'emailTemplate name': 'The name of the email template',
	'recipient kind':
		'notification (is notified of documents) or completion (receives completed documents)',
	'emailTemplate kind': 'invitation, or completion for completed documents',
	isDefault: 'Whether it is the default',
	subject: 'The subject of the email',
	text: 'The text of the email',
	recipientReference: 'The reference of the recipient',
	'recipient name': 'First and last name',
	'recipient email': 'The email address',
	isReviewer: 'Whether this person reviews documents',
	isDefaultReviewer: 'Whether this person is the default reviewer',
	workflowReference: 'The reference of the workflow',
	'smartTag:getWorkflows name': 'The name of the workflow',

	// Forms and templates
	formReference: 'The reference of the form',
	'form:get name': 'The name of the form',
	'form:getAll name': 'The name of the form',
	'form:get signers': 'The people, or roles, that are asked for',
	'form:getAll signers': 'The people, or roles, that are asked for',
	'signers.optional': 'Whether the role can be left empty',
	'form:getFields name': 'The name of the field',
	label: 'The name of the field, as Secured Signing shows it',
	type: 'Text, MultiLineText, CheckBox, RadioButton, DropDownList or DateInput',
	value: 'What is filled in',
	choices: 'What can be chosen',
	clientField: 'The client field: the name that you gave to the field in Secured Signing',
	lastUpdateTime: 'When the fields were last changed',
	templateReference: 'The reference of the template',
	'template:get name': 'The name of the template',
	'template:getAll name': 'The name of the template',
	'template:get signers': 'Who is asked to sign, in order',
	'template:get fields': 'The fields that can be filled in',
	'fields.label': 'The name of the field',
	'fields.value': 'What is filled in',
	'fields.type': 'Text, MultiLineText, CheckBox, RadioButton, DropDownList or DateInput',
	'fields.required': 'Whether it has to be filled in',
	'fields.readOnly': 'True: signers cannot change it',
	'fields.clientField': 'The client field: the name that you gave to the field in Secured Signing',
	'fields.id': "Secured Signing's own name of the field",
	accClaimsHistory:
		'Employers for the form about claims at ACC (New Zealand), each with the details that Secured Signing has of it, also those not named here',
	superFund:
		'Employers for superannuation forms (Australia), each with the details that Secured Signing has of it, also those not named here',
	tfn: 'Employers for tax file number declarations (Australia), each with the details that Secured Signing has of it, also those not named here',
	'accClaimsHistory.name': 'The name of the employer',
	'superFund.name': 'The name of the employer',
	'tfn.name': 'The name of the employer',
	reference: 'The reference of the employer, for forms and changes',
	organisationName: 'The name of the organisation',
	contactPersonName: 'The contact person',
	abn: 'The Australian Business Number',
	businessName: 'The name of the business',
	businessSuburb: 'The suburb of the business',
	superFundName: 'The name of the superannuation fund',
	usi: "The fund's Unique Superannuation Identifier",
	phone: 'The telephone number',
	// Invoices
	invoiceReference: 'The reference of the invoice',
	invoiceNumber: 'The number of the invoice',
	invoiceDate: 'The date of the invoice',
	invoiceType: "The kind of invoice, in Secured Signing's words",
	description: 'What it is for',
	amount: 'What it costs',
	startDate: 'The first day it covers',
	endDate: 'The last day it covers',
	price: 'The price of one',
	quantity: 'How many',

	// Mail merge
	mailMergeReference: "The reference of the mail merge, for 'Mail Merge > Get'",
	'mailMerge status': 'The status of the list: inProgress, completed, failed or unknown',
	'mailMerge processed':
		'Whether Secured Signing is done with the list (completed or failed); the documents show who has signed',
	'mailMerge documents': 'The document of each row',

	// Signers, reminders, pages
	'signer:sendReminder recovered':
		'Whether an earlier attempt had sent the reminder already, so that nothing was sent now',
	'signer:update name': 'First and last name, as they are now',
	'signer:update email': 'The email address, as it is now',
	'signer:update signed': 'Whether this person has signed',
	'signer:update status': 'The status of this person',
	'signer:getSigningLink name': 'First and last name',
	'signer:getSigningLink email': 'The email address',
	'signer:getSigningLink role': 'The role of the signer in the form',
	'signer:getSigningLink signed': 'Whether this person has signed',
	'signer:getSigningLink status': 'The status of this person',
	signerReference: 'The reference of the signer',
	remindedCount: 'How many were reminded',
	reminded: 'Who was reminded',
	notReminded: 'Who was not',
	'reminded.name': 'First and last name',
	'reminded.email': 'The email address',
	'reminded.status': 'The status of this person before the reminder',
	'notReminded.name': 'First and last name',
	'notReminded.email': 'The email address',
	'notReminded.status': 'The status of this person',
	reason: 'Why not',
	signingKey: 'The key for embedded signing',
	signingLink: 'The signing key, if it is an address that can be opened',
	SigningKey: 'The key for embedded signing',
	SignedStatus: "The status of the signer, in Secured Signing's words",
	HasSigned: 'Whether the signer has signed',
	Editable: 'Whether the signer can still be changed',
	html: 'The whole web page',

	// Smart Tags
	ok: 'Whether no error was found',
	readable: 'How much of the file could be read: whole, partly or not',
	notRead: 'What was not read, and why',
	'smartTag:check fileName': 'The name of the file',
	'smartTag:check signers': 'The signers that the tags ask for',
	'signers.order':
		'The number of the signer in the document: not always the order in which they sign',
	'signers.kind': 'What kind of signer the tag asks for',
	'signers.firstName': 'The first name, where it is known',
	'signers.lastName': 'The last name, where it is known',
	'signers.blank': 'Whether the tag leaves the details open',
	'signers.detailsFrom': 'Where name and email address come from',
	findings: 'Problems, and what to check',
	'findings.level': 'error, warning or note',
	'findings.code': 'A code for the finding, for comparisons in a workflow',
	'findings.message': 'What was found, in words',
	'findings.signer': 'The signer of the tag',
	'findings.tag': 'The tag itself',

	// What a send would send
	'documents.from':
		'Where it comes from: file, stored (already in Secured Signing), form or template',
	'documents.size': 'The size in bytes',
	'documents.pages':
		'How many pages the PDF has. Missing where that is not certain, and for other kinds of files',
	'documents.sha256':
		'A fingerprint of the file (SHA-256): two files with the same one are identical',
	isPackage: 'Whether the documents are sent together, as one package',
	isEverybody:
		'Whether this is everybody who signs. Smart Tags that were not read may name more people',
	emails:
		'The emails that the send causes. Depending on your account settings, Secured Signing may send more, such as reminders',
	'emails.kind': 'invitation, or completion when everybody has signed',
	'emails.to': 'The email address it goes to',
	'emails.document': 'The document it is for, if each is sent separately',
	'emails.subject': 'The subject, if the send sets one',
	'emails.text': 'The text, if the send sets one',
	'emails.isWholeEmail': 'True if the text is the whole email',
	'emails.emailTemplateReference':
		"The reference of the email template; missing if your account's default is used",
	'emails.isStandardEmail':
		"True if it is Secured Signing's own email, not your account's template",
	'emails.after': 'What has to happen first, if signers sign one after another',
	otherValues:
		'All other values that are sent, so that the preview is complete. Answers to identity questions are not shown',
	'otherValues.name': 'What it is, in words',
	'otherValues.value': 'The value. Of a Notify URL, the part after the question mark is left out',
	limits: "What 'Sending Limits' allows",
	'limits.allowedDomains': 'Domains of email addresses',
	'limits.allowedHosts': 'Hosts of addresses to call and of pages',
	'limits.maxDocuments': 'How many documents an execution may send',
	'limits.maxSigners': 'How many may sign',
	'limits.allowStoredDocuments': 'Whether stored documents may be sent',
	warnings: 'What may go wrong, and what the preview cannot know',
	previewText: 'The whole preview as plain text',
	previewHtml:
		'The whole preview as HTML for an email. Values appear as plain text, whatever they contain, and nothing is loaded from the internet',
	seal: "For 'Approved Seal': ties a send to this preview. Absent if an AI agent uses the node as a tool",
	sealValidUntil: 'Until when a send accepts it',
	'signers.document':
		'The document that this person signs, if the documents have different signers',
	'signers.signsOn':
		'email (from the invitation), your page (embedded) or your device (face to face)',
	'signers.identifiedBy': 'The identity checks that the send asks for',
};
