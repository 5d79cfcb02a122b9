import type { Handlers } from '../api.cts';

export const emailTemplate = {
	getInvitationEmailTemplates: ({ service }) => service.store.invitationTemplates,
	getCompletionEmailTemplates: ({ service }) => service.store.completionTemplates,
} satisfies Handlers;
