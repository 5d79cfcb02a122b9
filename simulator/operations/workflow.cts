import type { Handlers } from '../api.cts';

export const workflow = {
	getSmartTagWorkflows: ({ service }) => service.store.workflows,
} satisfies Handlers;
