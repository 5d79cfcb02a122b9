import { read } from '../../api';
import { simplifyEmailTemplate } from '../../api/answers/emailTemplate';
import { getMany } from '../getMany';

const ROUTES = {
	invitation: '/EmailTemplate/GetInvitationTemplates',
	completion: '/EmailTemplate/GetCompletionTemplates',
} as const;
type Kind = keyof typeof ROUTES;

// API: GET /EmailTemplate/GetInvitationTemplates and GetCompletionTemplates, docs/api/API.md section 5.7
export const getAll = getMany({
	action: 'Get many email templates',
	description: 'List the email templates for invitations and for completed documents',
	fields: [
		{
			displayName: 'Kind',
			name: 'kind',
			type: 'options',
			options: [
				{ name: 'Both', value: 'both', description: 'Invitation templates, then the others' },
				{
					name: 'Completion',
					value: 'completion',
					description: 'Emails sent when everybody has signed',
				},
				{ name: 'Invitation', value: 'invitation', description: 'Emails that invite to sign' },
			],
			default: 'both',
			description: 'Which templates to list',
		},
	],
	async list(context, itemIndex) {
		const chosen = context.getNodeParameter('kind', itemIndex, 'both') as Kind | 'both';
		const kinds: Kind[] = chosen === 'both' ? ['invitation', 'completion'] : [chosen];
		const lists = await Promise.all(
			kinds.map(async (kind) =>
				(await read(context, ROUTES[kind])).map((template) => ({ kind, ...template })),
			),
		);
		return lists.flat();
	},
	simplify: simplifyEmailTemplate,
});
