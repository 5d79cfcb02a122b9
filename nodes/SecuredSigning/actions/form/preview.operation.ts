import { previews } from '../previews';
import { checkForm, formFields, formOptions, planForm } from './sendForm';

export const preview = previews({
	action: 'Preview online form before sending',
	description:
		'Show what Send would send with the same fields: forms, signers, emails and due date. Nothing is sent or uploaded.',
	fields: formFields,
	options: formOptions,
	check: checkForm,
	plan: planForm,
});
