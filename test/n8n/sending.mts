/**
 * Documents that somebody else sends with the account, by a client that is not the product.
 */
import { createRequire } from 'node:module';
import type * as Clients from '../../simulator/testing/client.cts';
import type * as Files from '../../simulator/testing/files.cts';
import type { Simulator } from './simulator.mts';

const require = createRequire(import.meta.url);
const { Client } = require('../../simulator/testing/client.cts') as typeof Clients;
const { ana, ben, docxWith, tagFor } = require('../../simulator/testing/files.cts') as typeof Files;

const DAY_MS = 24 * 60 * 60 * 1000;

export { tagFor };

export const clientOf = (simulator: Simulator): Clients.Client => new Client(simulator);

/** Sends a document to two signers, or to those of other Smart Tags, who have some days; returns its reference. */
export const sendLease = async (
	simulator: Simulator,
	/** More fields of the request. */
	more: object = {},
	{ name = 'Lease.docx', days = 7, clientReference = '', tags = [ana, ben] } = {},
): Promise<string> => {
	const client = clientOf(simulator);
	const path = ['/Document/Uploader', clientReference].filter(Boolean).join('/');
	const reference = await client.upload(name, docxWith(...tags), path);
	const DueDate = new Date(Date.now() + days * DAY_MS).toISOString();
	const json = { DocumentReferences: [reference], DueDate, ...more };
	await client.json('POST', '/SmartTag/Send', { json });
	// Its call tells the state in which it finds the document.
	await simulator.settle();
	return reference;
};
