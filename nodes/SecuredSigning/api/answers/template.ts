import { isTrueIfGiven, objectsIn, omitEmpty } from '../../shared/values';
import type { Raw } from '../types';
import { fullName } from './people';

/**
 * A Form Filler template, with its signers in order and its fields where the answer has them; source:
 * docs/api/API.md section 6 (FormFillerTemplate).
 */
export const simplifyTemplate = ({
	Name,
	Signers,
	Fields,
	ClientReference,
	Reference,
}: Raw<'FormFillerTemplate'>) => ({
	...omitEmpty({
		name: Name,
		signers: Array.isArray(Signers) ? objectsIn(Signers).map(simplifySigner) : undefined,
		fields: Array.isArray(Fields) ? objectsIn(Fields).map(simplifyField) : undefined,
		clientReference: ClientReference,
	}),
	templateReference: Reference,
});

const simplifySigner = (signer: Raw<'FormFillerSigner'>) =>
	omitEmpty({
		name: fullName(signer),
		email: signer.Email,
		signerReference: signer.SignerReference,
	});

const simplifyField = (field: Raw<'FormFillerField'>) =>
	omitEmpty({
		label: field.Label,
		value: field.Value,
		type: field.FieldType,
		required: isTrueIfGiven(field.IsRequired),
		readOnly: isTrueIfGiven(field.ReadOnly),
		clientField: field.ClientField,
		id: field.ID,
	});
