import type { IExecuteFunctions } from 'n8n-workflow';

import { requiredLocator, templateLocator } from '../pickers/locators';
import { givenText } from '../shared/characters';
import { readEach } from '../shared/readAll';
import { refusal } from '../shared/refusal';
import { rowsIn, splitList } from '../shared/values';
import { additionalField, pathsOf } from './additional';
import { meaningfulWhenEmpty } from './checkedValue';

/** The parameter paths of the additional templates, for fields of the editor that depend on them. */
export const ADDITIONAL_TEMPLATES = pathsOf('additionalTemplates', 'template');

export const additionalTemplatesField = additionalField(
	{
		displayName: 'Additional Templates',
		name: 'additionalTemplates',
		description:
			"More templates to send together with this one. 'Fields' shows the fields of all of them.",
	},
	{ displayName: 'Template', name: 'template' },
	[
		templateLocator,
		meaningfulWhenEmpty({
			displayName: 'Signed By',
			name: 'signedBy',
			type: 'string',
			default: '',
			placeholder: 'e.g. 2, 1',
			description:
				"Who signs this template: their numbers in 'Signers', in the order of the template's own signers. With 2, 1, the second of 'Signers' is the template's first signer. If empty: all of them, in their order.",
		}),
	],
);

/** A template that is sent with others. */
export interface AdditionalTemplate {
	reference: string;
	/** The numbers of its signers, counted from 1; undefined for everybody. */
	signedBy?: number[];
}

/**
 * The rows of 'Additional Templates', in order.
 * @throws UserError for a row without a template, and for a 'Signed By' that is not a list of numbers
 */
export function readAdditionalTemplates(
	context: IExecuteFunctions,
	itemIndex: number,
): AdditionalTemplate[] {
	const rows = rowsIn(context.getNodeParameter('additionalTemplates', itemIndex, {}), 'template');
	return readEach(rows, ({ template, signedBy }, index) => {
		const where = ` of additional template ${index + 1}`;
		return {
			reference: requiredLocator(template, 'Template', where),
			...numbersIn(signedBy, where),
		};
	});
}

function numbersIn(value: unknown, where: string): Pick<AdditionalTemplate, 'signedBy'> {
	const given = splitList(givenText(value, `'Signed By'${where}`));
	if (given.length === 0) return {};
	const signedBy = given.map(Number);
	const isList = signedBy.every((number) => Number.isInteger(number) && number > 0);
	if (!isList || new Set(signedBy).size < signedBy.length) {
		throw refusal(
			`'Signed By'${where} is not a list of signers: "${given.join(', ')}"`,
			"In 'Signed By', enter the position of each person in the list 'Signers', each once, separated by commas: 2, 1 is the second and the first.",
		);
	}
	return { signedBy };
}
