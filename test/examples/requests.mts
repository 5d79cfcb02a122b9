/**
 * What others have done in an account before an example runs: requests to the simulator that are not
 * the node's.
 */
import { createRequire } from 'node:module';
import type * as Clients from '../../simulator/testing/client.cts';
import type * as Files from '../../simulator/testing/files.cts';
import type { Simulator } from '../n8n/simulator.mts';

const require = createRequire(import.meta.url);
const { Client } = require('../../simulator/testing/client.cts') as typeof Clients;
const { ana, ben, docxWith } = require('../../simulator/testing/files.cts') as typeof Files;

export const clientOf = (simulator: Simulator): Clients.Client => new Client(simulator);

/** Sends a document to Ana and Ben, who have some days; returns its reference. */
export const sendLease = async (
	client: Clients.Client,
	name: string,
	days: number,
	more: object = {},
): Promise<string> => {
	const reference = await client.upload(name, docxWith(ana, ben));
	const DueDate = new Date(Date.now() + days * 86_400_000).toISOString();
	const json = { DocumentReferences: [reference], DueDate, ...more };
	await client.json('POST', '/SmartTag/Send', { json });
	return reference;
};
