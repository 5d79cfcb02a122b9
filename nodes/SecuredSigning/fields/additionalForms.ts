import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Api } from '../api';
import { formLocator, requiredLocator } from '../pickers/locators';
import { givenText, visibleText } from '../shared/characters';
import { readEach } from '../shared/readAll';
import { refusal } from '../shared/refusal';
import { type Given, isRecord, omitEmpty, rowsIn } from '../shared/values';
import { additionalField, pathsOf } from './additional';
import { meaningfulWhenEmpty } from './checkedValue';

/** Rarely used options of one form. */
export const formDetailFields: INodeProperties[] = [
	meaningfulWhenEmpty({
		displayName: 'Employer Reference',
		name: 'employerReference',
		type: 'string',
		default: '',
		placeholder: 'e.g. 154107214180236225199245158115055014119106193119',
		description:
			"The reference of the saved employer whose details go into the form, as 'Get Employers' shows it",
	}),
	meaningfulWhenEmpty({
		displayName: 'Prefill (XML)',
		name: 'xmlData',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. <form>…</form>',
		description: 'Values to fill in beforehand, in the XML format that Secured Signing gave you',
	}),
];

type FormDetails = Pick<Api<'FormDirect'>, 'XMLData' | 'EmployerReference'>;

/** @throws UserError that names the field of a value that cannot be sent */
export const readFormDetails = (values: Given, where = ''): FormDetails =>
	omitEmpty<FormDetails>({
		XMLData: prefillIn(values, where),
		EmployerReference: visibleText(values.employerReference, `'Employer Reference'${where}`),
	});

/** @throws UserError for a document type: values do not need one, and its entities can expand to anything */
function prefillIn({ xmlData }: Given, where: string): string {
	const xml = givenText(xmlData, `'Prefill (XML)'${where}`).trim();
	if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) {
		throw refusal(
			`'Prefill (XML)'${where} declares a document type`,
			'Remove the whole declaration, from “<!DOCTYPE” to the “>” or “]>” that ends it. If the text uses names such as &company; from it, write the values in their place.',
		);
	}
	return xml;
}

/** The parameter paths of the additional forms, for fields of the editor that depend on them. */
export const ADDITIONAL_FORMS = pathsOf('additionalForms', 'form');

export const additionalFormsField = additionalField(
	{
		displayName: 'Additional Forms',
		name: 'additionalForms',
		description: 'More forms to send together with this one, to the same people',
	},
	{ displayName: 'Form', name: 'form' },
	[
		formLocator,
		{
			displayName: 'Form Options',
			name: 'details',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: formDetailFields,
		},
	],
);

/** A form that is sent with others. */
interface AdditionalForm {
	reference: string;
	details: FormDetails;
}

/**
 * The rows of 'Additional Forms', in order.
 * @throws UserError for a row without a form: the user wanted one more
 */
export function readAdditionalForms(
	context: IExecuteFunctions,
	itemIndex: number,
): AdditionalForm[] {
	const rows = rowsIn(context.getNodeParameter('additionalForms', itemIndex, {}), 'form');
	return readEach(rows, (row, index) => {
		const where = ` of additional form ${index + 1}`;
		return {
			reference: requiredLocator(row.form, 'Form', where),
			details: readFormDetails(isRecord(row.details) ? row.details : {}, where),
		};
	});
}
