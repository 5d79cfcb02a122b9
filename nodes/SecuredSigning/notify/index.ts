/** The key in the address of the callback trigger: sends add it, the trigger asks for it. */
import { savedSettings, type Context } from '../transport';
import { isTriggerUrl, withNotifyKey } from './key';

export { isNotifyKey, isTriggerUrl, NOTIFY_PATH, notifyKey, withNotifyKey } from './key';

/**
 * A 'Notify URL' as it goes out: that of a callback trigger gets its key, any other is left alone.
 *
 * @throws UserError when the credential cannot be read
 */
export async function signedNotifyUrl(context: Context, url: string): Promise<string> {
	if (!isTriggerUrl(url)) return url;
	const { apiSecret } = await savedSettings(context);
	return withNotifyKey(url, apiSecret);
}
