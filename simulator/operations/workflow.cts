import type { Operations } from '../api.cts';

export const workflow: Operations<'getSmartTagWorkflows'> = {
	getSmartTagWorkflows: ({ service }) => service.store.workflows,
};
