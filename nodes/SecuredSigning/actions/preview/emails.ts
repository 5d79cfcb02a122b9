/** The emails that a send causes. */
import type { IDataObject } from 'n8n-workflow';

import type { Planned, PlannedSigner } from '../../send';
import { omitEmpty, text } from '../../shared/values';
import { titleOf, type PreviewedDocument } from './documents';
import type { Row } from './render';
import type { PreviewedSigner } from './signers';

/**
 * Emails that signers get because of the send: one for each person, or one for each document if these are
 * sent separately. Reminders and other notices depend on the account, and are not listed.
 */
export function emailsOf(
	{ request, signers: all, isInTurn, isPackage }: Planned,
	signers: PreviewedSigner[],
	documents: PreviewedDocument[],
): IDataObject[] {
	const invitationOf = ({ signsOn, email, order }: PreviewedSigner, at: number) => {
		if (signsOn !== 'email') return [];
		const { EmailSubject, InvitationText, IsPersonalMessage, ...own } = all[at].details;
		const isWholeEmail = InvitationText !== undefined && IsPersonalMessage === false;
		return [
			{
				kind: 'invitation',
				to: email,
				...omitEmpty({
					subject: text(EmailSubject),
					text: text(InvitationText),
					isWholeEmail: isWholeEmail || undefined,
					...templateOf(
						own.InvitationEmailTemplateReference,
						request.InvitationEmailTemplateReference,
						request.NoInvitationEmailTemplate,
					),
					after: isInTurn && order > 1 ? `signer ${order - 1} has signed` : '',
				}),
			},
		];
	};
	const completionOf = ({ email }: PreviewedSigner, at: number) => ({
		kind: 'completion',
		to: email,
		...omitEmpty(
			templateOf(
				all[at].details.CompletionEmailTemplateReference,
				request.CompletionEmailTemplateReference,
				request.NoCompletionEmailTemplate,
			),
		),
	});
	const emailsFor = (isAsked: (signer: PlannedSigner) => boolean): IDataObject[] => {
		const places = [...signers.entries()].filter(([at]) => isAsked(all[at]));
		const invitations = places.flatMap(([at, signer]) => invitationOf(signer, at));
		const people = places.filter(
			([, { email }], place) => place === places.findIndex(([, other]) => other.email === email),
		);
		const completions = people.map(([at, signer]) => completionOf(signer, at));
		// Who signs two documents of a package gets one invitation to both.
		return [
			...new Map(
				[...invitations, ...completions].map((one) => [JSON.stringify(one), one]),
			).values(),
		];
	};
	if (isPackage || documents.length === 1) return emailsFor(() => true);
	return documents.flatMap((_, at) =>
		emailsFor(({ document = at }) => document === at).map((one) => ({
			...one,
			document: titleOf(documents, at),
		})),
	);
}

/** Whether a value that applies to the whole send is shown with at least one of the emails. */
export const isInSome = (emails: IDataObject[], property: string, value: unknown): boolean =>
	emails.some(
		({ kind, emailTemplateReference }) =>
			property === TEMPLATE_OF[text(kind)] && emailTemplateReference === text(value),
	);

const TEMPLATE_OF: Record<string, string> = {
	invitation: 'InvitationEmailTemplateReference',
	completion: 'CompletionEmailTemplateReference',
};

/** Whether a signer's own value is shown with an email to this signer. */
export function isInTheirs(
	emails: IDataObject[],
	{ signsOn, email }: PreviewedSigner,
	property: string,
	details: PlannedSigner['details'],
): boolean {
	switch (property) {
		case 'EmailSubject':
		case 'InvitationText':
			return signsOn === 'email';
		case 'IsPersonalMessage':
			// The text is the whole email, or, as usual, a part of it.
			return details.IsPersonalMessage !== false || signsOn === 'email';
		default:
			return isInSome(
				emails.filter(({ to }) => to === email),
				property,
				details[property],
			);
	}
}

/** @param isStandard whether the account's own template is not used (docs/api/API.md section 5.4) */
const templateOf = (own: unknown, ofAll: unknown, isStandard: unknown) =>
	own === undefined && isStandard === true
		? { isStandardEmail: true }
		: { emailTemplateReference: text(own ?? ofAll) };

/** What people are shown of one. */
export const emailRow = ({ kind, to, ...more }: IDataObject): Row => {
	const values = [
		more.document && `for ${text(more.document)}`,
		more.after && `once ${text(more.after)}`,
		more.subject && `subject: ${text(more.subject)}`,
		more.text && `${more.isWholeEmail ? 'whole text' : 'text'}: ${text(more.text)}`,
		more.emailTemplateReference && `template ${text(more.emailTemplateReference)}`,
		more.isStandardEmail && "Secured Signing's own email",
	].flatMap((value) => (value ? [String(value)] : []));
	return [
		`${kind === 'invitation' ? 'Invitation to' : 'Email after everybody has signed, to'} ${text(to)}`,
		...(values.length > 0 ? values : ["your account's template"]),
	];
};
