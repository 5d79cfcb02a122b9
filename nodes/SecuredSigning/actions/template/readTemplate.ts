import { askedOnce, read, type Api } from '../../api';
import { objectsIn } from '../../shared/values';

type Template = Api<'FormFillerTemplate'>;
type WholeTemplate = Template & Required<Pick<Template, 'Signers' | 'Fields'>>;

/** A template with both its signers and its fields, once a run: the service gives them in two answers. */
export const readTemplate = askedOnce(async (context, reference): Promise<WholeTemplate> => {
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
});
