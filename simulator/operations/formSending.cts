import type { Schemas } from '../api.cts';
import { invalid, notFound, paymentRequired } from '../errors.cts';
import { textPdf } from '../pdf.cts';
import type { Service } from '../service.cts';
import { present } from '../store/present.cts';
import type { HeldDocument, HeldField, HeldForm } from '../store/types.cts';
import { dueDateOf, mailTermsOf, mustExist, newSigner, personOf } from './sending.cts';
import { charge } from './uploads.cts';

/** Makes a document in Progress out of each form. */
export async function sendForms(
	service: Service,
	body: Schemas['SendFormDirectRequest'],
): Promise<HeldDocument[]> {
	const { account, store, files, life } = service;
	if (account.Locked || account.AccountStatus === 'OnHold') throw paymentRequired();
	if (body.Forms.length === 0) throw invalid('Forms is empty');
	const dueDate = dueDateOf(service, body.DueDate, body.GMT);
	mustExist([body.InvitationEmailTemplateReference], store.invitationTemplates, 'E-mail template');
	const prepared = body.Forms.map((sent) => {
		const form = store.form(sent.Reference);
		checkEmployer(service, sent.EmployerReference);
		return { sent, form, signers: signersOf(form, sent) };
	});
	charge(service, prepared.length);

	const documents: HeldDocument[] = [];
	for (const { sent, form, signers } of prepared) {
		const fields = prefilled(form.fields, sent.XMLData);
		const lines = [form.name, '', ...fields.map(({ label, value }) => `${label}: ${value}`)];
		const file = await files.write(`${form.name}.pdf`, await textPdf(lines));
		const document = store.addDocument(file, { sends: 1, formReference: form.reference });
		life.begin(document, {
			signers,
			fields,
			...mailTermsOf(body),
			...present({
				dueDate,
				gmt: body.GMT,
				notifyUrl: sent.NotifyUrl,
				returnUrl: sent.ReturnUrl,
				clientReference: sent.ClientReference,
			}),
		});
		documents.push(document);
	}
	return documents;
}

function signersOf(form: HeldForm, sent: Schemas['FormDirect']) {
	const taking = sent.Signers.filter((signer) => !signer.Optional);
	for (const { role, optional } of form.roles) {
		// Assumed: every role that is not optional has to be taken.
		if (optional || taking.some(({ SignerType }) => SignerType === role)) continue;
		throw invalid(`The form ${form.name} needs a signer of the type ${role}`);
	}
	return taking.map((signer, i) => {
		// Assumed: there is something to ask for.
		if (signer.UseIDData && !signer.IDData?.length)
			throw invalid(`IDData of signer ${i + 1} is empty`);
		const known = form.roles.some(({ role }) => role === signer.SignerType);
		if (!known)
			throw invalid(`The form ${form.name} has no signer of the type ${signer.SignerType}`);
		return newSigner(i + 1, personOf(signer), signer, {
			embedded: sent.EmbedForm,
			signerType: signer.SignerType,
		});
	});
}

function checkEmployer({ store }: Service, reference: string | undefined) {
	const known = Object.values(store.employers).flat();
	if (!reference || known.some(({ Reference }) => Reference === reference)) return;
	throw notFound(`Employer not found: ${reference}`);
}

/** Assumed: XMLData fills the fields by elements of their names; the vendor's template is unknown. */
function prefilled(fields: HeldField[], xml = ''): HeldField[] {
	const values = new Map([...xml.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, k, v]) => [k, v]));
	return fields.map((field) => ({ ...field, value: values.get(field.id) ?? field.value }));
}
