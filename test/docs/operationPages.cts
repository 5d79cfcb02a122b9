/** A page for each resource of the action node, made of the node's own words. */
import type { Operation, Resource } from '../../nodes/SecuredSigning/shared/operation.ts';
import { resources } from '../../nodes/SecuredSigning/actions/index.ts';
import { requestOptionsField } from '../../nodes/SecuredSigning/fields/requestOptions.ts';
import { fieldTables } from './fields.cts';
import { anchor, cell, joined, sentence, table } from './markdown.cts';
import { outputTable } from './outputs.cts';

export const MADE = '<!-- Made by `npm run docs` from the nodes themselves: do not edit. -->';

/** @param unexplained gets the output fields that nobody has explained yet */
export function resourcePage({ name, value, operations }: Resource, unexplained: string[]): string {
	return joined([
		MADE,
		`# ${name}`,
		'[All operations](README.md)',
		table(
			['Operation', 'What it does'],
			operations.map((operation) => [
				`[${operation.name}](#${anchor(operation.name)})`,
				cell(operation.description),
			]),
		),
		...operations.map((operation) => section(value, operation, unexplained)),
	]);
}

function section(resource: string, operation: Operation, unexplained: string[]): string {
	const { name, value, description, fields } = operation;
	const canBeRaw = fields.some((field) => field.name === 'simplify');
	const output = outputTable(`${resource}:${value}`, unexplained);
	return joined([
		`## ${name}`,
		cell(sentence(description)),
		fieldTables(fields),
		output,
		output && canBeRaw
			? "With 'Simplify' off, the complete answer of Secured Signing is returned, under its own names."
			: '',
		output && value === 'sendAndAwait' && resource !== 'smartTag' ? MORE_OF_WAITS : '',
	]);
}

/** The schema of each operation is made from what its own tests put out; all waits end in the same code. */
const MORE_OF_WAITS =
	'Depending on how the send and the wait go, there are other fields as well, such as `awaiting`, `atStart` and `declinedReason`: see the [same operation of Smart Tag](smartTag.md#send-and-await-signature). `warning` is explained under Send.';

/** All operations with what they do, for the README. */
export function operationsTable(): string {
	return table(
		['Resource', 'Operation', 'What it does'],
		resources.flatMap(({ name: resource, value, operations }) =>
			operations.map(({ name, description }, index) => [
				index === 0 ? `[${resource}](docs/operations/${value}.md)` : '',
				name,
				cell(description),
			]),
		),
	);
}

/** @param triggers the triggers' pages: what they are called, what they do and the file */
export function indexPage(triggers: Array<{ name: string; does: string; file: string }>): string {
	return joined([
		MADE,
		'# Operations and triggers',
		'What each operation asks for and returns. “Default” is the value of a field when it appears, or when you add it. A *run* is one turn of a node with all of its input items. An *execution* is one start of the workflow; in a loop, it contains several runs. How to wait for signatures, and which trigger to use: [Wait for signatures](../waiting.md). What to do after an error: [Messages](../errors.md).',
		'## The node Secured Signing',
		table(
			['Resource', 'Operations'],
			resources.map(({ name, value, operations }) => [
				`[${name}](${value}.md)`,
				operations
					.map((operation) => `[${operation.name}](${value}.md#${anchor(operation.name)})`)
					.join(', '),
			]),
		),
		triggers.length > 0 ? '## Triggers' : '',
		triggers.length > 0
			? table(
					['Trigger', 'What it does'],
					triggers.map(({ name, does, file }) => [`[${name}](${file})`, cell(does)]),
				)
			: '',
		`## ${requestOptionsField.displayName}`,
		'Every operation also has these fields:',
		fieldTables(requestOptionsField.options as never),
	]);
}
