import type { Handlers, Schemas } from '../api.cts';
import { invalid, missing, notFound } from '../errors.cts';
import { textPdf } from '../pdf.cts';
import type { Service } from '../service.cts';
import { present, presentDocument, presentField } from '../store/present.cts';
import type { HeldDocument, HeldTemplate } from '../store/types.cts';
import { dueDateOf, newSigner, personOf } from './sending.cts';
import { charge } from './uploads.cts';

export const formFiller = {
	getFormFillerTemplates: ({ service }) =>
		service.store.templates.map(({ name, reference }) => ({ Name: name, Reference: reference })),

	getFormFillerSignerTemplate({ service, path }) {
		const { name, reference, signerReferences } = service.store.template(path.TemplateReference);
		return {
			Name: name,
			Reference: reference,
			Signers: signerReferences.map((SignerReference) => ({
				SignerReference,
				FirstName: '',
				LastName: '',
				Email: '',
			})),
		};
	},

	getFormFillerFieldTemplate({ service, path }) {
		const { name, reference, fields } = service.store.template(path.TemplateReference);
		return {
			Name: name,
			Reference: reference,
			Fields: fields.map((field) => presentField(field, service)),
		};
	},

	async sendFormFillerTemplates({ service, body }) {
		const sent = await send(service, body);
		// As one package: section 12.3.
		if (sent.length > 1) service.store.addPackage(sent[0].name, sent);
		const documents = sent.map((held) => presentDocument(held, service));
		const Signers = documents.flatMap((document) => document.Signers);
		const isBeside = service.readings.templateKeys === 'beside';
		return { Documents: isBeside ? documents.map(withoutKeys) : documents, Signers };
	},
} satisfies Handlers;

const withoutKeys = (document: Schemas['Document']): Schemas['Document'] => ({
	...document,
	Signers: document.Signers.map(({ SigningKey: _key, ...signer }) => signer),
});

async function send(service: Service, body: Schemas['SendFormFillerRequest']) {
	const { store, files, life } = service;
	if (body.Templates.length === 0) throw invalid('Templates is empty');
	const dueDate = dueDateOf(service, body.DueDate, body.GMT);
	const prepared = body.Templates.map((sent) => {
		const template = store.template(sent.Reference);
		return {
			template,
			clientReference: sent.ClientReference,
			signers: signersOf(template, sent.Signers ?? [], body.Embedded ?? false),
			fields: prefilled(template, sent.Fields ?? []),
		};
	});
	charge(service, prepared.length);

	const documents: HeldDocument[] = [];
	for (const { template, signers, fields, clientReference } of prepared) {
		const lines = [template.name, '', ...fields.map(({ label, value }) => `${label}: ${value}`)];
		const file = await files.write(`${template.name}.pdf`, await textPdf(lines));
		const document = store.addDocument(file, { sends: 1 });
		life.begin(document, {
			signers,
			fields,
			// Assumed: everybody at once, unless the request asks for a sequence.
			sequential: body.Sequential ?? false,
			...present({
				dueDate,
				gmt: body.GMT,
				notifyUrl: body.NotifyUrl,
				returnUrl: body.ReturnUrl,
				clientReference,
			}),
		});
		documents.push(document);
	}
	return documents;
}

function signersOf(template: HeldTemplate, sent: Schemas['FormFillerSigner'][], embedded: boolean) {
	return template.signerReferences.map((reference, i) => {
		// Assumed: signers without a reference are taken in their order.
		const signer =
			sent.find(({ SignerReference }) => SignerReference === reference) ??
			(sent[i]?.SignerReference ? undefined : sent[i]);
		if (!signer) throw notFound(missing.signer);
		return newSigner(i + 1, personOf(signer), signer, { embedded });
	});
}

/** The fields that a request sends carry values for the signers to find. */
function prefilled(template: HeldTemplate, sent: Schemas['FormFillerField'][]) {
	for (const { ID } of sent) {
		if (template.fields.some(({ id }) => id === ID)) continue;
		throw invalid(`The template ${template.name} has no field ${ID}`);
	}
	return template.fields.map((field) => {
		const given = sent.find(({ ID }) => ID === field.id);
		return {
			...field,
			value: given?.Value ?? field.value,
			readOnly: given?.ReadOnly ?? field.readOnly,
		};
	});
}
