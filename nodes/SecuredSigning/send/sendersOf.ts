import type { IExecuteFunctions } from 'n8n-workflow';

import { accountOf, senderOf } from '../api';
import { sendingAs } from '../fields/sender';
import { mapConcurrently } from '../shared/mapConcurrently';
import { contextOfItem } from '../shared/oncePerRun';
import type { Outcome } from '../shared/operation';
import { text } from '../shared/values';
import { Attempt } from './attempt';
import { sendOf } from './remembered';

/**
 * In whose name the documents of each item went out, where that is not the owner of the API key. What was found
 * instead of being sent may have gone out in another name than the item has, and be shown in that one alone.
 */
export const sendersOf = async (
	context: IExecuteFunctions,
	outcomes: Outcome[],
): Promise<Array<string | undefined>> =>
	await mapConcurrently(outcomes, async ({ items: [item], failed }, itemIndex) => {
		if (failed) return undefined;
		const own = sendingAs(contextOfItem(context, itemIndex), itemIndex);
		const { earlier } = new Attempt(own, itemIndex);
		const sent =
			sendOf(await accountOf(own), text(item?.json.Reference)) ??
			(earlier?.isRefused ? undefined : earlier);
		return sent ? sent.sender : senderOf(own);
	});
