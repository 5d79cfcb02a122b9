import type { ServiceSettings } from '../../credentials/settings';

/** A reference or an email address. */
export const looksPersonal = (text: string): boolean =>
	/\d{20}/.test(text) || /[\w.+-]@[\w-]+\.\w/.test(text);

/**
 * The last look at what is going to be shown or saved. What stands in it is made of the probe's own words and
 * of shapes; should a secret be in it all the same, nothing is written.
 *
 * @throws Error that does not repeat what was found
 */
export function mustHoldNoSecret(text: string, settings: ServiceSettings, given: string[]): void {
	const host = new URL(settings.domain).host;
	const secrets = [settings.apiKey, settings.apiSecret, host, ...given];
	const isIn = secrets.some((secret) => secret.length > 3 && text.includes(secret));
	if (isIn || looksPersonal(text)) {
		throw new Error(
			'The result held something that must not be written, so nothing was. Please report this as a bug.',
		);
	}
}
