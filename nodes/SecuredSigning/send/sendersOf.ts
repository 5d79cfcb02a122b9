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
 * The sender of each item's documents; undefined for the owner of the API key. Documents that were found
 * instead of sent may have another sender than the item, and be visible only to that one.
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
