/** A send that was prepared, but not made: what Preview shows. */
import type { Api, InputFile } from '../api';
import type { ClientReference } from './clientReference';
import type { Part } from './sent';

/** A person who would sign. */
export interface PlannedSigner {
	/** The properties of the signer in the request, or in a Smart Tag. */
	details: Record<string, unknown>;
	/** The number in the order of signing, or of the Smart Tag. */
	order: number;
	/** The index of the only document that this person signs; undefined for all documents. */
	document?: number;
	/** Whether a Smart Tag names this signer, and not the node. */
	isOfTag?: boolean;
}

/** The request of a send, of whichever kind. */
type SendRequest = Partial<
	Api<'SmartTagSendRequest'> & Api<'SendFormDirectRequest'> & Api<'SendFormFillerRequest'>
>;

/** What a send would request from Secured Signing. */
export interface Planned {
	/** The request that the send would make, without the documents that are not uploaded yet. */
	request: SendRequest;
	sentAs: ClientReference;
	files?: InputFile[];
	/** The references of documents that are stored already. */
	stored?: string[];
	/** Whether all documents are sent together. */
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
