import type { Resource } from '../operation';
import { getSigningLink } from './getSigningLink.operation';

export const signer: Resource = {
	name: 'Signer',
	value: 'signer',
	operations: [getSigningLink],
};
