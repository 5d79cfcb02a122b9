import { randomBytes } from 'node:crypto';

/** A reference as the samples show them: 16 bytes, each written as three decimal digits. */
export const newReference = () =>
	[...randomBytes(16)].map((byte) => String(byte).padStart(3, '0')).join('');

/** Assumed: a signing key is URL-safe, since the samples put it into a query un-encoded. */
export const newSigningKey = () => randomBytes(24).toString('base64url');
