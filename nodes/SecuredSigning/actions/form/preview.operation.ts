import { previews } from '../previews';
import { formFields, formOptions, forms } from './sendForm';

export const preview = previews({
	action: 'Preview online form before sending',
	description:
		'Show what Send would send with the same fields: forms, signers, emails and due date. Nothing is sent or uploaded.',
	fields: formFields,
	options: formOptions,
	check: forms.check,
	plan: forms.plan,
});
