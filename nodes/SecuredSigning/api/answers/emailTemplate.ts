import type { IDataObject } from 'n8n-workflow';

import { isTrueIfGiven, omitEmpty } from '../../shared/values';
import type { Raw } from '../types';

/** An email of the account; source: docs/api/API.md section 6 (EmailTemplate). */
export const simplifyEmailTemplate = (
	template: Raw<'EmailTemplate'> & { readonly kind?: IDataObject[string] },
) => ({
	...omitEmpty({
		name: template.Name,
		kind: template.kind,
		isDefault: isTrueIfGiven(template.IsDefault),
		subject: template.Subject,
		text: template.Template,
	}),
	emailTemplateReference: template.Reference,
});
