import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Api } from '../../api';
import { omitEmpty, text } from '../../shared/values';

// As the service names them (docs/api/API.md section 6, UserDetails), in the order of the editor.
const DETAILS: Array<[name: keyof Api<'UserDetails'>, displayName: string, description: string]> = [
	['City', 'City', 'The city of the address'],
	['CompanyName', 'Company Name', 'The company that the sender works for'],
	['Country', 'Country', 'The country of the address'],
	['Employees', 'Employees', 'How many people the company has'],
	['Industry', 'Industry', 'What the company does'],
	['JobTitle', 'Job Title', 'What the sender is in the company'],
	['LegalName', 'Legal Name', "The company's name as it is registered"],
	['MiddleName', 'Middle Name', "The sender's middle name"],
	['PhoneArea', 'Phone Area Code', 'The area code of the phone number'],
	['PhoneCountry', 'Phone Country Code', 'The country code of the phone number, such as +64'],
	['PhoneNumber', 'Phone Number', 'The phone number without country and area'],
	['Postcode', 'Postcode', 'The postcode of the address'],
	['State', 'State', 'The state of the address'],
	['Street', 'Street', 'The street and number of the address'],
	['Suburb', 'Suburb', 'The suburb of the address'],
	['Title', 'Title', 'How the sender is addressed, such as Ms or Dr'],
	['Website', 'Website', "The company's website"],
];

const parameterOf = (name: string) => name[0].toLowerCase() + name.slice(1);

const detailFields: INodeProperties[] = DETAILS.map(([name, displayName, description]) => ({
	displayName,
	name: parameterOf(name),
	type: 'string',
	default: '',
	description,
}));

const otherFields: INodeProperties[] = [
	{
		displayName: 'Client Reference',
		name: 'clientReference',
		type: 'string',
		default: '',
		description: 'Your own number for the sender',
	},
	{
		displayName: 'Time Difference to UTC (Minutes)',
		name: 'gmt',
		type: 'number',
		typeOptions: { minValue: -840, maxValue: 840 },
		default: 0,
		description: "The sender's time zone: 720 for UTC+12, -300 for UTC-5",
	},
];

/** Everything that can be told of a sender besides name and email. */
export const senderOptions = [...detailFields, ...otherFields].sort((one, other) =>
	one.displayName.localeCompare(other.displayName),
);

/** The details of a sender that were filled in; the service requires none of them. */
export function readSenderDetails(options: IDataObject): Partial<Api<'UserDetails'>> {
	return omitEmpty(
		Object.fromEntries(DETAILS.map(([name]) => [name, text(options[parameterOf(name)])])),
	);
}
