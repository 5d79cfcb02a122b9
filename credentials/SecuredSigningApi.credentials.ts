import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { BY_STATUS } from '../nodes/SecuredSigning/api/statuses';
import { refuseImpostors, refuseOtherAddress, refuseProxy } from './address';
import { readSettings, SERVICE_ADDRESS } from './settings';
import { authenticationHeaders } from './signature';

/**
 * A redirect would send the key and signature to another address. n8n has two sets of options against
 * redirects: one for requests of nodes like ours, one for its HTTP Request node.
 */
const NO_REDIRECTS = {
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
	maxRedirects: 0,
};

/**
 * Accounts that can be read but cannot send: docs/api/API.md section 6, AccountInfo. Two sources give these
 * fields different types.
 */
const cannotSend = [
	...[true, 'true', 'True'].map((value): [string, unknown, string] => [
		'Locked',
		value,
		'The key works, but this Secured Signing account is locked. Ask Secured Signing to unlock it.',
	]),
	...['OnHold', 'Inactive', 'Cancelled', 'Expired', 'Disabled'].map(
		(status): [string, unknown, string] => [
			'AccountStatus',
			status,
			`The key works, but this Secured Signing account cannot send: its status is ${status}. See My Account in Secured Signing.`,
		],
	),
	...[0, '0'].map((value): [string, unknown, string] => [
		'DocumentLeft',
		value,
		'The key works, but the plan has no documents left. Upgrade the plan in Secured Signing, or wait until it is renewed, then test again.',
	]),
].map(([key, value, message]) => ({
	type: 'responseSuccessBody' as const,
	properties: { key, value, message },
}));

const CHECK_BASE_URL = "If 'Environment' is Custom, check 'Base URL'.";
const ASK_THE_ADMINISTRATOR =
	'If that is not the cause, ask the administrator of your network whether something else, such as a proxy, answered.';

/** What the node says of the status, too. */
const saidOf = (status: number): string =>
	`${BY_STATUS[status].message}. ${BY_STATUS[status].advice}`;

const NOT_ACCEPTED = new Map([
	[
		401,
		`${saidOf(401)} Also check that 'Environment' is the one where the key was made, and that the clock of the machine that n8n runs on is right.`,
	],
	[
		403,
		"Secured Signing, or a proxy or firewall of your network, refused the test (status 403). The account may not allow it, or the address may be blocked: ask the owner of the account, and your network's administrator.",
	],
	[
		404,
		`There is no Secured Signing API at this address. If 'Environment' is Custom, check 'Base URL': it ends with /web/v1.4. ${ASK_THE_ADMINISTRATOR}`,
	],
	[407, saidOf(407)],
	[429, `${BY_STATUS[429].message}. Test again in a few minutes.`],
]);
const NOT_ACCEPTED_BY_CLASS: Partial<Record<number, string>> = {
	3: `Secured Signing, or a proxy or login page of your network, redirected the test (status *); the redirect was not followed. ${CHECK_BASE_URL} ${ASK_THE_ADMINISTRATOR}`,
	4: 'Secured Signing refused the test (status *). Check the fields of this credential, and the account in Secured Signing.',
	5: 'Secured Signing could not handle the test (status *). Test again in a few minutes.',
};

const NO_STATUS = `Something that is not Secured Signing answered the test (status *). ${CHECK_BASE_URL} ${ASK_THE_ADMINISTRATOR}`;

/**
 * Every status from 300 to 999: for a status without a rule, n8n shows the reason phrase, in which the
 * service may repeat the key.
 */
const notAccepted = Array.from({ length: 700 }, (_, index) => 300 + index).map((value) => ({
	type: 'responseCode' as const,
	properties: {
		value,
		message:
			NOT_ACCEPTED.get(value) ??
			(NOT_ACCEPTED_BY_CLASS[Math.floor(value / 100)] ?? NO_STATUS).replace('*', String(value)),
	},
}));

export class SecuredSigningApi implements ICredentialType {
	name = 'securedSigningApi';

	displayName = 'Secured Signing API';

	icon: Icon = {
		light: 'file:../icons/securedSigning.svg',
		dark: 'file:../icons/securedSigning.dark.svg',
	};

	documentationUrl = 'https://www.securedsigning.com/support/secured-signing-api-without-oauth-2/';

	properties: INodeProperties[] = [
		{
			displayName:
				'In Secured Signing, create an API key under <b>My Account > My Settings > API Settings</b> with OAuth 2 off. <b>Domain</b> below must be exactly the access URL shown next to the key.',
			name: 'keyNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{ name: 'Production', value: 'production', description: 'Real documents and real signers' },
				{ name: 'Sandbox', value: 'sandbox', description: "Secured Signing's test system (DSX)" },
				{ name: 'Custom', value: 'custom', description: 'An address that you enter' },
			],
			default: 'production',
			description: 'Where you created the API key: each environment has its own keys',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: `e.g. ${SERVICE_ADDRESS.production}`,
			description: 'The address of the API, with https. http works only for localhost.',
			displayOptions: { show: { environment: ['custom'] } },
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'From My Account > My Settings > API Settings in Secured Signing. OAuth 2 must be off for this key.',
		},
		{
			displayName: 'API Secret',
			name: 'apiSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'The secret that was shown with the API key. It signs each request and never leaves n8n.',
		},
		{
			displayName: 'Domain (Access URL)',
			name: 'domain',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://www.example.com',
			description:
				'The access URL exactly as shown next to the API key in API Settings. Secured Signing compares it with each request.',
		},
		{
			displayName: 'Webhook URLs',
			name: 'webhookUrls',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://n8n-tunnel.example.com',
			description:
				"Fill this in only if Secured Signing reaches this n8n through a proxy or tunnel, at an address other than n8n's own webhook address. Separate several with commas. The secret key of a callback trigger is added only to these addresses and to n8n's own webhook address.",
		},
	];

	/**
	 * Signs one request: four headers and the Referer, new for each call. They replace any that are already
	 * there, because n8n signs the same request again after a 401. Redirects are not followed.
	 *
	 * @throws UserError when the credential is incomplete, or when somebody else might receive these headers
	 *   and use them for their own request: at another address or path, through a proxy over plain http, with
	 *   any certificate or host.
	 *
	 * A property and not a method: n8n copies the properties of this object, and its HTTP Request node offers
	 * only credentials that can authenticate.
	 */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const settings = readSettings(credentials);
		const own = new URL(settings.baseUrl);
		refuseOtherAddress(requestOptions, own);
		refuseProxy(requestOptions, own);
		refuseImpostors(requestOptions, own);
		const signed = authenticationHeaders(settings);
		const ours = new Set(Object.keys(signed).map((name) => name.toLowerCase()));
		const others = Object.entries((requestOptions.headers ?? {}) as IDataObject).filter(
			([name]) => !ours.has(name.toLowerCase()),
		);
		return {
			...requestOptions,
			headers: { ...Object.fromEntries(others), ...signed },
			...NO_REDIRECTS,
		};
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ $credentials.environment === "production" ? "${SERVICE_ADDRESS.production}" : $credentials.environment === "sandbox" ? "${SERVICE_ADDRESS.sandbox}" : $credentials.baseUrl.trim() }}`,
			url: '/Account/Info',
			disableFollowRedirect: true,
		},
		// n8n accepts both kinds of rules, but its types allow only one of them.
		rules: [...notAccepted, ...cannotSend] as ICredentialTestRequest['rules'],
	};
}
