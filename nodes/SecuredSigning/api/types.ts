import type {
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import type { components } from './schema/openapi';

/** A type of the service's API by its name in docs/api/openapi.yaml. */
export type Api<Name extends keyof components['schemas']> = components['schemas'][Name];

/** An object of an answer, unchecked: the names of the API, with values of any type. */
export type Raw<Name extends keyof components['schemas']> = {
	readonly [Field in keyof Api<Name>]?: IDataObject[string];
};

/** A signer, as in an answer. */
export type RawSigner = Raw<'Signer'> & Pick<Raw<'FormDirectInvitee'>, 'Optional'>;

/** A document as in an answer, with properties that this package adds. */
export type RawDocument = Raw<'Document'> & {
	/** Signers whose keys could not be matched to a signer of the document: see answers/signingKeys.ts. */
	readonly UnmatchedSigners?: RawSigner[];
	/** Whether it was found after a send, and not in its answer. */
	readonly recovered?: boolean;
	/** What the user should know about the send. */
	readonly warning?: string;
};

/** The contexts of n8n from which the service can be called. */
export type Context =
	| IExecuteFunctions
	| IHookFunctions
	| ILoadOptionsFunctions
	| IPollFunctions
	| IWebhookFunctions;

/** The contexts in which n8n can also store files. */
export type FileContext = IExecuteFunctions | IPollFunctions | IWebhookFunctions;

/** A Node.js stream; named so because n8n's rules allow no import of `stream`. */
export type Stream = import('stream').Readable;
