/** The answers of the service as API.md section 6 and openapi.yaml write them. */
import { statusOf, type Doc, type Signer, type World } from './world.cts';

export type Json = Record<string, unknown>;

/** Properties without a value are left out (API.md section 3). */
const written = (json: Json): Json =>
	Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined));

const date = (ms?: number) => (ms === undefined ? undefined : new Date(ms).toISOString());

export const signerAnswer = (signer: Signer, withKey: boolean): Json =>
	written({
		FirstName: signer.FirstName,
		LastName: signer.LastName,
		Email: signer.Email,
		MobileNumber: signer.mobile,
		SignerReference: signer.reference,
		SigningKey: withKey ? signer.key : undefined,
		HasSigned: signer.signed,
		Editable: !signer.signed,
		SignedStatus: signer.status,
		SignerType: signer.role,
	});

export const documentAnswer = (doc: Doc): Json =>
	written({
		Name: doc.name,
		Reference: doc.reference,
		FormDirectReference: doc.form,
		Signers: doc.signers.map((signer) => signerAnswer(signer, doc.embedded)),
		Status: statusOf(doc),
		DueDate: date(doc.due),
		GMT: doc.due === undefined ? undefined : '0',
		LastSignedDate: date(doc.lastSigned),
		Folder: doc.folder,
		PackageReference: doc.packageReference,
		ClientReference: doc.clientReference,
		HasFileUploaded: false,
	});

export const packageAnswer = (docs: Doc[], name?: string): Json =>
	written({
		PackageReference: docs[0]?.packageReference,
		PackageName: name ?? docs[0]?.name,
		PackageStatus: docs.every((doc) => doc.folder === 'Signed') ? 'Complete' : 'InProgress',
		Documents: docs.map(documentAnswer),
	});

/** The answer of FormFiller/Send: documents, and the signers with their keys beside them. */
export const wrapperAnswer = (docs: Doc[]): Json => ({
	Documents: docs.map((doc) => documentAnswer({ ...doc, embedded: false })),
	Signers: docs.flatMap((doc) => doc.signers.map((signer) => signerAnswer(signer, doc.embedded))),
});

export const processAnswer = (world: World, reference: string): Json => ({
	Reference: reference,
	ProcessingStatus: 'Complete',
	Documents: (world.processes.get(reference) ?? []).map((each) =>
		documentAnswer(world.documents.get(each) as Doc),
	),
});

/** When signers signed, and were invited, of whom the seeds do not say it. */
const SEEDED = Date.parse('2026-11-20T01:02:03Z');

export const logAnswer = ({ signers }: Doc): Json[] =>
	signers.map(({ FirstName, LastName, Email, signed, signedAt = SEEDED }) => ({
		Name: `${FirstName} ${LastName}`,
		Email,
		Action: signed ? 'Signed' : 'Invited',
		Date: new Date(signedAt).toISOString(),
		GMT: '0',
	}));

export const envelope = (ErrorCode: string, Message: string): Json => ({
	ResponseStatus: { ErrorCode, Message, Errors: [] },
});
