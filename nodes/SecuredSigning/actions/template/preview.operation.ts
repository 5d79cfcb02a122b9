import { previews } from '../previews';
import { templates, templateOptions, templateSendFields } from './sendTemplate';

export const preview = previews({
	action: 'Preview filled template before sending',
	description:
		'Show what Send would send with the same fields: templates, signers, emails and due date. Nothing is sent or uploaded.',
	fields: templateSendFields,
	options: templateOptions,
	check: templates.check,
	plan: templates.plan,
});
