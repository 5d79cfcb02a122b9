import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Api } from '../api';
import { visibleWords } from '../shared/characters';
import { calendarDayOf } from '../shared/dates';
import { readEach } from '../shared/readAll';
import { refusal } from '../shared/refusal';
import { rowsIn } from '../shared/values';
import { isEmail } from './people';
import { timezoneOf } from './timezone';

/** Questions for a signer without a mobile phone, instead of a code by SMS. */
export const idDataField: INodeProperties = {
	displayName: 'Identity Data',
	name: 'idData',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add question',
	default: {},
	description:
		'For a signer without a mobile phone: something that identifies this person, such as the date of birth. Secured Signing checks it instead of a code by SMS.',
	options: [
		{
			displayName: 'Question',
			name: 'question',
			values: [
				{
					displayName: 'Label',
					name: 'label',
					type: 'string',
					default: '',
					placeholder: 'e.g. Date of birth',
					description: 'What the signer is asked for',
				},
				{
					displayName: 'Type',
					name: 'dataType',
					type: 'options',
					options: [
						{ name: 'Date', value: 'date' },
						{ name: 'Email', value: 'email' },
						{ name: 'Text', value: 'text' },
					],
					default: 'text',
					description: 'What kind of answer it is',
				},
				{
					displayName: 'Answer',
					name: 'value',
					type: 'string',
					default: '',
					placeholder: 'e.g. 1990-01-31',
					description: 'The right answer of this signer',
				},
			],
		},
	],
};

/**
 * Reads the identity data of a form's signer without a mobile phone.
 *
 * @param who how to name the person in a message, e.g. "Signer 2"
 * @param context of the workflow, for the time zone of dates
 * @throws UserError for a question without a label or an answer, and for an answer that does not fit its type
 * Source: docs/api/API.md sections 6 (FormDirectInvitee, AuthInfo) and 12.9
 */
export function readIdData(
	parameter: unknown,
	who: string,
	context: IExecuteFunctions,
): Pick<Api<'FormDirectInvitee'>, 'UseIDData' | 'IDData'> {
	const rows = rowsIn(parameter, 'question');
	if (rows.length === 0) return {};
	const timezone = timezoneOf(context);
	const IDData = readEach(rows, ({ label, dataType = 'text', value }, index) => {
		const where = `question ${index + 1} in 'Identity Data' of ${who}`;
		const Label = visibleWords(label, `The label of ${where}`);
		const DataType = dataType as Api<'AuthInfo'>['DataType'];
		const Value = answerOf(value, DataType, where, timezone);
		if (Label !== '' && Value !== '') return { Label, Value, DataType };
		throw refusal(
			`The ${Label === '' ? 'label' : 'answer'} of ${where} is empty`,
			'Without it, the signer cannot be asked. Enter a label and an answer, or remove the row.',
		);
	});
	return { UseIDData: true, IDData };
}

function answerOf(
	value: unknown,
	type: Api<'AuthInfo'>['DataType'],
	where: string,
	timezone: string,
): string {
	if (type === 'date' && value !== '') {
		const day = calendarDayOf(value, timezone);
		if (day !== undefined) return day;
		throw refusal(`'Answer' of ${where} is not a date`, 'Use a date such as 1990-01-31.');
	}
	const answer = visibleWords(value, `The answer of ${where}`);
	if (type === 'email' && answer !== '' && !isEmail(answer)) {
		throw refusal(
			`'Answer' of ${where} is not an email address`,
			"Correct it, or choose 'Text' in 'Type'.",
		);
	}
	return answer;
}
