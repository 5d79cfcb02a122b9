import type { Resource } from '../operation';
import { get } from './get.operation';

export const account: Resource = { name: 'Account', value: 'account', operations: [get] };
