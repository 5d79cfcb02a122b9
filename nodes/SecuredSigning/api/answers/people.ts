import type { IDataObject } from 'n8n-workflow';

import { text } from '../../shared/values';

/** Somebody's email as it is compared: mailboxes that differ by case alone are one. '' without one. */
export const emailOf = ({ Email }: IDataObject): string =>
	text(Email).normalize('NFC').toLowerCase();

/** Somebody's full name as it is compared. */
export const nameOf = ({ FirstName, LastName }: IDataObject): string =>
	[FirstName, LastName].map(text).filter(Boolean).join(' ').normalize('NFC').toLowerCase();
