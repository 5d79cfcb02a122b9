/**
 * Where the sources disagree or are silent, both readings can be played. The first value of each
 * is the likelier one and the default. Numbers in brackets: API.md, section 10.
 *
 * Four of that section need no switch, because the description decides them for requests:
 * DocumentReferences is required (7), UploadByUrl takes four file types (9), GetDocumentUrl and
 * Validation are GET (13), and the wrong path of one SDK is a plain 404 (15).
 */
export const readingValues = {
	/** [1] X-CUSTOM-DATE: whole and fractional seconds, or whole seconds only. */
	timestamps: ['any', 'whole'],
	/** [2] Which of the two routes for forms answers a list, which a package. */
	sendFormsAnswer: ['asNamed', 'swapped'],
	/** [3] Elements of PackageResponse.Documents: documents, or wrappers around one. */
	packageDocuments: ['documents', 'wrapper'],
	/** [4] SigningKey is an opaque key, or the address of the signing page. */
	signingKey: ['key', 'url'],
	/** [5] A due date with a zone: it fixes the instant, or GMT shifts it all the same. */
	gmtWithZone: ['ignored', 'shifts'],
	/** [6] Spelling of the user's id in AccountInfo. */
	userId: ['UserId', 'UserID'],
	/** [6] AccountInfo with numbers and booleans, or everything as a string. */
	accountInfoTypes: ['typed', 'strings'],
	/** [7] RemoveFromPackage may be left out when a document is deleted, or must be there. */
	removeFromPackage: ['optional', 'required'],
	/** [8] Name of the file part of an upload. */
	uploadPart: ['any', 'file', 'upload'],
	/** [8] Where Number and Category of an attachment are read. */
	attachmentFields: ['either', 'query', 'form'],
	/** [10] JSON whatever is asked for, or XML too when Accept or ?format asks for it. */
	formats: ['json', 'jsonAndXml'],
	/** [11] An upload answers the bare reference, or the document. */
	uploadAnswer: ['reference', 'document'],
	/** [12] RadioButton is a field type of its own, or such fields are drop-down lists. */
	radioButtons: ['listed', 'absent'],
	/** [14] The notary journal exists as xlsx, or only as pdf and json. */
	notaryJournalTypes: ['withXlsx', 'pdfAndJson'],

	// Not contradictions but gaps (API.md, section 11), each with more than one plausible filling.
	/** Dates in answers: ISO 8601, ServiceStack's own text, a culture's, or RFC 1123, as .NET's format R writes it. */
	dates: ['iso', 'servicestack', 'culture', 'rfc1123'],
	/** Properties without a value are left out, or are null. */
	nullFields: ['omitted', 'null'],
	/** Downloads name type and file, or are bare bytes. */
	downloadHeaders: ['present', 'absent'],
	/** The body of a refusal. */
	errorBody: ['envelope', 'camel', 'empty', 'text'],
	/** Recipients: the declared list of one, or the object itself. */
	recipients: ['array', 'object'],
	/** Embedded signing: a key for the signer whose turn it is, or for all at once. */
	signingKeys: ['turn', 'all'],
	/** The keys of a send of templates: beside the documents alone, or in their signers as well. */
	templateKeys: ['beside', 'both'],
	/** Referer is compared by host, letter by letter, or not at all. */
	referer: ['host', 'exact', 'ignored'],
	/** Documents that were declined or have expired: in the folder where they were, or in none. */
	endedDocuments: ['progress', 'unlisted'],
	/** What is sent and signed by nobody yet has a status of its own, or that of what was not sent. */
	unopened: ['Signing', 'NotStart'],
	/** A document names its folder, or only its list tells. */
	folder: ['named', 'unnamed'],
	/** [section 12.6] New signer information corrects those it names, or replaces the whole list. */
	updateSigner: ['corrects', 'replaces'],
	/** [16] Send2 with one document and without SingleDocumentAsPackage: no package, or one all the same. */
	singleDocument: ['noPackage', 'package'],
	/** A send of a document that is in progress: refused, or it is sent once more. */
	secondSend: ['refused', 'repeated'],
	/** [section 12.8] What of a saved sender X-CUSTOM-SENDER takes. */
	sender: ['reference', 'clientReference', 'email'],
	/** [section 12.5] Signed documents stay, or are removed seven days after the last signature. */
	retention: ['kept', 'sevenDays'],
	/** Names of signers in answers: as they were given, or in capitals. */
	signerNames: ['asGiven', 'capitals'],
	/** GetSignerLink compares the names with those of the answers: letter by letter, or in any case. */
	signerLookup: ['exact', 'anyCase'],
	/** How NotifyUrl is called, if at all. */
	callback: ['json', 'form', 'get', 'never'],
} as const;

export type Readings = {
	-readonly [R in keyof typeof readingValues]: (typeof readingValues)[R][number];
};

export const likelyReadings = Object.fromEntries(
	Object.entries(readingValues).map(([name, [likely]]) => [name, likely]),
) as unknown as Readings;
