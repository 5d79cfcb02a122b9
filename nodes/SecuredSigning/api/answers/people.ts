import { text } from '../../shared/values';
import type { Raw } from '../types';

/** Somebody's email as it is compared: mailboxes that differ by case alone are one. '' without one. */
export const emailOf = ({ Email }: Raw<'Signer'>): string =>
	text(Email).normalize('NFC').toLowerCase();

/** Somebody's full name as it is compared. */
export const nameOf = ({ FirstName, LastName }: Raw<'Signer'>): string =>
	[FirstName, LastName].map(text).filter(Boolean).join(' ').normalize('NFC').toLowerCase();
