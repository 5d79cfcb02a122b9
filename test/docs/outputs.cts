/** What comes out of an operation, from the schema that the editor shows before a run. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { schemaFile, schemaFolder, type OutputSchema } from '../coverage/outputSchemas.cts';
import { MEANINGS } from './meanings.cts';
import { cell, table } from './markdown.cts';

const KINDS: Record<string, string> = {
	array: 'list',
	boolean: 'true or false',
	number: 'number',
	object: 'fields',
	string: 'text',
};

/**
 * The fields of an item that `resource:operation` puts out; '' where no schema is there yet.
 *
 * @param unexplained gets the fields that meanings.cts has no words for
 */
export function outputTable(operation: string, unexplained: string[]): string {
	const file = join(schemaFolder, schemaFile(operation));
	if (!existsSync(file)) return '';
	const schema = JSON.parse(readFileSync(file, 'utf8')) as OutputSchema;
	const rows = [...fieldsOf(schema)].map(({ path, schema: { type, items } }) => {
		const meaning = meaningOf(operation, path);
		if (meaning === undefined) unexplained.push(`${operation} ${path.join('.')}`);
		return [
			`${'↳ '.repeat(path.length - 1)}\`${path.at(-1)}\``,
			kindWords(type, items),
			cell(meaning ?? ''),
		];
	});
	return rows.length === 0 ? '' : table(['Output field', 'Type', 'Meaning'], rows);
}

function* fieldsOf(
	{ properties = {}, items }: OutputSchema,
	inside: string[] = [],
): Generator<{ path: string[]; schema: OutputSchema }> {
	if (items) yield* fieldsOf(items, inside);
	for (const [name, schema] of Object.entries(properties)) {
		const path = [...inside, name];
		yield { path, schema };
		yield* fieldsOf(schema, path);
	}
}

function kindWords(type: OutputSchema['type'], items: OutputSchema | undefined): string {
	const kinds = [type ?? []].flat().map((kind) => KINDS[kind]);
	return items?.type === 'string' ? 'list of texts' : kinds.join(' or ');
}

/** The most special meaning there is: of this operation, this resource, or this place in any answer. */
function meaningOf(operation: string, path: string[]): string | undefined {
	const [resource] = operation.split(':');
	const places = path.map((_, start) => path.slice(start).join('.'));
	return [`${operation} ${places[0]}`, `${resource} ${places[0]}`, ...places]
		.map((key) => MEANINGS[key])
		.find((meaning) => meaning !== undefined);
}
