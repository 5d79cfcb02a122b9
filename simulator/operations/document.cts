import type { Handlers } from '../api.cts';
import { formatDate } from '../dates.cts';
import { invalid, missing, notFound } from '../errors.cts';
import { asPdf, mergePdfs } from '../pdf.cts';
import type { Service } from '../service.cts';
import { folderOf, presentDocument, presentField, presentLogs } from '../store/present.cts';
import type { HeldDocument } from '../store/types.cts';
import { dueDateOf } from './sending.cts';
import { accepted, charge, fetchFile, uploaded } from './uploads.cts';
import { validate } from './validation.cts';

export const document = {
	uploadDocument({ service, file, fields }) {
		const accept = accepted(file);
		charge(service);
		const clientReference = fields.ClientReference;
		return uploaded(service.store.addDocument(accept, { clientReference }), service);
	},

	uploadDocumentWithClientReference({ service, file, path }) {
		const accept = accepted(file);
		charge(service);
		const clientReference = path.ClientReference;
		return uploaded(service.store.addDocument(accept, { clientReference }), service);
	},

	async uploadDocumentByUrl({ service, body }) {
		const file = await fetchFile(body.File, service);
		charge(service);
		const clientReference = body.File.ClientReference;
		return uploaded(service.store.addDocument(file, { clientReference }), service);
	},

	async combineDocuments({ service, body }) {
		const documents = body.DocumentReferences.map((r) => service.store.document(r));
		if (documents.length === 0) throw invalid('DocumentReferences is empty');
		const parts = await Promise.all(documents.map(({ file }) => asPdf(file)));
		const name = body.CombinedDocumentName.replace(/(\.pdf)?$/i, '.pdf');
		if (body.Folder) charge(service);
		const combined = service.store.addDocument(
			await service.files.write(name, await mergePdfs(parts)),
			{ clientReference: body.ClientReference, hidden: !body.Folder },
		);
		return { Reference: combined.reference };
	},

	getDocumentStatus: ({ service, path, query }) =>
		presentDocument(
			service.store.document(path.DocumentReference, missing.process),
			service,
			query.DocumentLog,
		),

	getDocumentLog: ({ service, path }) =>
		presentLogs(service.store.document(path.DocumentReference, missing.process).logs, service),

	getActiveDocuments: ({ service, path, query }) =>
		[...service.store.documents.values()]
			.filter((held) => isListed(held, service) && folderOf(held) === path.Folder)
			.map((held) => presentDocument(held, service, query.DocumentLog)),

	extendDocument({ service, body }) {
		const held = service.store.document(body.DocumentReference, missing.process);
		const due = dueDateOf(service, body.DueDate, body.GMT);
		service.life.extend(held, due, body.GMT ?? held.gmt);
		return presentDocument(held, service);
	},

	updateSigners({ service, body }) {
		const held = service.store.document(body.DocumentReference, missing.process);
		const changes = body.Signers.map((change) => {
			const signer = held.signers.find((s) => s.reference === change.SignerReference);
			if (!signer) throw notFound(missing.signer);
			if (held.state !== 'InProgress' || signer.status === 'Signed') {
				throw invalid(`Signer ${signer.email} cannot be changed any more`);
			}
			return { signer, change };
		});
		for (const { signer, change } of changes) {
			signer.firstName = change.FirstName;
			signer.lastName = change.LastName;
			signer.email = change.Email;
			signer.mobileNumber = change.MobileNumber ?? signer.mobileNumber;
			signer.mobileCountry = change.MobileCountry ?? signer.mobileCountry;
		}
		if (service.readings.updateSigner === 'replaces') {
			held.signers = changes.map(({ signer }) => signer);
		}
		return presentDocument(held, service);
	},

	sendReminder({ service, body }) {
		const held = service.store.document(body.DocumentReference, missing.process);
		// Assumed: without a signer the one whose turn it is gets the reminder.
		const wanted = body.SignerReference;
		const signer = wanted
			? held.signers.find(({ reference }) => reference === wanted)
			: service.life.turn(held)[0];
		if (!signer) throw notFound(missing.signer);
		service.life.remind(held, signer);
	},

	getFieldData({ service, path }) {
		const held = service.store.document(path.DocumentReference, missing.process);
		return held.state === 'Complete'
			? held.fields.map((field) => presentField(field, service))
			: [];
	},

	getDocumentUrl({ service, path }) {
		const { reference } = service.store.document(path.DocumentReference);
		return { Url: `${service.origin}/files/${reference}` };
	},

	validateDocument({ service, path }) {
		const held = service.store.document(path.DocumentReference);
		return validate(service, held.name, held.signed?.sha256);
	},

	validateDocumentFile({ service, file }) {
		const { name, sha256 } = accepted(file);
		return validate(service, name, sha256);
	},

	deleteDocument: ({ service, path, query }) =>
		remove(service, path.DocumentReference, query.RemoveFromPackage),

	deleteDocumentPost: ({ service, path, query }) =>
		remove(service, path.DocumentReference, query.RemoveFromPackage),

	getSigningCompletionCertificates({ service, path }) {
		const { certificates } = service.store.document(path.DocumentReference);
		return certificates.map(({ reference, at }) => ({
			CertificateReference: reference,
			SigningDate: formatDate(at, service.readings.dates),
			Status: 'Complete',
			DownloadURL: `${service.origin}/files/${reference}`,
		}));
	},
} satisfies Handlers;

/** Deletes a document; with it goes its package, unless it is only to leave that. */
function remove(service: Service, reference: string, leavePackageOnly: boolean | undefined) {
	if (leavePackageOnly === undefined && service.readings.removeFromPackage === 'required') {
		throw invalid('RemoveFromPackage is missing');
	}
	const held: HeldDocument = service.store.document(reference, missing.process);
	const answer = presentDocument(held, service);
	const whole = !leavePackageOnly && service.store.packages.get(held.packageReference ?? '');
	if (whole) service.store.removePackage(whole);
	else service.store.removeDocument(held);
	return answer;
}

/** Whether a document stands in its folder. */
function isListed({ hidden, state }: HeldDocument, { readings }: Service): boolean {
	const hasEnded = state === 'Declined' || state === 'Expired';
	return !hidden && !(hasEnded && readings.endedDocuments === 'unlisted');
}
