import type { Resource } from '../../shared/operation';
import { createSigningPage } from './createSigningPage.operation';
import { getSigningLink } from './getSigningLink.operation';
import { sendReminder } from './sendReminder.operation';
import { update } from './update.operation';

export const signer: Resource = {
	name: 'Signer',
	value: 'signer',
	defaultOperation: getSigningLink.value,
	operations: [createSigningPage, getSigningLink, sendReminder, update],
};
