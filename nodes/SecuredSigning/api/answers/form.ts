import type { IDataObject } from 'n8n-workflow';

import { isTrueIfGiven, objectsIn, omitEmpty } from '../../shared/values';
import type { Raw } from '../types';
import { fullName } from './people';

/** A Form Direct form, and whom it asks for; source: docs/api/API.md section 6 (FormDirect). */
export const simplifyForm = (form: Raw<'FormDirect'>) => ({
	...omitEmpty({ name: form.Name }),
	signers: objectsIn(form.Signers).map((signer) =>
		omitEmpty({
			role: signer.SignerType,
			name: fullName(signer),
			email: signer.Email,
			optional: isTrueIfGiven(signer.Optional),
		}),
	),
	...omitEmpty({ clientReference: form.ClientReference }),
	formReference: form.Reference,
});

/** A predefined field of a form, and the choices that it offers; source: docs/api/API.md section 6 (FormField). */
export const simplifyFormField = (field: Raw<'FormField'> & IDataObject) =>
	omitEmpty({
		name: field.FieldName,
		label: field.DisplayName,
		type: field.FieldType,
		value: field.FiledValue,
		choices: field.ValueOptions,
		clientField: field.ClientField,
		lastUpdateTime: field.LastUpdateTime,
	});
