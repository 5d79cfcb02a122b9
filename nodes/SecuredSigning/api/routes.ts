/** Types of the routes of the API, their requests and answers, from the API description. */

import { refuseDots } from '../shared/references';
import { refusal } from '../shared/refusal';
import type { paths } from './schema/openapi';

type Method = 'get' | 'post' | 'delete';

/** The routes that take a method, as docs/api/openapi.yaml writes them. */
export type Route<M extends Method> = {
	[R in keyof paths]: paths[R] extends Record<M, object> ? R : never;
}[keyof paths];

type Operation<M extends Method, R extends Route<M>> =
	paths[R] extends Record<M, infer Found> ? Found : never;
type Json<Content> = Content extends { content: { 'application/json': infer Body } } ? Body : never;
type PathOf<Found> = Found extends { parameters: { path: infer Values } } ? Values : undefined;
type QueryOf<Found> = Found extends { parameters: { query?: infer Query } } ? Query : undefined;
type BodyOf<Found> = Found extends { requestBody: infer Body } ? Json<Body> : undefined;
type AnswerOf<Found> = Found extends { responses: { 200: infer Answer } } ? Json<Answer> : never;

type Needed<Name extends string, Value> = undefined extends Value
	? { [N in Name]?: undefined }
	: { [N in Name]: Value };

/** The request for a route: the values of its path, its query, and its JSON body. */
export type Request<M extends Method, R extends Route<M>> = {
	query?: QueryOf<Operation<M, R>>;
} & Needed<'path', PathOf<Operation<M, R>>> &
	Needed<'body', BodyOf<Operation<M, R>>>;

/** The same as a rest parameter of a function: it can be left out if the route needs no values. */
export type Requested<M extends Method, R extends Route<M>, Options = unknown> =
	object extends Request<M, R>
		? [request?: Request<M, R> & Options]
		: [request: Request<M, R> & Options];

/** The data that a route answers with. */
export type Answer<M extends Method, R extends Route<M>> = AnswerOf<Operation<M, R>>;

/** The values of a path, by their names. */
export type PathValues = Readonly<Record<string, string>>;

/**
 * The address of a route: each value becomes exactly one encoded segment.
 *
 * @throws UserError for an empty value, and for one made of dots, which a web address would take
 * for "the folder above"
 */
export const address = (route: string, values: PathValues = {}): string =>
	route.replace(/\{(\w+)\}/g, (_all, name: string) => segment(values[name]));

function segment(value: unknown): string {
	const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	if (text === '') {
		throw refusal(
			'A reference is empty',
			'Choose from the list, or check the expression: it gave no value for this item.',
		);
	}
	refuseDots(text);
	if (!text.isWellFormed()) {
		throw refusal(
			'A reference contains a character that is not valid text',
			'Copy the reference once more from Secured Signing.',
		);
	}
	return encodeURIComponent(text);
}
