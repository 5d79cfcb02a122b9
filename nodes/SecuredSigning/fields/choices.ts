import type { INodeProperties, UserError } from 'n8n-workflow';

import { refusal } from '../shared/refusal';
import { isNothing, splitList } from '../shared/values';

const LONGEST_SHOWN = 100;

/** The error for a field whose expression gives no value. */
export const emptyFieldError = (name: string): UserError =>
	refusal(
		`'${name}' is empty`,
		'Choose from the list, or check the expression: it gave no value for this item.',
	);

/** Whether a field is a choice from a list, of one or several values. */
export const isChoice = ({ type }: INodeProperties): boolean =>
	type === 'options' || type === 'multiOptions';

/**
 * The value of a choice; of several, a list, which an expression may also give as a text with commas. n8n
 * passes on whatever an expression gives, and a value that is not in the list would act like the default. A
 * list that is loaded from Secured Signing is not known here: of its values, only those are refused that are
 * neither text nor number, and an expression without a value.
 *
 * @param name how to name the field in a message
 * @param isExpression whether the value comes from an expression of the field
 * @throws UserError for a missing value that is required, and for a value that is not in the list
 */
export function readChoice(
	value: unknown,
	{ type, options = [], typeOptions, required }: INodeProperties,
	name: string,
	isExpression: boolean,
): unknown {
	const isKnown = typeOptions?.loadOptionsMethod === undefined;
	if (isNothing(value) && (isKnown || isExpression)) {
		throw emptyFieldError(name);
	}
	const isOffered = (one: unknown) =>
		isKnown
			? options.some((option) => 'value' in option && option.value === one)
			: isNothing(one) || typeof one === 'string' || typeof one === 'number';
	const given = typeof value === 'string' && type === 'multiOptions' ? splitList(value) : value;
	const chosen: unknown[] = type === 'multiOptions' && Array.isArray(given) ? given : [given];
	if (chosen.length === 0 && required) throw emptyFieldError(name);
	const other = chosen.findIndex((one) => !isOffered(one));
	if (other === -1) return given;
	const shown = JSON.stringify(chosen[other]).slice(0, LONGEST_SHOWN);
	throw refusal(
		`'${name}' is not in the list: ${shown}`,
		'Choose from the list, or check the expression.',
	);
}
