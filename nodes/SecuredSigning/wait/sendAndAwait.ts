import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { RawDocument } from '../api';
import { optionsField } from '../fields/options';
import { sendingAs } from '../fields/sender';
import { awaitedEmbeddedField, embeddedField } from '../fields/sending';
import { signedFileNameField, signedFileNamesField } from '../fields/signedFileName';
import { approvedSealField, isBegun, sendersOf, withReferenceKept } from '../send';
import type { Operation } from '../shared/operation';
import { awaitSignatures, checkAwaiting } from './begin';
import { awaitFields } from './fields';
import { resumeAddress } from './resumeAddress';

/** What differs between the send operations. */
export interface Sending extends Pick<Operation, 'action' | 'description'> {
	fields: INodeProperties[];
	options: INodeProperties[];
	/** Checks one item, before any item of the run is sent. */
	check(context: IExecuteFunctions, itemIndex: number, notifyUrl?: string): Promise<void>;
	/**
	 * Sends the documents of one item; the service calls `notifyUrl` or, without it, the address that the
	 * user entered.
	 */
	send(context: IExecuteFunctions, itemIndex: number, notifyUrl?: string): Promise<RawDocument[]>;
}

/** The operation that sends and waits until everything is signed, built from a send without waiting. */
export const sendAndAwait = ({
	action,
	description,
	fields,
	options,
	check,
	send,
}: Sending): Operation => ({
	name: 'Send and Await Signature',
	value: 'sendAndAwait',
	action,
	description,
	fields: [
		...fields,
		...awaitFields.map((field) => (field === signedFileNameField ? signedFileNamesField : field)),
		optionsField([
			approvedSealField,
			...options.map((field) => (field === embeddedField ? awaitedEmbeddedField : field)),
		]),
	],
	async check(itemIndex) {
		await checkAwaiting(this, itemIndex);
		await check(sendingAs(this, itemIndex), itemIndex, await resumeAddress(this, itemIndex));
	},
	isBegun,
	async execute(itemIndex) {
		await checkAwaiting(this, itemIndex);
		const address = await resumeAddress(this, itemIndex);
		const sent = await send(sendingAs(this, itemIndex), itemIndex, address);
		const documents = await withReferenceKept(this, itemIndex, sent);
		return documents.map((document) => ({ json: document }));
	},
	async conclude(outcomes) {
		return await awaitSignatures.call(this, outcomes, await sendersOf(this, outcomes));
	},
});
