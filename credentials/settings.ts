import { UserError, type ICredentialDataDecryptedObject } from 'n8n-workflow';

/** The base address of each environment. Source: docs/api/API.md section 1. */
export const SERVICE_ADDRESS = {
	production: 'https://api.securedsigning.com/web/v1.4',
	sandbox: 'https://api.dsx.co.nz/web/v1.4',
} as const;

/** Whether an address is at one of the service's own hosts. */
export const isOfTheService = ({ origin }: URL): boolean =>
	Object.values(SERVICE_ADDRESS).some((address) => new URL(address).origin === origin);

/** What a saved credential says, checked and ready to be put into a request. */
export interface ServiceSettings {
	/** Absolute address that every path is appended to; no slash at its end. */
	baseUrl: string;
	apiKey: string;
	apiSecret: string;
	/** The access URL of the API key, with its scheme; sent as `Referer`. */
	domain: string;
	/** Further addresses of this n8n's webhooks, separated by commas. */
	webhookUrls?: string;
}

/** Host names that always mean this machine. */
export const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
// Invisible characters that are copied along from a web page; String.trim() does not remove all of them.
const INVISIBLE_ENDS = /^[\s\u200b-\u200d\u2060\ufeff]+|[\s\u200b-\u200d\u2060\ufeff]+$/g;
const NOT_PLAIN_TEXT = /[^\x20-\x7e]/;

const SHOWN_IN_SETTINGS =
	'It is shown in Secured Signing under My Account > My Settings > API Settings.';

function pasted(value: unknown, field: string, more = SHOWN_IN_SETTINGS): string {
	const text = (typeof value === 'string' ? value : '').replace(INVISIBLE_ENDS, '');
	if (text === '') {
		throw new UserError(`The credential has no ${field}`, {
			description: `Open the Secured Signing credential and fill in '${field}'. ${more}`,
		});
	}
	return text;
}

function headerText(value: unknown, field: string): string {
	const text = pasted(value, field);
	if (NOT_PLAIN_TEXT.test(text)) {
		throw new UserError(`The credential's ${field} contains a line break or a special character`, {
			description: `Copy '${field}' once more from API Settings: it is one line of plain letters, digits and symbols. Nothing was sent.`,
		});
	}
	return text;
}

function accessUrl(value: unknown): string {
	const text = pasted(value, 'Domain (Access URL)');
	const complete = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`;
	const url = /\s/.test(complete) || !URL.canParse(complete) ? undefined : new URL(complete);
	if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) {
		throw new UserError(`The credential's Domain is not a web address: "${text}"`, {
			description:
				"Enter the access URL exactly as shown in Secured Signing's API Settings, for example https://www.example.com. Nothing was sent.",
		});
	}
	// The service compares the text, so it is sent as typed. Only what a header cannot contain (an
	// international host name) is converted to ASCII.
	return NOT_PLAIN_TEXT.test(complete) ? url.href : complete;
}

/** n8n keeps the hidden Base URL when 'Environment' is changed, so the Base URL is used only for 'Custom'. */
function serviceAddress({ environment, baseUrl }: ICredentialDataDecryptedObject): string {
	if (environment === 'production' || environment === 'sandbox')
		return SERVICE_ADDRESS[environment];
	if (environment === 'custom') return customAddress(baseUrl);
	const value = typeof environment === 'string' ? `: "${environment}"` : '';
	throw new UserError(`The credential's Environment cannot be used${value}`, {
		description:
			"Open the Secured Signing credential and choose Production, Sandbox or Custom under 'Environment'. An expression there has to give production, sandbox or custom. Nothing was sent.",
	});
}

const ADDRESS_EXAMPLE = `Enter the whole address, for example ${SERVICE_ADDRESS.production}.`;

function customAddress(value: unknown): string {
	const text = pasted(value, 'Base URL', ADDRESS_EXAMPLE).replace(/\/+$/, '');
	if (!URL.canParse(text)) {
		throw new UserError(`The credential's Base URL is not a web address: "${text}"`, {
			description: `${ADDRESS_EXAMPLE} Nothing was sent.`,
		});
	}
	const url = new URL(text);
	const safe =
		url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK_HOST.test(url.hostname));
	if (!safe || url.username || url.password || url.search || url.hash) {
		throw new UserError(
			`The credential's Base URL must begin with https://, without a user name, a password, ? or #: "${url.origin}${url.pathname}"`,
			{
				description:
					'Contracts and API keys are sent only over https, so an address with http is accepted only for this machine (localhost, 127.0.0.1). Nothing was sent.',
			},
		);
	}
	return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

/**
 * Only the key and its secret, from a credential whose other fields may no longer be valid. @throws UserError
 * without them
 */
export const readKey = (
	credential: ICredentialDataDecryptedObject,
): Pick<ServiceSettings, 'apiKey' | 'apiSecret'> => ({
	apiKey: headerText(credential.apiKey, 'API Key'),
	apiSecret: headerText(credential.apiSecret, 'API Secret'),
});

/**
 * Reads a saved credential and checks it before anything is sent.
 *
 * Spaces and line breaks around a pasted value are dropped; inside a value they are refused, because they
 * would break the header, or make the signature wrong without an error.
 *
 * @throws UserError that names the field and says what to enter.
 */
export function readSettings(credential: ICredentialDataDecryptedObject): ServiceSettings {
	return {
		baseUrl: serviceAddress(credential),
		...readKey(credential),
		domain: accessUrl(credential.domain),
		...(typeof credential.webhookUrls === 'string' && { webhookUrls: credential.webhookUrls }),
	};
}
