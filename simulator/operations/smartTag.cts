import type { Handlers, Schemas } from '../api.cts';
import { invalid, missing } from '../errors.cts';
import type { Service } from '../service.cts';
import { readSigners, textOf } from '../smartTags.cts';
import type { Terms } from '../store/life.cts';
import { present, presentDocument, presentPackage } from '../store/present.cts';
import type { HeldDocument, HeldPackage } from '../store/types.cts';
import { sendMerged, presentMerge } from './mailMerge.cts';
import { dueDateOf, mailTermsOf, mustExist, newSigner, personOf } from './sending.cts';

type Request = Schemas['SmartTagSendRequest'];

export const smartTag = {
	async sendSmartTag({ service, body }) {
		const { documents } = await send(service, body, body.SingleDocumentAsPackage);
		return documents.map((document) => presentDocument(document, service));
	},

	async sendSmartTag2({ service, body }) {
		const isPackage = service.readings.singleDocument === 'package';
		const { documents, held } = await send(
			service,
			body,
			body.SingleDocumentAsPackage || isPackage,
		);
		if (held) return presentPackage(held, service);
		// Assumed: documents that make no package come without a reference of one.
		return present({
			QueueReference: body.QueueReference,
			PackageName: body.PackageName,
			PackageStatus: 'InProgress',
			Documents: documents.map((document) => presentDocument(document, service)),
		});
	},

	sendMailMerge: ({ service, body }) => sendMerged(service, body),

	getMailMergeDocuments: ({ service, path }) =>
		presentMerge(service, path.ProcessDocumentReference),
} satisfies Handlers;

/** Everything is checked before anything is sent: a refused request leaves no trace but `sends`. */
async function send(service: Service, body: Request, packsOne = false) {
	const { store, life, readings } = service;
	const documents = body.DocumentReferences.map((r) => store.document(r, missing.process));
	if (documents.length === 0) throw invalid('DocumentReferences is empty');
	for (const document of documents) document.sends += 1;
	checkReferences(service, body);

	const dueDate = dueDateOf(service, body.DueDate, body.GMT);
	const terms = await Promise.all(
		documents.map(async (document) => ({
			signers: await signersOf(document, body),
			hasTags: true,
			...mailTermsOf(body),
			...present({
				dueDate,
				gmt: body.GMT,
				notifyUrl: body.NotifyUrl,
				returnUrl: body.ReturnUrl,
			}),
		})),
	);
	const most = Math.max(...terms.map(({ signers }) => signers.length));
	// Assumed: a signer whom no tag has a place for is a mistake.
	if ((body.Signers ?? []).length > most) {
		throw invalid(`Signers names ${body.Signers?.length} people, the Smart Tags ${most}`);
	}
	// Looked at last, without a pause before the send, so that two sends at once do not both pass.
	const again = documents.find(
		({ state }) =>
			state !== 'NotStart' && !(state === 'InProgress' && readings.secondSend === 'repeated'),
	);
	if (again) throw invalid(`The document ${again.name} was already sent`);
	const held = packageOf(service, body, documents, packsOne);
	documents.forEach((document, i) => life.begin(document, terms[i] satisfies Terms));
	return { documents, held };
}

/** The signers of the tags; entry n of `Signers` takes the place of signer n. */
async function signersOf(document: HeldDocument, body: Request) {
	const tags = readSigners(await textOf(document.file));
	return tags.map((tag, i) => {
		const invitee = body.Signers?.[i];
		return newSigner(tag.order, invitee ? personOf(invitee) : tag, invitee, {
			embedded: invitee?.Embedded ?? body.Embedded ?? false,
			attachments: invitee?.Attachments ?? [],
			...mailTermsOf(invitee ?? {}),
			...present({ returnUrl: invitee?.ReturnUrl }),
			// Assumed: sharing that is given for the request counts where a signer names none.
			...present({ shareUsers: invitee?.ShareUsers ?? body.ShareUsers }),
		});
	});
}

function checkReferences({ store }: Service, body: Request) {
	const invitees = body.Signers ?? [];
	const invitations = [body, ...invitees].flatMap((from) => [
		from.EmailTemplateReference,
		from.InvitationEmailTemplateReference,
	]);
	const completions = [body, ...invitees].map((from) => from.CompletionEmailTemplateReference);
	mustExist(invitations, store.invitationTemplates, 'Invitation e-mail template');
	mustExist(completions, store.completionTemplates, 'Completion e-mail template');
	mustExist([body.WorkflowReference], store.workflows, 'Workflow');
	for (const reference of invitees.flatMap((invitee) => invitee.Attachments ?? [])) {
		store.attachment(reference);
	}
}

function packageOf(
	{ store }: Service,
	body: Request,
	documents: HeldDocument[],
	packsOne: boolean,
): HeldPackage | undefined {
	if (body.NoPackage || (documents.length === 1 && !packsOne)) return undefined;
	// Assumed: several documents without a name for the package take the first one's.
	const name = body.PackageName || documents[0].name;
	return store.addPackage(name, documents, body.QueueReference);
}
