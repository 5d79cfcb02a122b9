/**
 * Documents that somebody else sends with the account, by a client that is not the product.
 */
import { createRequire } from 'node:module';
import type * as Clients from '../../simulator/testing/client.cts';
import type * as Files from '../../simulator/testing/files.cts';
import type { Simulator } from './simulator.mts';

const require = createRequire(import.meta.url);
const { Client } = require('../../simulator/testing/client.cts') as typeof Clients;
const { ana, ben, docxWith } = require('../../simulator/testing/files.cts') as typeof Files;

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/** Sends a lease to two signers, which is due in a week; returns its reference. */
export const sendLease = async (
	simulator: Simulator,
	more: { NotifyUrl?: string } = {},
): Promise<string> => {
	const client = new Client(simulator);
	const reference = await client.upload('Lease.docx', docxWith(ana, ben));
	const DueDate = new Date(Date.now() + WEEK_MS).toISOString();
	const json = { DocumentReferences: [reference], DueDate, ...more };
	await client.json('POST', '/SmartTag/Send', { json });
	// Its call tells the state in which it finds the document.
	await simulator.settle();
	return reference;
};
