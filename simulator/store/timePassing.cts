import { day } from '../dates.cts';
import type { Service } from '../service.cts';
import { lastSignedAt } from './present.cts';

const RETENTION_DAYS = 7;

/** Nobody watches the clock: what is due is done when somebody comes. */
export function letTimePass({ clock, life, store, readings }: Service) {
	life.expireOverdue(store.documents.values());
	if (readings.retention === 'kept') return;
	const oldest = clock.now().getTime() - RETENTION_DAYS * day;
	store.removeSigned((held) => (lastSignedAt(held)?.getTime() ?? Infinity) < oldest);
}
