import type { Schemas } from '../api.cts';
import { missing, notFound, unauthorized } from '../errors.cts';
import type { HeldFile } from '../files.cts';
import type { Readings } from '../readings.cts';
import { newReference } from './references.cts';
import * as seeds from './seeds.cts';
import type { HeldAttachment, HeldDocument, HeldMerge, HeldPackage } from './types.cts';

/** Everything the account owns. Looking up what is not there is the 404 of the API. */
export class Store {
	readonly documents = new Map<string, HeldDocument>();
	readonly packages = new Map<string, HeldPackage>();
	readonly attachments = new Map<string, HeldAttachment>();
	readonly merges = new Map<string, HeldMerge>();
	readonly senders = new Map<string, Schemas['SaveSenderRequest']>();
	readonly forms = seeds.forms();
	readonly templates = seeds.templates();
	readonly invitationTemplates = seeds.invitationTemplates();
	readonly completionTemplates = seeds.completionTemplates();
	readonly workflows = seeds.workflows();
	readonly recipients = seeds.recipients();
	readonly invoices = seeds.invoices();
	readonly employers = seeds.employers();

	document(reference: string | undefined, text = missing.document) {
		return found(this.documents.get(reference ?? ''), text);
	}

	package(reference: string) {
		return found(this.packages.get(reference), missing.document);
	}

	attachment(reference: string) {
		return found(this.attachments.get(reference), 'Attachment not found, may have been removed');
	}

	form(reference: string) {
		return found(
			this.forms.find((form) => form.reference === reference),
			missing.form,
		);
	}

	template(reference: string) {
		return found(
			this.templates.find((template) => template.reference === reference),
			'Template not found',
		);
	}

	invoice(reference: string) {
		return found(
			this.invoices.find((invoice) => invoice.InvoiceReference === reference),
			'Invoice not found',
		);
	}

	documentsOf(held: { documentReferences: string[] }) {
		return held.documentReferences.flatMap((reference) => this.documents.get(reference) ?? []);
	}

	/** Finds a signer by the key of the signing page. */
	bySigningKey(key: string) {
		for (const document of this.documents.values()) {
			const signer = document.signers.find((candidate) => candidate.key === key);
			if (signer) return { document, signer };
		}
		return undefined;
	}

	addDocument(file: HeldFile, more: Partial<HeldDocument> = {}) {
		const document: HeldDocument = {
			reference: newReference(),
			name: file.name,
			file,
			state: 'NotStart',
			sends: 0,
			signers: [],
			sequential: true,
			fields: [],
			certificates: [],
			leftovers: {},
			logs: [],
			gmt: '0',
			hidden: false,
			...more,
		};
		this.documents.set(document.reference, document);
		return document;
	}

	addPackage(name: string, documents: HeldDocument[], queueReference?: string) {
		const held: HeldPackage = {
			reference: newReference(),
			name,
			queueReference,
			documentReferences: documents.map((document) => document.reference),
		};
		this.packages.set(held.reference, held);
		for (const document of documents) {
			// Sent once more, it leaves the package of its first send.
			this.takeFromPackage(document);
			document.packageReference = held.reference;
		}
		return held;
	}

	removeDocument(document: HeldDocument) {
		this.documents.delete(document.reference);
		this.takeFromPackage(document);
	}

	/** What everybody has signed is kept no longer. */
	removeSigned(isMeant: (document: HeldDocument) => boolean) {
		for (const held of [...this.documents.values()]) {
			if (held.state === 'Complete' && isMeant(held)) this.removeDocument(held);
		}
	}

	/** The package goes with its last document. */
	private takeFromPackage(document: HeldDocument) {
		const held = this.packages.get(document.packageReference ?? '');
		if (!held) return;
		held.documentReferences = held.documentReferences.filter((r) => r !== document.reference);
		if (held.documentReferences.length === 0) this.packages.delete(held.reference);
	}

	/** The sender whom X-CUSTOM-SENDER names. */
	sender(named: string, by: Readings['sender']) {
		const isNamed = [...this.senders].some(
			([reference, { ClientReference, User }]) =>
				named === { reference, clientReference: ClientReference, email: User.Email }[by],
		);
		// Assumed: as somebody who may not.
		if (!isNamed) throw unauthorized('X-CUSTOM-SENDER names no sender of this account');
	}

	removePackage(held: HeldPackage) {
		for (const document of this.documentsOf(held)) this.documents.delete(document.reference);
		this.packages.delete(held.reference);
	}
}

function found<T>(held: T | undefined, text: string): T {
	if (held === undefined) throw notFound(text);
	return held;
}
