import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { inNameOf } from '../api';
import { visibleText } from '../shared/characters';
import { refusal } from '../shared/refusal';
import type { Given } from '../shared/values';
import { meaningfulWhenEmpty } from './checkedValue';

export const senderField: INodeProperties = meaningfulWhenEmpty({
	displayName: 'Sender',
	name: 'sender',
	type: 'string',
	default: '',
	placeholder: 'e.g. 154107214180236225199245158115055014119106193119',
	description:
		"Who sends it, if not the owner of the API key: a person saved by Account > Save Sender. Secured Signing does not say whether it takes this person's reference, client reference or email address here: try it with a test document first.",
});

/**
 * The sender of an item; '' for the account itself.
 *
 * @throws UserError for characters that a header cannot contain
 * Source: docs/api/API.md sections 2 (X-CUSTOM-SENDER) and 12.8
 */
export function readSender({ sender: value }: Given): string {
	const sender = visibleText(value, "'Sender'");
	if (/[^\x20-\x7e]/.test(sender)) {
		throw refusal(
			`'Sender' has letters that cannot be sent in a request: "${sender}"`,
			'Use the reference of the sender.',
		);
	}
	return sender;
}

const known = new WeakMap<IExecuteFunctions, IExecuteFunctions>();

/**
 * The context for all requests of an item's send, in the name of its sender. A sender that cannot be read is
 * ignored here: it is refused later with the item's other errors, after the look-up of what was sent before.
 */
export function sendingAs(context: IExecuteFunctions, itemIndex: number): IExecuteFunctions {
	const own = known.get(context) ?? inNameOf(context, givenSender(context, itemIndex));
	known.set(context, own);
	return own;
}

function givenSender(context: IExecuteFunctions, itemIndex: number): string | undefined {
	try {
		const options = context.getNodeParameter('options', itemIndex, {});
		return readSender(options) || undefined;
	} catch {
		return undefined;
	}
}
