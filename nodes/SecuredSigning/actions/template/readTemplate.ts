import type { IExecuteFunctions } from 'n8n-workflow';

import { read, type Api } from '../../api';
import { objectsIn } from '../../shared/values';

type Template = Api<'FormFillerTemplate'>;

/** A template with both its signers and its fields: the service gives them in two answers. */
export async function readTemplate(
	context: IExecuteFunctions,
	reference: string,
): Promise<Template & Required<Pick<Template, 'Signers' | 'Fields'>>> {
	const [signers, fields] = await Promise.all([
		read(context, '/FormFiller/GetSignerTemplate/{TemplateReference}', {
			path: { TemplateReference: reference },
		}),
		read(context, '/FormFiller/GetFieldTemplate/{TemplateReference}', {
			path: { TemplateReference: reference },
		}),
	]);
	return {
		...fields,
		...signers,
		Signers: objectsIn(signers.Signers),
		Fields: objectsIn(fields.Fields),
		// An answer may leave it out (docs/api/API.md section 3).
		Reference: reference,
	};
}
