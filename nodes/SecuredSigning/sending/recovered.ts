import { UserError, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import { text } from '../values';
import type { Sent } from './attempt';
import { find, patiently, type Findings } from './findings';

/** How much patience the service gets before what it has of a send is believed. */
export type Patience = 'none' | 'some' | 'much';

/**
 * The documents of a send that went out, marked `recovered`; undefined when nothing did.
 *
 * @throws UserError when it went out in part, or when others have its client reference
 * @throws NodeApiError when the service could not be asked
 */
export async function recovered(
	context: IExecuteFunctions,
	sent: Sent,
	patience: Patience,
): Promise<IDataObject[] | undefined> {
	const look = async () => await find(context, sent);
	const { out, inBox } =
		patience === 'none'
			? await look()
			: await patiently(context, look, isWhole, patience === 'much');
	if (out.length === 0) return undefined;
	if (!sent.documents && sent.isShared) {
		throw new UserError('It cannot be told whether this was sent', {
			description: `Documents with the same client reference are out: ${named(out)}. Look at them in Secured Signing before you run this item again. With 'Send Once per Client Reference' it would be certain.`,
		});
	}
	if (inBox.length > 0) {
		throw new UserError('Only a part of it was sent for signing', {
			description: `Sent: ${named(out)}. Not sent, and in the InBox: ${named(inBox)}. Send the rest by its reference.`,
		});
	}
	return marked(out);
}

/** Documents that were out already. */
export const marked = (documents: IDataObject[]): IDataObject[] =>
	documents.map((document) => ({ ...document, recovered: true }));

const isWhole = ({ out, inBox }: Findings) => out.length > 0 && inBox.length === 0;

const named = (documents: IDataObject[]): string =>
	documents.map(({ Reference }) => text(Reference)).join(', ');
