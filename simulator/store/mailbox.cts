// The emails that the service would send. None is sent: they are kept for the first page.
import type { Schemas } from '../api.cts';
import type { Clock } from '../clock.cts';
import { readableDate } from '../dates.cts';
import { standardEmails } from './seeds.cts';
import type { Store } from './store.cts';
import type { HeldDocument, HeldSigner, MailTerms, Person } from './types.cts';

type Kind = keyof typeof standardEmails;
type Words = (typeof standardEmails)[Kind];

export interface Message {
	kind: Kind;
	at: Date;
	to: Person;
	subject: string;
	text: string;
	document: HeldDocument;
	/** Who signs with its link; absent where there is nothing to be signed any more. */
	signer?: HeldSigner;
}

/**
 * Who gets an email, and what it says, by API.md: an invitation when somebody's turn comes (5.4), a reminder for
 * SendReminder (5.2), one on completion (5.4, 5.7). Assumed: nobody gets one when a document is declined or expires,
 * and no reminder is sent by itself.
 */
export class Mailbox {
	/** In the order in which they would have been sent. */
	readonly messages: Message[] = [];

	constructor(
		private readonly store: Store,
		private readonly clock: Clock,
	) {}

	/** Assumed: whoever signs inside another site gets no invitation (section 8). */
	invite(document: HeldDocument, signer: HeldSigner) {
		if (signer.embedded) return;
		const terms = { ...document.mail, ...signer.mail };
		const words = invitationWords(terms, this.store.invitationTemplates);
		this.keep('invitation', document, signer, words, signer);
	}

	remind(document: HeldDocument, signer: HeldSigner) {
		this.keep('reminder', document, signer, standardEmails.reminder, signer);
	}

	/** Assumed: to every signer, and to whom the account sends by default what is completed. */
	complete(document: HeldDocument) {
		const { completionTemplates, recipients } = this.store;
		const others = (recipients.CompletionRecipients ?? []).filter(({ IsDefault }) => IsDefault);
		const people: (Person & { mail?: MailTerms })[] = [
			...document.signers,
			...others.map(({ FirstName, LastName, Email }) => ({
				...{ firstName: FirstName, lastName: LastName, email: Email },
			})),
		];
		for (const person of people) {
			const terms = { ...document.mail, ...person.mail };
			const { CompletionEmailTemplateReference: named, NoCompletionEmailTemplate: none } = terms;
			const words = template(completionTemplates, named, none) ?? standardEmails.completion;
			this.keep('completion', document, person, words);
		}
	}

	private keep(
		kind: Kind,
		document: HeldDocument,
		{ firstName, lastName, email }: Person,
		{ Subject, Template }: Words,
		signer?: HeldSigner,
	) {
		// Somebody who signs face to face may have no address.
		if (!email) return;
		const values: Record<string, string | undefined> = {
			FirstName: firstName,
			LastName: lastName,
			DocumentName: document.name,
			DueDate: document.dueDate && readableDate(document.dueDate),
		};
		const filled = (text: string) =>
			text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
		this.messages.push({
			...{ kind, at: this.clock.now(), to: { firstName, lastName, email } },
			...{ subject: filled(Subject), text: filled(Template), document, signer },
		});
	}
}

function invitationWords(terms: MailTerms, templates: Schemas['EmailTemplate'][]): Words {
	const { InvitationEmailTemplateReference: named, NoInvitationEmailTemplate: none } = terms;
	const usual = template(templates, named, none) ?? standardEmails.invitation;
	const { InvitationText: text, EmailSubject: Subject = usual.Subject } = terms;
	if (!text) return { Subject, Template: usual.Template };
	// A note in the usual email, or the whole of it.
	const Template = terms.IsPersonalMessage ? `${usual.Template}\n\n${text}` : text;
	return { Subject, Template };
}

/** The template that is named, or the account's own; undefined: the service's, whatever the settings. */
function template(
	templates: Schemas['EmailTemplate'][],
	named: string | undefined,
	none: boolean | undefined,
): Words | undefined {
	const found =
		templates.find(({ Reference }) => Reference === named) ??
		(none ? undefined : templates.find(({ IsDefault }) => IsDefault));
	return found && { Subject: found.Subject ?? '', Template: found.Template ?? '' };
}
