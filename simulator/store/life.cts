import { invalid } from '../errors.cts';
import type { Callbacks } from '../callbacks.cts';
import type { Clock } from '../clock.cts';
import type { Files } from '../files.cts';
import { certificate, signedPdf } from '../paper.cts';
import type { Mailbox } from './mailbox.cts';
import { newReference } from './references.cts';
import { sampleField } from './seeds.cts';
import type { HeldDocument, HeldSigner, Person } from './types.cts';

/** The terms under which a document goes out. */
export type Terms = Pick<HeldDocument, 'signers' | 'dueDate'> & Partial<HeldDocument>;

const service: Person = { firstName: 'Secured', lastName: 'Signing', email: 'noreply@example.com' };

/** Moves documents from InBox over Progress to Signed, writes the log and tells NotifyUrl. */
export class Life {
	constructor(
		private readonly files: Files,
		private readonly callbacks: Callbacks,
		private readonly mailbox: Mailbox,
		private readonly clock: Clock,
	) {}

	begin(document: HeldDocument, terms: Terms) {
		Object.assign(document, terms, { state: 'InProgress' });
		if (document.fields.length === 0) document.fields = [sampleField()];
		this.log(document, service, 'Sent');
		this.invite(document);
		this.callbacks.notify(document, 'sent');
	}

	/** The signers who can sign now. */
	turn(document: HeldDocument): HeldSigner[] {
		if (document.state !== 'InProgress') return [];
		const open = document.signers.filter((signer) => signer.status !== 'Signed');
		return document.sequential ? open.slice(0, 1) : open;
	}

	async sign(document: HeldDocument, signer: HeldSigner, values: Record<string, string> = {}) {
		this.mustBeTurnOf(document, signer);
		signer.status = 'Signed';
		signer.signedAt = this.clock.now();
		for (const field of document.fields) {
			if (!field.readOnly) field.value = values[field.id] ?? field.value;
		}
		this.log(document, signer, 'Signed');
		if (document.signers.some((other) => other.status !== 'Signed')) {
			this.invite(document);
			this.callbacks.notify(document, 'signed', signer);
		} else {
			await this.complete(document);
			this.callbacks.notify(document, 'completed', signer);
		}
	}

	private async complete(document: HeldDocument) {
		const reference = newReference();
		const baseName = document.name.replace(/\.[^.]*$/, '');
		document.signed = await this.files.write(`${baseName}.pdf`, await signedPdf(document));
		document.certificates.push({
			reference,
			at: this.clock.now(),
			file: await this.files.write(
				`${baseName} certificate.pdf`,
				await certificate(document, reference),
			),
		});
		document.state = 'Complete';
		this.log(document, service, 'Completed');
		this.mailbox.complete(document);
	}

	decline(document: HeldDocument, signer: HeldSigner, reason: string) {
		this.mustBeTurnOf(document, signer);
		signer.status = 'Declined';
		signer.declinedReason = reason;
		document.state = 'Declined';
		this.log(document, signer, 'Declined');
		this.callbacks.notify(document, 'declined', signer);
	}

	expire(document: HeldDocument) {
		if (document.state !== 'InProgress') throw invalid('Only a document in progress can expire');
		document.state = 'Expired';
		for (const signer of document.signers)
			if (signer.status !== 'Signed') signer.status = 'Expired';
		this.log(document, service, 'Expired');
		this.callbacks.notify(document, 'expired');
	}

	/** What is overdue has expired. */
	expireOverdue(documents: Iterable<HeldDocument>) {
		const now = this.clock.now();
		for (const document of documents) {
			const overdue = document.dueDate && document.dueDate < now;
			if (overdue && document.state === 'InProgress') this.expire(document);
		}
	}

	/** Assumed: a later due date brings an expired document back. */
	extend(document: HeldDocument, dueDate: Date, gmt: string) {
		if (document.state !== 'InProgress' && document.state !== 'Expired') {
			throw invalid('Only a document in progress or an expired one can be extended');
		}
		document.dueDate = dueDate;
		document.gmt = gmt;
		document.state = 'InProgress';
		for (const signer of document.signers) {
			if (signer.status === 'Expired') signer.status = 'Initialized';
		}
		this.log(document, service, 'Extended');
		this.invite(document);
	}

	remind(document: HeldDocument, signer: HeldSigner) {
		this.mustBeTurnOf(document, signer);
		signer.reminders += 1;
		signer.status = 'Reminder';
		this.log(document, signer, 'Reminded');
		this.mailbox.remind(document, signer);
	}

	private invite(document: HeldDocument) {
		for (const signer of this.turn(document)) {
			if (signer.status !== 'Initialized') continue;
			signer.status = 'Invitation';
			this.log(document, signer, 'Invited');
			this.mailbox.invite(document, signer);
		}
	}

	private log(document: HeldDocument, who: Person, action: string) {
		const { firstName, lastName, email } = who;
		document.logs.push({ firstName, lastName, email, action, at: this.clock.now() });
	}

	private mustBeTurnOf(document: HeldDocument, signer: HeldSigner) {
		if (this.turn(document).includes(signer)) return;
		throw invalid(`It is not the turn of ${signer.email || 'this signer'}`);
	}
}
