// From what the service remembers to what the API says.
import type { Schemas } from '../api.cts';
import { formatDate } from '../dates.cts';
import type { Readings } from '../readings.cts';
import type { Service } from '../service.cts';
import type {
	HeldDocument,
	HeldField,
	HeldLog,
	HeldPackage,
	HeldSigner,
	Person,
} from './types.cts';

export function statusOf(document: HeldDocument, { unopened }: Readings): string {
	if (document.state !== 'InProgress') return document.state;
	const signed = document.signers.filter((signer) => signer.status === 'Signed').length;
	return signed === 0 ? unopened : `${signed} of ${document.signers.length} Signed`;
}

// Assumed: what was declined or has expired stays where it was.
export function folderOf(document: HeldDocument): Schemas['Folder'] {
	if (document.state === 'NotStart') return 'InBox';
	return document.state === 'Complete' ? 'Signed' : 'Progress';
}

/** The signing key in the form of the day: a key, or the address of the page. */
export const linkOf = (signer: HeldSigner, { origin, readings }: Service) =>
	readings.signingKey === 'url' ? `${origin}/sign/${signer.key}` : signer.key;

/** The name as answers show it. */
export const shownName = ({ firstName, lastName }: Person, { signerNames }: Readings) => {
	const shown = (name: string) => (signerNames === 'capitals' ? name.toUpperCase() : name);
	return { FirstName: shown(firstName), LastName: shown(lastName) };
};

/** When somebody signed last. */
export const lastSignedAt = ({ signers }: HeldDocument): Date | undefined =>
	signers
		.flatMap(({ signedAt }) => signedAt ?? [])
		.sort((a, b) => a.getTime() - b.getTime())
		.at(-1);

export function presentSigner(
	document: HeldDocument,
	signer: HeldSigner,
	service: Service,
): Schemas['Signer'] {
	const open = document.state === 'InProgress' && signer.status !== 'Signed';
	const reachable =
		service.readings.signingKeys === 'all' || service.life.turn(document).includes(signer);
	return present({
		...shownName(signer, service.readings),
		Email: signer.email,
		SignerReference: signer.reference,
		SigningKey: signer.embedded && open && reachable ? linkOf(signer, service) : undefined,
		HasSigned: signer.status === 'Signed',
		Editable: open,
		SignedStatus: signer.status,
		DeclinedReason: signer.declinedReason,
		SignerType: signer.signerType,
		MobileNumber: signer.mobileNumber,
		MobileCountry: signer.mobileCountry,
		ClientReference: signer.clientReference,
		IsFaceToFaceSigning: signer.isFaceToFaceSigning,
		ShareUsers: signer.shareUsers,
		...signer.identity,
	});
}

export function presentDocument(
	document: HeldDocument,
	service: Service,
	withLogs = false,
): Schemas['Document'] {
	const { dates } = service.readings;
	const last = lastSignedAt(document);
	return present({
		Name: document.name,
		Reference: document.reference,
		FormDirectReference: document.formReference,
		Signers: document.signers.map((signer) => presentSigner(document, signer, service)),
		Status: statusOf(document, service.readings),
		DueDate: document.dueDate && formatDate(document.dueDate, dates),
		GMT: document.gmt,
		LastSignedDate: last && formatDate(last, dates),
		Folder: service.readings.folder === 'named' ? folderOf(document) : undefined,
		Logs: withLogs ? presentLogs(document.logs, service) : undefined,
		HasFileUploaded: document.leftovers.uploads !== undefined,
		PackageReference: document.packageReference,
		ClientReference: document.clientReference,
	});
}

export const presentLogs = (logs: HeldLog[], { readings }: Service): Schemas['DocumentLog'][] =>
	logs.map((entry) => ({
		Name: `${entry.firstName} ${entry.lastName}`.trim(),
		Email: entry.email,
		Action: entry.action,
		Date: formatDate(entry.at, readings.dates),
		GMT: '0',
	}));

export function presentPackage(
	held: HeldPackage,
	service: Service,
	withLogs = false,
): Schemas['PackageResponse'] {
	const documents = service.store.documentsOf(held);
	// Assumed: a package is as far as its documents are; one refusal or expiry ends it.
	const states = documents.map((document) => document.state);
	const ended = (['Declined', 'Expired'] as const).find((state) => states.includes(state));
	const complete = states.every((state) => state === 'Complete');
	return present({
		QueueReference: held.queueReference,
		PackageReference: held.reference,
		PackageName: held.name,
		PackageStatus: ended ?? (complete ? 'Complete' : 'InProgress'),
		Documents: documents.map((document) => presentDocument(document, service, withLogs)),
	});
}

export const typeOf = (field: HeldField, { readings }: Service): HeldField['type'] =>
	field.type === 'RadioButton' && readings.radioButtons === 'absent' ? 'DropDownList' : field.type;

export const presentField = (field: HeldField, service: Service): Schemas['FormFillerField'] =>
	present({
		Label: field.label,
		Value: field.value,
		FieldType: typeOf(field, service),
		IsRequired: field.required,
		ID: field.id,
		ReadOnly: field.readOnly,
		ClientField: field.clientField,
	});

/** Leaves out what has no value, as ServiceStack does. */
export function present<T extends object>(value: T): T {
	return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;
}
