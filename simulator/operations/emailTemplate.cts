import type { Operations } from '../api.cts';

export const emailTemplate: Operations<
	'getInvitationEmailTemplates' | 'getCompletionEmailTemplates'
> = {
	getInvitationEmailTemplates: ({ service }) => service.store.invitationTemplates,
	getCompletionEmailTemplates: ({ service }) => service.store.completionTemplates,
};
