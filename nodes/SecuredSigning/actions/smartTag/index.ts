import type { Resource } from '../operation';
import { send } from './send.operation';

export const smartTag: Resource = { name: 'Smart Tag', value: 'smartTag', operations: [send] };
