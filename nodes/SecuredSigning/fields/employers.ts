import type { IExecuteFunctions, INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import type { Api } from '../api';
import { decoded, isPartial } from '../api/answers/entities';
import { givenText } from '../shared/characters';
import { readJson } from '../shared/jsonText';
import { refusal } from '../shared/refusal';
import { type Given, isRecord, omitEmpty, text } from '../shared/values';
import { readSwitch } from './switches';
import { DESCRIPTIONS, EXAMPLES, KINDS, kinds, parameterName, type Kind } from './employerKinds';

const detailField = ([key, displayName]: [string, string]): INodeProperties => ({
	displayName,
	name: parameterName(key),
	...(key === 'IsDefault'
		? { type: 'boolean', default: false }
		: { type: 'string', default: '', placeholder: `e.g. ${EXAMPLES[key]}` }),
	description: DESCRIPTIONS[key] ?? `${displayName} shown in forms`,
});

const kindFields = ({
	displayName,
	name,
	details,
}: (typeof KINDS)[Kind]): INodePropertyCollection => ({
	displayName,
	name,
	values: [
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			placeholder: 'e.g. Example Ltd',
			required: true,
			description: 'The name under which the employer is saved',
		},
		{
			displayName: 'Reference',
			name: 'reference',
			type: 'string',
			default: '',
			placeholder: 'e.g. 154107214180236225199245158115055014119106193119',
			required: true,
			description: "The employer's reference, as 'Get Employers' shows it",
		},
		{
			displayName: 'Details',
			name: 'details',
			type: 'collection',
			placeholder: 'Add detail',
			default: {},
			options: Object.entries(details).map(detailField),
		},
	],
});

export const employersFields: INodeProperties[] = [
	{
		displayName: 'Employers',
		name: 'employersFrom',
		type: 'options',
		options: [
			{ name: 'Enter Below', value: 'list' },
			{
				name: 'From JSON',
				value: 'json',
				description: "As returned by 'Get Employers', from an earlier node or an expression",
			},
		],
		default: 'list',
		description: 'The employers to save',
	},
	{
		displayName: 'Employer List',
		name: 'employers',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add employer',
		default: {},
		description: 'Each employer is saved for one kind of form',
		displayOptions: { show: { employersFrom: ['list'] } },
		options: kinds.map(([, kind]) => kindFields(kind)),
	},
	{
		displayName: 'Employers (JSON)',
		name: 'employersJson',
		type: 'json',
		default:
			'{\n  "SuperFund": [{ "Reference": "", "Name": "" }],\n  "TFN": [],\n  "AccClaimsHistory": []\n}',
		description:
			"The employers as 'Get Employers' returns them. With 'Simplify' on, the lists are called superFund, tfn and accClaimsHistory; with it off, SuperFund, TFN and AccClaimsHistory. Both are accepted. Each employer needs at least a reference and a name.",
		displayOptions: { show: { employersFrom: ['json'] } },
	},
];

/**
 * Reads and checks the employers to save.
 * @throws UserError when there is none, and for one without a reference or a name
 */
export function readEmployers(
	context: IExecuteFunctions,
	itemIndex: number,
): Api<'UpdateEmployerRequest'> {
	const isJson = context.getNodeParameter('employersFrom', itemIndex, 'list') === 'json';
	const entered: unknown = context.getNodeParameter('employers', itemIndex, {});
	const lists = isJson
		? jsonLists(context.getNodeParameter('employersJson', itemIndex))
		: isRecord(entered)
			? entered
			: {};
	const request = omitEmpty(
		Object.fromEntries(
			kinds.map(([kind, { name, displayName }]) => {
				const rows = listOf(lists[kind] ?? lists[name], displayName);
				const employers = rows.map((row, i) =>
					employer(kind, row, `${displayName} ${i + 1}`, isJson),
				);
				return [kind, employers.length > 0 ? employers : undefined];
			}),
		),
	);
	if (Object.keys(request).length === 0) {
		throw refusal('There is no employer to save', 'Add at least one employer.');
	}
	return request;
}

function jsonLists(parameter: unknown): Given {
	const lists = readJson(parameter, () => "'Employers (JSON)'");
	const names: string[] = kinds.flatMap(([kind, { name }]) => [kind, name]);
	if (!isRecord(lists)) {
		throw refusal(
			"'Employers (JSON)' does not contain lists of employers",
			'Example: {"SuperFund": [{"Reference": "…", "Name": "…"}], "TFN": []}.',
		);
	}
	const other = Object.entries(lists).find(
		([name, list]) => Array.isArray(list) && !names.includes(name),
	);
	if (other !== undefined) {
		throw refusal(
			`'Employers (JSON)' has a list that is not known: "${other[0]}"`,
			`The lists are ${kinds.map(([kind]) => kind).join(', ')}.`,
		);
	}
	for (const [kind, { name }] of kinds) {
		refuseBoth(lists, [kind, name], "'Employers (JSON)'");
	}
	// They are what 'Get Employers' returned, which may be escaped.
	return decoded(lists);
}

function listOf(list: unknown, displayName: string): Given[] {
	const rows = list ?? [];
	if (!Array.isArray(rows) || rows.some((row) => typeof row !== 'object' || row === null)) {
		throw refusal(
			`${displayName} is not a list of employers`,
			'Example: [{"Reference": "…", "Name": "…"}], with as many entries as there are employers.',
		);
	}
	return rows;
}

/**
 * One employer, from the fields of the node or from JSON in the service's own form.
 *
 * @param isShown whether it is what an answer showed, perhaps only in part
 */
function employer(kind: Kind, row: Given, who: string, isShown: boolean): Given {
	const values = { ...row, ...(isRecord(row.details) && row.details) };
	const keys = ['Reference', 'Name', ...Object.keys(KINDS[kind].details)];
	for (const key of keys) refuseBoth(values, [key, parameterName(key)], who);
	const value = (key: string) => values[key] ?? values[parameterName(key)];
	const missing = ['Reference', 'Name'].find((key) => text(value(key)) === '');
	if (missing !== undefined) {
		throw refusal(
			`${who} has no ${missing.toLowerCase()}`,
			"Enter it as 'Get Employers' shows it.",
		);
	}
	const part = keys.find((key) => isShown && isPartial(value(key)));
	if (part !== undefined) {
		throw refusal(
			`${who} does not have the whole "${part}", but "${text(value(part))}"`,
			"The value looks masked or cut, and it would be saved in place of the whole. Enter the whole value. If this is the whole value, set 'Employers' to 'Enter Below' and enter it there.",
		);
	}
	return omitEmpty(
		Object.fromEntries(
			keys.map((key) => [
				key,
				key === 'IsDefault'
					? readSwitch(value(key), `${key} of ${who}`)
					: givenText(value(key), `${key} of ${who}`).trim(),
			]),
		),
	);
}

/**
 * Refuses a row with both the service's name and the node's name of one field: it is unclear which value
 * counts.
 */
function refuseBoth(values: Given, [one, other]: string[], who: string): void {
	if (one === other || !(one in values && other in values)) return;
	throw refusal(
		`${who} has both "${one}" and "${other}"`,
		'It is not clear which of the two counts: remove one of them.',
	);
}
