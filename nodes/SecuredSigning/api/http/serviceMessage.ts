import { text } from '../../shared/values';

/**
 * The service's own message: from ServiceStack's envelope in any casing, a message alone, or plain text; ''
 * if there is none, or for HTML.
 */
export function serviceMessage(body: unknown): string {
	if (typeof body === 'string') return body.trim().startsWith('<') ? '' : body.trim();
	const envelope = lowerCased(body);
	const status = lowerCased(envelope.responsestatus ?? envelope.error ?? body);
	const message =
		[status.message, status.errormessage, status.errorcode, envelope.error, envelope.message]
			.map(text)
			.find(Boolean) ?? '';
	const details = (Array.isArray(status.errors) ? status.errors : [])
		.map(lowerCased)
		.map((detail) => [detail.fieldname, detail.message].map(text).filter(Boolean).join(': '))
		.filter((detail) => !message.includes(detail));
	return [message, ...details].filter(Boolean).join('; ');
}

/** Whether a refusal is one in ServiceStack's envelope, in any casing. */
export function hasEnvelope(body: unknown): boolean {
	const { errorcode, message } = lowerCased(lowerCased(body).responsestatus);
	return text(errorcode) !== '' || text(message) !== '';
}

/** An object by its names in small letters; an empty one for anything else. */
export function lowerCased(value: unknown): Record<string, unknown> {
	if (typeof value !== 'object' || value === null) return {};
	return Object.fromEntries(Object.entries(value).map(([key, part]) => [key.toLowerCase(), part]));
}
