import type { Handlers, Schemas } from '../api.cts';
import { missing, notFound } from '../errors.cts';
import {
	linkOf,
	present,
	presentDocument,
	presentPackage,
	presentSigner,
	shownName,
	typeOf,
} from '../store/present.cts';
import { newReference } from '../store/references.cts';
import type { HeldForm } from '../store/types.cts';
import { formDataFile } from './formData.cts';
import { sendForms } from './formSending.cts';

export const formDirect = {
	getFormList: ({ service }) => service.store.forms.map(presentForm),

	getSingleForm: ({ service, path }) => presentForm(service.store.form(path.FormReference)),

	getPredefinedFormFields: ({ service, path }) => ({
		Fields: service.store.form(path.FormReference).fields.map((field, i) =>
			present({
				FieldName: field.id,
				DisplayName: field.label,
				FieldType: typeOf(field, service),
				FiledValue: field.value,
				ValueOptions: field.options,
				ClientField: field.clientField,
				ClientMapping: i,
			}),
		),
	}),

	async sendForms({ service, body }) {
		const documents = await sendForms(service, body);
		if (documents.length > 1) service.store.addPackage(documents[0].name, documents);
		return documents.map((document) => presentDocument(document, service));
	},

	async sendForms2({ service, body }) {
		const documents = await sendForms(service, body);
		return presentPackage(service.store.addPackage(documents[0].name, documents), service);
	},

	getSignerLink({ service, body }) {
		const document = service.store.document(body.DocumentReference, missing.signer);
		const { FirstName, LastName, Email } = body.Signer;
		const { readings } = service;
		const compared = (name: string) =>
			readings.signerLookup === 'anyCase' ? name.toLowerCase() : name;
		const signer = document.signers.find((candidate) => {
			const shown = shownName(candidate, readings);
			return (
				compared(shown.FirstName) === compared(FirstName) &&
				compared(shown.LastName) === compared(LastName) &&
				candidate.email.toLowerCase() === Email.toLowerCase()
			);
		});
		// Assumed: it serves documents of every kind, and gives no link where nothing is left to sign.
		const open = document.state === 'InProgress' && signer?.status !== 'Signed';
		if (!signer || !open) throw notFound(missing.signer);
		return { ...presentSigner(document, signer, service), SigningKey: linkOf(signer, service) };
	},

	exportFormData: async ({ service, path }) => ({
		file: await formDataFile(service, path.DocumentReference, path.FormDataFileType),
	}),

	getFormDataUrl({ service, path, query }) {
		const { reference } = service.store.document(path.DocumentReference, missing.form);
		const url = new URL(`/files/${reference}/${path.FormDataFileType}`, service.origin);
		if (query.Separator) url.searchParams.set('separator', query.Separator);
		return { Url: url.href };
	},

	getEmployers: ({ service }) => service.store.employers,

	saveEmployers({ service, body }) {
		const { employers } = service.store;
		saveAll(employers.SuperFund, body.SuperFund);
		saveAll(employers.TFN, body.TFN);
		saveAll(employers.AccClaimsHistory, body.AccClaimsHistory);
		return employers;
	},
} satisfies Handlers;

// Names and addresses are required by the model, so they are there and empty.
const presentForm = (form: HeldForm): Schemas['FormDirect'] => ({
	Name: form.name,
	FormType: form.formType,
	Reference: form.reference,
	EmbedForm: false,
	Signers: form.roles.map(({ role, optional }) => ({
		FirstName: '',
		LastName: '',
		Email: '',
		SignerType: role,
		Optional: optional,
	})),
});

/** Assumed: a known reference is changed, an unknown or empty one makes a new entry. */
function saveAll<T extends { Reference: string }>(kept: T[], saved: T[] = []) {
	for (const entry of saved) {
		const known = kept.find(({ Reference }) => Reference === entry.Reference);
		if (known) Object.assign(known, entry);
		else kept.push({ ...entry, Reference: newReference() });
	}
}
