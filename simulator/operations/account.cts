import type { Handlers } from '../api.cts';
import { newReference } from '../store/references.cts';

export const account = {
	getAccountInfo({ service }) {
		const { oauth2: _oauth2, UserId, ...info } = service.account;
		return { ...info, [service.readings.userId]: UserId, DocumentRemain: info.DocumentLeft };
	},

	saveSender({ service, body }) {
		// Assumed: a sender is recognised by the client's own reference.
		const known = [...service.store.senders].find(
			([, sender]) => body.ClientReference && sender.ClientReference === body.ClientReference,
		);
		const reference = known?.[0] ?? newReference();
		service.store.senders.set(reference, body);
		return { Reference: reference };
	},
} satisfies Handlers;
