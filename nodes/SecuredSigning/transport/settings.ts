import { readSettings, type ServiceSettings } from '../../../credentials/settings';
import type { Context } from './types';

export const CREDENTIAL = 'securedSigningApi';

/**
 * The saved credential, checked. Nothing is asked of the service.
 *
 * @throws UserError for what cannot be used
 */
export async function savedSettings(context: Context): Promise<ServiceSettings> {
	return readSettings(await context.getCredentials(CREDENTIAL));
}
