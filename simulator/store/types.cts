// What the service remembers. How it is told to a client is in present.cts.
import type { Schemas } from '../api.cts';
import type { HeldFile } from '../files.cts';

export interface Person {
	firstName: string;
	lastName: string;
	email: string;
}

export interface HeldSigner extends Person {
	reference: string;
	/** Place in the order of signing, from 1. */
	order: number;
	/** Opaque; whoever holds it can sign. */
	key: string;
	status: Schemas['SignedStatus'];
	embedded: boolean;
	attachments: string[];
	reminders: number;
	returnUrl?: string;
	signedAt?: Date;
	declinedReason?: string;
	/** Role in a form, such as Employee. */
	signerType?: string;
	mobileNumber?: string;
	mobileCountry?: string;
	clientReference?: string;
	isFaceToFaceSigning?: boolean;
	shareUsers?: Schemas['ShareUser'][];
	/** What was said of the emails to this signer. */
	mail?: MailTerms;
	/** What checks of the person's identity gave. */
	identity?: Identity;
}

/** What a send says of its emails: for the whole request, or for one signer. */
export type MailTerms = Pick<
	Schemas['SmartTagInvitee'],
	| 'InvitationEmailTemplateReference'
	| 'CompletionEmailTemplateReference'
	| 'IsPersonalMessage'
	| 'InvitationText'
	| 'EmailSubject'
> &
	Pick<Schemas['SmartTagSendRequest'], 'NoInvitationEmailTemplate' | 'NoCompletionEmailTemplate'>;

/** Of undocumented values (API.md, section 12.2). */
export type Identity = Pick<
	Schemas['Signer'],
	| 'IDCheckStatus'
	| 'IDVerificationStatus'
	| 'IDVerificationResult'
	| 'IDVerificationFaceMatchResult'
	| 'IDVerificationLivenessResult'
>;

export interface HeldField {
	id: string;
	label: string;
	type: Schemas['HTMLElementType'];
	value: string;
	required: boolean;
	readOnly: boolean;
	clientField?: string;
	options?: string[];
}

export interface HeldLog extends Person {
	action: string;
	at: Date;
}

export interface HeldCertificate {
	reference: string;
	at: Date;
	file: HeldFile;
}

/** Files of the invitees (a zip), a recording, pictures (a zip). */
export type Leftover = 'uploads' | 'recording' | 'snapshots';

export type State = 'NotStart' | 'InProgress' | 'Complete' | 'Declined' | 'Expired';

export interface HeldDocument {
	reference: string;
	name: string;
	/** As uploaded. */
	file: HeldFile;
	/** The PDF with the signature page, once everybody has signed. */
	signed?: HeldFile;
	/** One when everybody has signed; the API allows for more. */
	certificates: HeldCertificate[];
	/** What else signing left behind. */
	leftovers: Partial<Record<Leftover, HeldFile>>;
	state: State;
	/** How often somebody asked to send it, refusals included: a repeated send shows here. */
	sends: number;
	signers: HeldSigner[];
	/** Signers sign one after another. */
	sequential: boolean;
	fields: HeldField[];
	logs: HeldLog[];
	/** Minutes between the sender's local time and UTC. */
	gmt: string;
	/** Sent by its Smart Tags: signatures go where they are. */
	hasTags?: boolean;
	/** Made by Combine without a folder: usable by its reference, not listed. */
	hidden: boolean;
	dueDate?: Date;
	clientReference?: string;
	formReference?: string;
	packageReference?: string;
	/** What was said of the emails to all signers. */
	mail?: MailTerms;
	notifyUrl?: string;
	returnUrl?: string;
}

export interface HeldPackage {
	reference: string;
	name: string;
	queueReference?: string;
	documentReferences: string[];
}

export interface HeldAttachment {
	reference: string;
	file: HeldFile;
	fileUrl?: string;
	number?: string;
	category?: string;
}

export interface HeldForm {
	reference: string;
	name: string;
	formType: number;
	roles: { role: string; optional: boolean }[];
	fields: HeldField[];
}

export interface HeldTemplate {
	reference: string;
	name: string;
	signerReferences: string[];
	fields: HeldField[];
}

export interface HeldMerge {
	reference: string;
	status: string;
	documentReferences: string[];
}
