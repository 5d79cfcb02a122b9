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
			does: description.description,
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

const page = ({ displayName, description, properties, polling }: INodeTypeDescription): string =>
	joined([
		MADE,
		`# ${displayName}`,
		'[All operations](README.md) · [Which trigger to use](../waiting.md#which-trigger)',
		cell(sentence(description)),
		polling
			? "How often it looks is set with n8n's own field **Poll Times**. A test in the editor shows the latest real event of each kind that is chosen."
			: '',
		'## Fields',
		fieldTables(properties),
		'## What comes out',
		table(['Comes out', 'Kind', 'What it means'], polling ? POLLED : CALLED),
		polling ? POLLED_DOCUMENT : CALLED_DOCUMENT,
	]);

const EVENT = ['`event`', 'text', "What happened: one of the 'Events' above"];
const POLLED = [
	EVENT,
	['`eventId`', 'text', 'The identity of the event: the same whenever and by whomever it is told'],
	['`occurredAt`', 'text', "When it happened, where the document's log tells"],
	['`signer`', 'fields', 'Who signed, for one signature'],
	[
		'`lastKnown`',
		'fields',
		'Of a document that is gone: `status`, `signedCount` and `seenAt`, as the trigger saw it last; without `seenAt` if n8n was restarted since',
	],
];
const CALLED = [
	EVENT,
	[
		'`eventId`',
		'text',
		'The same for every call about the same state of the document, another for another state: let Remove Duplicates compare it',
	],
];

const POLLED_DOCUMENT =
	"Then the fields of the document as it is now, as [Document > Get](document.md#get) has them; of a completed one with something chosen under 'Include', as [Document > Get Finished](document.md#get-finished) has them. Of one that is deleted or gone nothing is left but `documentReference` and, where the trigger knows them, `name` and `clientReference`; its `status` is `deleted` or `gone`.";
const CALLED_DOCUMENT =
	'Then the fields of the document as it is now, as [Document > Get Finished](document.md#get-finished) has them. Of what is deleted or gone nothing is left but `documentReference` or `packageReference`; of what is gone, `lastKnown` says how it was seen last.';
