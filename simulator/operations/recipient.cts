import type { Handlers } from '../api.cts';
import type { Service } from '../service.cts';

export const recipient = {
	getRecipients: ({ service }) => recipients(service),
	getRecipientsAlias: ({ service }) => recipients(service),
} satisfies Handlers;

const recipients = ({ store, readings }: Service) =>
	readings.recipients === 'array' ? [store.recipients] : store.recipients;
