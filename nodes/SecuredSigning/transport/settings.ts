import { readSettings, type ServiceSettings } from '../../../credentials/settings';
import type { Context } from './types';

export const CREDENTIAL = 'securedSigningApi';

/** n8n reads the database for a credential each time, and its settings do not depend on the item. */
const known = new WeakMap<Context, ServiceSettings>();

/**
 * The saved credential, checked. Nothing is asked of the service.
 *
 * @throws UserError for what cannot be used
 */
export async function savedSettings(context: Context): Promise<ServiceSettings> {
	const settings = known.get(context) ?? readSettings(await context.getCredentials(CREDENTIAL));
	// A trigger keeps its context for as long as it is active: there, they may change meanwhile.
	if ('getInputData' in context) known.set(context, settings);
	return settings;
}
