// What the operations that send documents out have in common.
import { day, parseDueDate } from '../dates.cts';
import { invalid, notFound } from '../errors.cts';
import type { Service } from '../service.cts';
import { newReference, newSigningKey } from '../store/references.cts';
import { present } from '../store/present.cts';
import type { HeldSigner, MailTerms, Person } from '../store/types.cts';

/** Reads a due date; without one the account's default applies. */
export function dueDateOf(service: Service, text: string | undefined, gmt: string | undefined) {
	const { account, clock, readings } = service;
	const now = clock.now().getTime();
	if (text === undefined) return new Date(now + account.DefaultDueDate * day);
	const due = parseDueDate(text, gmt ?? account.GMT, readings.gmtWithZone);
	// Assumed: both refusals. No source says what a past or a far date leads to.
	if (due.getTime() <= now) {
		const ahead = clock.daysAhead;
		throw invalid(
			`DueDate ${text} has passed${ahead ? `: the simulator's date is ${ahead} days ahead` : ''}`,
		);
	}
	// The end of the last day it allows, in any zone: an hour later where the clocks go back before it.
	if (due.getTime() > now + (account.MaxDueDate + 1) * day + day / 24) {
		throw invalid(`DueDate ${text} is more than ${account.MaxDueDate} days ahead`);
	}
	return due;
}

interface Invitee {
	FirstName: string;
	LastName: string;
	Email: string;
	MobileNumber?: string;
	MobileCountry?: string;
	ClientReference?: string;
	IsFaceToFaceSigning?: boolean;
	ShareUsers?: HeldSigner['shareUsers'];
}

export const personOf = (invitee: Invitee): Person => ({
	firstName: invitee.FirstName,
	lastName: invitee.LastName,
	email: invitee.Email,
});

export function newSigner(
	order: number,
	person: Person,
	invitee: Partial<Invitee> = {},
	more: Partial<HeldSigner> = {},
): HeldSigner {
	// Assumed: nobody can be invited without an address, except face to face.
	const reachable = /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(person.email);
	if (!reachable && !invitee.IsFaceToFaceSigning) {
		throw invalid(
			person.email
				? `${person.email}, the e-mail address of signer ${order}, is not valid`
				: `Signer ${order} has no e-mail address`,
		);
	}
	return {
		...person,
		reference: newReference(),
		key: newSigningKey(),
		order,
		status: 'Initialized',
		embedded: false,
		attachments: [],
		reminders: 0,
		...present({
			mobileNumber: invitee.MobileNumber,
			mobileCountry: invitee.MobileCountry,
			clientReference: invitee.ClientReference,
			isFaceToFaceSigning: invitee.IsFaceToFaceSigning,
			shareUsers: invitee.ShareUsers,
		}),
		...more,
	};
}

/** What a request, or an invitee of it, says of the emails. */
export function mailTermsOf(from: MailTerms & { EmailTemplateReference?: string }): {
	mail: MailTerms;
} {
	return {
		mail: present({
			// The old name of the same field.
			InvitationEmailTemplateReference:
				from.InvitationEmailTemplateReference ?? from.EmailTemplateReference,
			CompletionEmailTemplateReference: from.CompletionEmailTemplateReference,
			NoInvitationEmailTemplate: from.NoInvitationEmailTemplate,
			NoCompletionEmailTemplate: from.NoCompletionEmailTemplate,
			IsPersonalMessage: from.IsPersonalMessage,
			InvitationText: from.InvitationText,
			EmailSubject: from.EmailSubject,
		}),
	};
}

/** Refuses references to things that the account does not have. */
export function mustExist(
	references: (string | undefined)[],
	known: { Reference: string }[],
	what: string,
) {
	for (const reference of references) {
		// Assumed: an empty reference is none.
		if (!reference || known.some((item) => item.Reference === reference)) continue;
		throw notFound(`${what} not found: ${reference}`);
	}
}
