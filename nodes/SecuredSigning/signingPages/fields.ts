import type { INodeProperties } from 'n8n-workflow';

import { LOOPBACK_HOST } from '../../../credentials/settings';
import { optionsField } from '../fields/options';
import { emailField, firstNameField, lastNameField, readAddress } from '../fields/people';
import { documentLocator } from '../pickers/locators';
import { refusal } from '../shared/refusal';
import { text } from '../shared/values';
import { pageOrigins } from './settings';
import { textFields, titleField } from './texts';

/** What a page shows. */
export type PageKind =
	| 'signingKey'
	| 'iSign'
	| 'weSign'
	| 'upload'
	| 'uploadAndISign'
	| 'uploadAndWeSign';

const shownFor = (field: INodeProperties, ...kinds: PageKind[]): INodeProperties => ({
	...field,
	displayOptions: { show: { pageContent: kinds } },
});

/** The parameters of a page. */
export const pageFields: INodeProperties[] = [
	{
		displayName: 'Page Content',
		name: 'pageContent',
		type: 'options',
		options: [
			{
				name: 'I Sign',
				value: 'iSign',
				description: 'One person signs an uploaded document that was not sent to anybody',
			},
			{
				name: 'Signing Key',
				value: 'signingKey',
				description: 'A signer signs a document that was sent with embedded signing',
			},
			{
				name: 'Upload',
				value: 'upload',
				description: 'An upload button: the document goes into your account',
			},
			{
				name: 'Upload, Then I Sign',
				value: 'uploadAndISign',
				description: 'An upload button, and then one person signs the document',
			},
			{
				name: 'Upload, Then We Sign',
				value: 'uploadAndWeSign',
				description:
					'An upload button, and then the same person prepares the document for several signers',
			},
			{
				name: 'We Sign',
				value: 'weSign',
				description: 'The person on the page prepares an uploaded document for several signers',
			},
		],
		default: 'signingKey',
		description: 'What people do on the page',
	},
	shownFor(
		{
			displayName: 'Signing Key',
			name: 'signingKey',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. {{ $json.signingKey }}',
			description: "The key of one signer, from 'Get Signing Link' or from an embedded send",
		},
		'signingKey',
	),
	shownFor(documentLocator, 'iSign', 'weSign'),
	shownFor(firstNameField, 'iSign', 'uploadAndISign'),
	shownFor(lastNameField, 'iSign', 'uploadAndISign'),
	shownFor(emailField, 'iSign', 'uploadAndISign'),
	{
		displayName: 'Authentication URL',
		name: 'authUrl',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://n8n.example.com/webhook/sign-in',
		description:
			"The address of a webhook that answers with the output of 'Get Browser Authentication' (resource 'Account'). The page calls it before it calls Secured Signing.",
	},
	{
		displayName:
			'This page works only on the website set as the Domain of your API key. Without further settings, a page that an n8n webhook serves is refused: put the HTML on your own website, or ask the person who runs your n8n. More: <a href="https://github.com/n8n-nodes-secured-signing/n8n-nodes-secured-signing/blob/main/docs/embedding.md" target="_blank">Signing on your own website</a>.',
		name: 'sandboxNotice',
		type: 'notice',
		default: '',
	},
	titleField,
	optionsField(textFields),
];

// What a browser reads as an absolute URL: a scheme, or two slashes or backslashes.
const LIKE_ADDRESS = /^(?:[a-z][a-z\d+.-]*:|[/\\]{2})/i;

/**
 * Reads a signing key, and returns it unchanged: it may be a key or an address. It often comes from the query
 * of the page's own URL, so anybody may have written it: an address of another site is refused.
 *
 * @param base address of the API
 */
export function readSigningKey(value: unknown, base: string): string {
	const key = text(value);
	if (key === '') {
		throw refusal(
			"'Signing Key' is empty",
			"Take it from 'Get Signing Link', or from a document that was sent with embedded signing. A signer whose turn has not come may have none yet.",
		);
	}
	if (/[\s\p{Cc}\p{Cf}]/u.test(key)) {
		throw refusal(
			`'Signing Key' contains a space, a line break or an invisible character: ${JSON.stringify(key)}`,
			'Check the expression: a key is one word.',
		);
	}
	if (LIKE_ADDRESS.test(key) && !isOf(pageOrigins(base), key)) {
		throw refusal(
			"'Signing Key' is an address that does not belong to Secured Signing",
			"Take the key from the output of 'Get Signing Link' or of a send. For safety, the page opens only addresses of Secured Signing.",
		);
	}
	return key;
}

const isOf = (origins: string[], address: string): boolean =>
	URL.canParse(address) && origins.includes(new URL(address).origin);

/**
 * Reads the address that returns signed authentication data, which is as powerful as the key for some
 * minutes.
 */
export function readAuthUrl(value: unknown): string {
	const address = readAddress(value, 'Authentication URL');
	if (address === undefined) {
		throw refusal(
			"'Authentication URL' is empty",
			"Enter the address of the webhook that answers with the output of 'Get Browser Authentication'.",
		);
	}
	const { protocol, hostname, username, password } = new URL(address);
	if ((protocol !== 'https:' && !LOOPBACK_HOST.test(hostname)) || username || password) {
		throw refusal(
			`'Authentication URL' cannot be used: "${protocol}//${hostname}"`,
			'Sign-in data is sent only over https, so an address with http is accepted only for this machine (localhost, 127.0.0.1). The address must not contain a user name or a password.',
		);
	}
	return address;
}
