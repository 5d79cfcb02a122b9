import { omitEmpty } from '../../shared/values';
import type { Raw } from '../types';

/** A workflow for Smart Tags that is set up in the service; source: docs/api/API.md section 5.7. */
export const simplifyWorkflow = ({ Name, Reference }: Raw<'Workflow'>) => ({
	...omitEmpty({ name: Name }),
	workflowReference: Reference,
});
