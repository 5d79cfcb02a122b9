/** A send before anything of it leaves: what Preview shows. */
import type { Api, InputFile } from '../api';
import type { ClientReference } from './clientReference';
import type { Part } from './sent';

/** Somebody who would sign. */
export interface PlannedSigner {
	/** As the request, or a Smart Tag, has it. */
	details: Record<string, unknown>;
	/** The number in the order of signing, or of the Smart Tag. */
	order: number;
	/** The number, from 0, of the one document that this is a signer of; without it, of all of them. */
	document?: number;
	/** Whether a Smart Tag names this signer, and not the node. */
	isOfTag?: boolean;
}

/** The request of a send, of whichever kind. */
type SendRequest = Partial<
	Api<'SmartTagSendRequest'> & Api<'SendFormDirectRequest'> & Api<'SendFormFillerRequest'>
>;

/** What a send would ask of Secured Signing. */
export interface Planned {
	/** The request as the send makes it, but for documents that are still to be uploaded. */
	request: SendRequest;
	sentAs: ClientReference;
	files?: InputFile[];
	/** The references of documents that are stored already. */
	stored?: string[];
	/** Whether all documents go out together. */
	isPackage: boolean;
	isEmbedded?: boolean;
	/** Whether each signer is invited when the one before has signed. */
	isInTurn?: boolean;
	signers: PlannedSigner[];
	/** Whether these are all who sign. */
	isEverybody: boolean;
	warnings: string[];
}

/** The signers of forms or templates, in the order of each. */
export const signersOfParts = (parts: Part[]): PlannedSigner[] =>
	parts.flatMap(({ people }, document) =>
		people.map((person, at) => ({
			details: { ...person },
			order: at + 1,
			...(parts.length > 1 && { document }),
		})),
	);
