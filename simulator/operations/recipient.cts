import type { Operations } from '../api.cts';
import type { Service } from '../service.cts';

export const recipient: Operations<'getRecipients' | 'getRecipientsAlias'> = {
	getRecipients: ({ service }) => recipients(service),
	getRecipientsAlias: ({ service }) => recipients(service),
};

const recipients = ({ store, readings }: Service) =>
	readings.recipients === 'array' ? [store.recipients] : store.recipients;
