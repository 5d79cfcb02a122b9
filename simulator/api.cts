// The words of the API, taken from the types that `npm run types` generates out of the description.
// Types only: nothing of the product's code runs in the simulator.
import type { components, operations } from '../nodes/SecuredSigning/api/schema/openapi';
import type { HeldFile } from './files.cts';
import type { Service } from './service.cts';

export type Schemas = components['schemas'];
export type OperationId = keyof operations;

type Content<T> = T extends { content: infer C } ? C : never;
type Json<T> = Content<T> extends { 'application/json': infer B } ? B : never;
type Place<Id extends OperationId, P extends string> = operations[Id] extends {
	parameters: { [K in P]: infer V };
}
	? V
	: Record<string, never>;

/** A file that is answered as it is, not as JSON. */
export interface FileAnswer {
	file: HeldFile;
}
export interface HtmlAnswer {
	html: string;
}

export type BodyOf<Id extends OperationId> = Json<
	Extract<operations[Id], { requestBody: object }>['requestBody']
>;

export type AnswerOf<Id extends OperationId> = operations[Id]['responses'] extends { 200: infer R }
	? [Json<R>] extends [never]
		? Content<R> extends { 'application/octet-stream': unknown }
			? FileAnswer
			: Content<R> extends { 'text/html': unknown }
				? HtmlAnswer
				: void
		: Json<R>
	: never;

export interface Call<Id extends OperationId> {
	service: Service;
	path: Place<Id, 'path'>;
	query: NonNullable<Place<Id, 'query'>>;
	body: BodyOf<Id>;
	/** The file part and the text parts of a multipart body. */
	file?: HeldFile;
	fields: Record<string, string>;
}

/** The handlers of all operations, typed by the description. */
export type Operations = {
	[Id in OperationId]: (call: Call<Id>) => AnswerOf<Id> | Promise<AnswerOf<Id>>;
};
/** Those of some operations. */
export type Handlers = Partial<Operations>;
