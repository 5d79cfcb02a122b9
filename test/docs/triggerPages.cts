/** A page for each trigger that package.json registers. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { cell, joined, sentence, table } from './markdown.cts';
import { fieldTables } from './fields.cts';
import { MADE } from './operationPages.cts';

const PROJECT = join(__dirname, '../..');

export interface TriggerPage {
	name: string;
	does: string;
	file: string;
	text: string;
}

export const triggerPages = (): TriggerPage[] =>
	registeredNodes()
		.filter(({ group }) => group.includes('trigger'))
		.map((description) => ({
			name: description.displayName,
			does: whatItDoes(description),
			file: `${description.displayName.toLowerCase().replaceAll(' ', '-')}.md`,
			text: page(description),
		}));

function registeredNodes(): INodeTypeDescription[] {
	const { n8n } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[] };
	};
	return n8n.nodes.map((built) => {
		const source = join(PROJECT, built.replace(/^dist\//, '').replace(/\.js$/, '.ts'));
		const classes = require(source) as Record<string, new () => INodeType>;
		return new classes[basename(built, '.node.js')]().description as INodeTypeDescription;
	});
}

const page = (node: INodeTypeDescription): string => {
	const { displayName, properties, polling } = node;
	return joined([
		MADE,
		`# ${displayName}`,
		'[All operations](README.md) · [Which trigger to use](../waiting.md#which-trigger)',
		cell(sentence(whatItDoes(node))),
		polling
			? "Set how often it checks with n8n's own field **Poll Times**. A test in the editor shows the latest real event of each selected kind."
			: '',
		'## Fields',
		fieldTables(properties),
		'## Output',
		table(['Output field', 'Type', 'Meaning'], polling ? POLLED : CALLED),
		polling ? POLLED_DOCUMENT : CALLED_DOCUMENT,
	]);
};

/** n8n shows a trigger's description for all nodes of the package: what is not about the trigger is left out here. */
const whatItDoes = ({ description }: INodeTypeDescription): string =>
	description.replace(/^Send documents for signing with Secured Signing\. /, '');

const EVENT = ['`event`', 'text', "What happened: one of the 'Events' above"];
const POLLED = [
	EVENT,
	[
		'`eventId`',
		'text',
		'The ID of the event: always the same for the same event, in every workflow',
	],
	['`occurredAt`', 'text', "When it happened, if the document's log says so"],
	['`signer`', 'fields', 'For an event of one signer, such as Signed by One: that signer'],
	[
		'`lastKnown`',
		'fields',
		'For a document that is deleted or gone: its `status` and `signedCount` as the trigger last saw them, and when that was (`seenAt`, not there if n8n was restarted since)',
	],
];
const CALLED = [
	EVENT,
	[
		'`eventId`',
		'text',
		'The same for every call about the same state of the document, and different for another state. To drop repeats, let a Remove Duplicates node compare it with earlier executions',
	],
];

const POLLED_DOCUMENT =
	"In addition, the output has the current fields of the document, as in [Document > Get](document.md#get). For a completed document with parts selected under 'Include', they are as in [Document > Get Finished](document.md#get-finished). A document that is deleted or gone has only `documentReference` and, if the trigger knows them, `name` and `clientReference`; its `status` is `deleted` or `gone`.";
const CALLED_DOCUMENT =
	'In addition, the output has the current fields of the document, as in [Document > Get Finished](document.md#get-finished). If it is deleted or gone, there is only `documentReference` or `packageReference`, and `lastKnown` with what the trigger last saw.';
