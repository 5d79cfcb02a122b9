import type { IExecuteFunctions } from 'n8n-workflow';

import { savedSettings } from '../api';
import { contextOfItem, oncePerRun } from '../shared/oncePerRun';
import { refusal } from '../shared/refusal';
import { toResult } from '../shared/toResult';

/**
 * Refuses a credential that would be different when the wait ends. n8n then reads it without the items and
 * earlier nodes of the execution: an expression such as `{{ $json.tenant }}` has no value, and the documents
 * could not be looked up.
 *
 * @throws UserError for such a credential; to be called before anything is sent
 */
export async function checkAccount(context: IExecuteFunctions): Promise<void> {
	const now = await savedSettings(context);
	const later = await settingsOnResume(context);
	if ('value' in later && JSON.stringify(later.value) === JSON.stringify(now)) return;
	throw refusal(
		'The credential contains an expression that n8n cannot resolve when the wait ends',
		"When n8n continues a waiting workflow, it cannot read values of the item for the credential. Use a credential with fixed values, or use 'Send' and, later, Document > Get Finished.",
	);
}

/** The credential as the webhook of a waiting execution gets it: n8n-core resolves it without input data. */
const settingsOnResume = oncePerRun(async (run) => {
	const resumed: typeof run = Object.create(run, { connectionInputData: { value: undefined } });
	return await toResult(savedSettings(contextOfItem(resumed, 0)));
});
