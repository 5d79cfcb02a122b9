/** Checks the five headers as API.md section 2 describes them, with node's own crypto. */
import { createHmac } from 'node:crypto';

/** Why a request is not accepted (401), or nothing. `nonces` are those that were used before. */
export function whyRefused(
	headers: Record<string, unknown>,
	secrets: Record<string, string>,
	nonces: Set<string>,
): string | undefined {
	const header = (name: string) => String(headers[name] ?? '');
	const key = header('x-custom-api-key');
	const date = header('x-custom-date');
	const nonce = header('x-custom-nonce');
	if (!(key in secrets)) return 'Unauthorised: Check your api key';
	const signed = createHmac('sha256', secrets[key]).update([key, date, nonce].join('\n'));
	if (signed.digest('base64') !== header('x-custom-signature')) return 'Signature does not match';
	if (!/^\d+(\.\d+)?$/.test(date) || Math.abs(Number(date) - Date.now() / 1000) > 300) {
		return 'The date is not now';
	}
	if (nonce.length === 0 || nonce.length > 32) return 'The nonce has 1 to 32 characters';
	if (nonces.has(nonce)) return 'The nonce was used before';
	nonces.add(nonce);
	if (header('referer') === '') return 'No Referer';
	return undefined;
}
