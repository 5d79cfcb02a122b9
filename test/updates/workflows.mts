/**
 * What is at work in the n8n of the fixtures: a wait for a file that it sent, a wait for a document that
 * somebody else sent, and both triggers; each tells somebody outside what comes of it.
 */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { PROJECT } from '../n8n/examples.mts';
import type { Credential, Workflow } from '../n8n/instance.mts';
import {
	httpRequest,
	securedSigning,
	sendingFile,
	webhook,
	withCredential,
	workflowOf,
} from '../n8n/nodes.mts';
import { everySeconds } from '../n8n/telling.mts';
import { BOOKS_URL } from './site.mts';

export const SENT = 'sent-and-awaited';
export const AWAITED = 'awaited';
export const POLLED = 'polled';
export const CALLED = 'called';
export const ACTIVE = [SENT, AWAITED, POLLED, CALLED];

export const WEBHOOK_ID = '5f0c9a86-3a0d-4a39-8f0f-1f5d5f6f0a01';

/** How long waits go on: no fixture may end by its limit, whenever it is taken up. */
const LIMIT = {
	limitWaitTime: 'atSpecifiedTime',
	maxDateAndTime: '2090-01-01T00:00:00.000Z',
};

const respond = {
	name: 'Respond',
	type: 'n8n-nodes-base.respondToWebhook',
	typeVersion: 1.1,
	parameters: {
		respondWith: 'json',
		responseBody:
			'={{ JSON.stringify({ execution: $execution.id, resumeUrl: $execution.resumeUrl }) }}',
		options: {},
	},
};

/** Tells `/<workflow>/<what>/<of which>`. */
const tell = (what: string) =>
	httpRequest('Tell', {
		url: `=${BOOKS_URL}/{{ $workflow.id }}/{{ ${what} }}/{{ $json.documentReference }}`,
	});

const EVENTS = ['completed', 'sent', 'signed'];

export const workflowsAtWork = (credential: Credential): Workflow[] => [
	workflowOf(SENT, [
		webhook(SENT, {
			responseMode: 'responseNode',
			options: { rawBody: true, binaryPropertyName: 'data' },
		}),
		respond,
		securedSigning('Wait', credential, {
			...sendingFile,
			operation: 'sendAndAwait',
			dueDate: "={{ $now.plus(30, 'days') }}",
			...LIMIT,
			include: ['signedFile', 'fieldValues'],
			signedFileName: '={{ $json.name }} (signed)',
			options: { clientReference: '=order-{{ $execution.id }}' },
		}),
		tell('$json.status'),
	]),
	workflowOf(AWAITED, [
		webhook(AWAITED, { responseMode: 'responseNode' }),
		respond,
		securedSigning('Wait', credential, {
			resource: 'document',
			operation: 'await',
			document: { __rl: true, mode: 'id', value: '={{ $json.body.reference }}' },
			...LIMIT,
		}),
		tell('$json.status'),
	]),
	workflowOf(POLLED, [
		{
			name: 'Trigger',
			type: 'n8n-nodes-secured-signing.securedSigningTrigger',
			typeVersion: 1,
			parameters: { pollTimes: everySeconds(10), events: EVENTS },
			...withCredential(credential),
		},
		tell('$json.event'),
	]),
	workflowOf(CALLED, [
		{
			name: 'Trigger',
			type: 'n8n-nodes-secured-signing.securedSigningCallbackTrigger',
			typeVersion: 1,
			webhookId: WEBHOOK_ID,
			parameters: { events: EVENTS },
			...withCredential(credential),
		},
		tell('$json.event'),
	]),
];

/** The examples as they are in this version: what people have stored. */
export const examples = async (): Promise<Workflow[]> => {
	const folder = join(PROJECT, 'examples');
	const files = (await readdir(folder)).filter((file) => file.endsWith('.json'));
	return await Promise.all(
		files.map(async (file) => {
			const workflow = JSON.parse(await readFile(join(folder, file), 'utf8')) as Workflow;
			return { ...workflow, id: `example-${basename(file, '.json')}`, active: false };
		}),
	);
};
