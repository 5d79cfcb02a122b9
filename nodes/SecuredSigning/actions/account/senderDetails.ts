import type { INodeProperties } from 'n8n-workflow';

import type { Api } from '../../api';
import { type Given, omitEmpty, text } from '../../shared/values';

// As the service names them (docs/api/API.md section 6, UserDetails), in the order of the editor.
const DETAILS: Array<
	[name: keyof Api<'UserDetails'>, displayName: string, description: string, example: string]
> = [
	['City', 'City', 'The city of the address', 'Auckland'],
	['CompanyName', 'Company Name', 'The company that the sender works for', 'Example Ltd'],
	['Country', 'Country', 'The country of the address', 'New Zealand'],
	['Employees', 'Employees', 'How many people the company has', '25'],
	['Industry', 'Industry', "The company's line of business", 'Property'],
	['JobTitle', 'Job Title', "The sender's position in the company", 'HR Manager'],
	['LegalName', 'Legal Name', "The company's name as it is registered", 'Example Limited'],
	['MiddleName', 'Middle Name', "The sender's middle name", 'Anna'],
	['PhoneArea', 'Phone Area Code', 'The area code of the phone number', '9'],
	[
		'PhoneCountry',
		'Phone Country Code',
		'The country code of the phone number, such as +64',
		'+64',
	],
	['PhoneNumber', 'Phone Number', 'The phone number without country and area', '3001234'],
	['Postcode', 'Postcode', 'The postcode of the address', '1010'],
	['State', 'State', 'The state of the address', 'NSW'],
	['Street', 'Street', 'The street and number of the address', '1 Queen Street'],
	['Suburb', 'Suburb', 'The suburb of the address', 'Parnell'],
	['Title', 'Title', 'How the sender is addressed, such as Ms or Dr', 'Ms'],
	['Website', 'Website', "The company's website", 'https://www.example.com'],
];

const parameterOf = (name: string) => name[0].toLowerCase() + name.slice(1);

const detailFields: INodeProperties[] = DETAILS.map(
	([name, displayName, description, example]) => ({
		displayName,
		name: parameterOf(name),
		type: 'string',
		default: '',
		placeholder: `e.g. ${example}`,
		description,
	}),
);

const otherFields: INodeProperties[] = [
	{
		displayName: 'Client Reference',
		name: 'clientReference',
		type: 'string',
		default: '',
		placeholder: 'e.g. order-4711',
		description: 'Your own reference for the sender',
	},
	{
		displayName: 'UTC Offset (Minutes)',
		name: 'gmt',
		type: 'number',
		typeOptions: { minValue: -840, maxValue: 840 },
		default: 0,
		description: "The sender's time zone: 720 for UTC+12, -300 for UTC-5",
	},
];

/** The options for a sender, besides name and email. */
export const senderOptions = [...detailFields, ...otherFields].sort((one, other) =>
	one.displayName.localeCompare(other.displayName),
);

/** The details of a sender that were filled in; the service requires none of them. */
export function readSenderDetails(options: Given): Partial<Api<'UserDetails'>> {
	return omitEmpty(
		Object.fromEntries(DETAILS.map(([name]) => [name, text(options[parameterOf(name)])])),
	);
}
