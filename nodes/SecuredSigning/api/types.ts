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

/** A thing of an answer as it came: the names of the API, and whatever stands there. */
export type Raw<Name extends keyof components['schemas']> = {
	readonly [Field in keyof Api<Name>]?: IDataObject[string];
};

/** Somebody who signs, as an answer names them. */
export type RawSigner = Raw<'Signer'> & Pick<Raw<'FormDirectInvitee'>, 'Optional'>;

/** A document as an answer has it, and what this package has noted of it. */
export type RawDocument = Raw<'Document'> & {
	/** Keys of which nobody can tell whose they are: see answers/signingKeys.ts. */
	readonly UnmatchedSigners?: RawSigner[];
	/** Whether it was found after a send, and not in its answer. */
	readonly recovered?: boolean;
	/** What the builder should know about its send. */
	readonly warning?: string;
};

/** Every place of n8n from which the service can be called. */
export type Context =
	| IExecuteFunctions
	| IHookFunctions
	| ILoadOptionsFunctions
	| IPollFunctions
	| IWebhookFunctions;

/** Where n8n can also keep files. */
export type FileContext = IExecuteFunctions | IPollFunctions | IWebhookFunctions;

/** A Node.js stream; named so because n8n's rules allow no import of `stream`. */
export type Stream = import('stream').Readable;
