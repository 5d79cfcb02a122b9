import type { IExecuteFunctions } from 'n8n-workflow';

import { savedSettings } from '../api';
import { contextOfItem, oncePerRun } from '../shared/oncePerRun';
import { refusal } from '../shared/refusal';
import { toResult } from '../shared/toResult';
import { text } from '../shared/values';

/**
 * Refuses a credential that is another one when the wait ends. n8n then reads it without the items and
 * the earlier nodes of the execution: an expression such as `{{ $json.tenant }}` finds nothing, and
 * nobody could look the documents up.
 *
 * @throws UserError before anything is sent
 */
export async function checkAccount(context: IExecuteFunctions): Promise<void> {
	const now = await savedSettings(context);
	const later = await settingsOnResume(context);
	if ('value' in later && JSON.stringify(later.value) === JSON.stringify(now)) return;
	throw refusal(
		'The credential depends on the item, and nobody could read it when the wait ends',
		"A field of the Secured Signing credential holds an expression, which n8n cannot resolve when it continues a waiting execution. Use a credential without such expressions, or use 'Send' and, later, Document > Get Finished.",
	);
}

/**
 * Refuses an item with another sender than the first one: all of them are looked up in one name when somebody calls.
 *
 * @throws UserError before anything is sent
 */
export function checkOneSender(context: IExecuteFunctions, itemIndex: number): void {
	const [sender, first] = [itemIndex, 0].map((item) =>
		text(context.getNodeParameter('options', item, {}).sender),
	);
	if (sender === first) return;
	throw refusal(
		`The items of this wait have different senders: "${first}" and "${sender}"`,
		'Split the items by sender in an earlier node, and wait for each group by itself.',
	);
}

/** The credential as the webhook of a waiting execution gets it: n8n-core resolves it without input data. */
const settingsOnResume = oncePerRun(async (run) => {
	const resumed: typeof run = Object.create(run, { connectionInputData: { value: undefined } });
	return await toResult(savedSettings(contextOfItem(resumed, 0)));
});
