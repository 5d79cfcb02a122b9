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
	const { out, inBox, unclear } =
		patience === 'none'
			? await look()
			: await patiently(context, look, isWhole, patience === 'much');
	if (unclear.length > 0) throw unclearWhether(unclear);
	if (out.length === 0) return undefined;
	if (!sent.documents && sent.isShared) {
		throw new UserError(UNCONFIRMED, {
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

/** What is said when nobody can tell. */
export const UNCONFIRMED = 'Could not confirm whether this was sent';

/** It was looked for and not found, and still may have gone out. */
export const unconfirmed = (why: string): UserError =>
	new UserError(UNCONFIRMED, {
		description: `${why}. It was looked up and not found among what is sent. Look in Secured Signing before you run this item again.`,
	});

/** Documents that may be those of a send, or may be out. */
export function unclearWhether(documents: IDataObject[]): UserError {
	return new UserError(UNCONFIRMED, {
		description: `These documents may be with their signers: ${documents.map(described).join(', ')}. Look at them in Secured Signing before you run this item again.`,
	});
}

const described = ({ Reference, Status }: IDataObject): string =>
	`${text(Reference)} (${text(Status) || 'without a status'})`;

/** Documents that were out already. */
export const marked = (documents: IDataObject[]): IDataObject[] =>
	documents.map((document) => ({ ...document, recovered: true }));

const isWhole = ({ out, inBox }: Findings) => out.length > 0 && inBox.length === 0;

const named = (documents: IDataObject[]): string =>
	documents.map(({ Reference }) => text(Reference)).join(', ');
