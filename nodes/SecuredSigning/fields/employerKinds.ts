import type { IDataObject } from 'n8n-workflow';

import { objectsIn, omitEmpty } from '../shared/values';

/**
 * The kinds of saved employers and their details, by the names of the API; source: docs/api/API.md section 6.
 */
export const KINDS = {
	AccClaimsHistory: {
		displayName: 'ACC Claims History',
		name: 'accClaimsHistory',
		details: {
			ContactPersonEmail: 'Contact Email',
			ContactPersonName: 'Contact Name',
			ContactPersonPhone: 'Contact Phone',
			IsDefault: 'Default',
			OrganisationName: 'Organisation Name',
		},
	},
	SuperFund: {
		displayName: 'Super Fund',
		name: 'superFund',
		details: {
			ABN: 'ABN',
			BusinessName: 'Business Name',
			Phone: 'Phone',
			SuperFundName: 'Super Fund Name',
			SuperFundWebsite: 'Super Fund Website',
			USI: 'USI',
		},
	},
	TFN: {
		displayName: 'Tax File Number (TFN) Declaration',
		name: 'tfn',
		details: {
			ABN: 'ABN',
			BusinessAddress: 'Business Address',
			BusinessName: 'Business Name',
			BusinessPostcode: 'Business Postcode',
			BusinessState: 'Business State',
			BusinessSuburb: 'Business Suburb',
			ContactPerson: 'Contact Person',
			ContactPhone: 'Contact Phone',
		},
	},
} as const;
export type Kind = keyof typeof KINDS;
export const kinds = Object.entries(KINDS) as Array<[Kind, (typeof KINDS)[Kind]]>;

/** Descriptions of details whose labels need one. */
export const DESCRIPTIONS: Record<string, string> = {
	ABN: 'Australian Business Number',
	IsDefault: 'Whether this is the default employer',
	USI: "The fund's Unique Superannuation Identifier",
};

/** Examples for placeholders. */
export const EXAMPLES: Record<string, string> = {
	ABN: '51824753556',
	BusinessAddress: '1 Queen Street',
	BusinessName: 'Example Ltd',
	BusinessPostcode: '2000',
	BusinessState: 'NSW',
	BusinessSuburb: 'Parramatta',
	ContactPerson: 'Mia Wong',
	ContactPersonEmail: 'mia@example.com',
	ContactPersonName: 'Mia Wong',
	ContactPersonPhone: '+61 2 5550 1234',
	ContactPhone: '+61 2 5550 1234',
	OrganisationName: 'Example Ltd',
	Phone: '+61 2 5550 1234',
	SuperFundName: 'Example Super',
	SuperFundWebsite: 'https://www.example.com',
	USI: 'STA0100AU',
};

/** The name of a detail's field in the node: ABN → abn, ContactPersonName → contactPersonName. */
export const parameterName = (key: string) =>
	key === key.toUpperCase() ? key.toLowerCase() : key[0].toLowerCase() + key.slice(1);

/**
 * The saved employers with the names of the node's fields: a list for each kind, empty if the service gives
 * none.
 */
export const simplifyEmployers = (employers: IDataObject): IDataObject =>
	Object.fromEntries(
		kinds.map(([kind, { name }]) => [name, objectsIn(employers[kind]).map(simplifyEmployer)]),
	);

const simplifyEmployer = (employer: IDataObject): IDataObject =>
	omitEmpty(
		Object.fromEntries(Object.entries(employer).map(([key, value]) => [parameterName(key), value])),
	);
