/** The polling trigger against a simulator of its own. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SecuredSigningApi } from '../../credentials/SecuredSigningApi.credentials.ts';
import { SecuredSigningTrigger } from '../../nodes/SecuredSigning/SecuredSigningTrigger.node.ts';
import { realTime } from '../harness/clock.cts';
import { Polling } from '../harness/polling.cts';
import { startSimulator, type Simulator } from '../../simulator/index.cts';
import { Client } from '../../simulator/testing/client.cts';
import { ana, ben, docxWith } from '../../simulator/testing/files.cts';
import { dataFile, inDays } from './samples.cts';

/** All that these scenes expect to be told: a new event has scenes of its own, and is not told in these. */
export const ALL = [
	...['completed', 'declined', 'deleted', 'expired', 'gone', 'rejected', 'sent', 'signed'],
];

export interface Scene {
	simulator: Simulator;
	client: Client;
	/** The trigger in a workflow that is not active yet. */
	trigger(parameters?: INodeParameters): Polling;
	/** Sends so many documents to two signers each, or to one. */
	send(count?: number, options?: { name?: string; signers?: 1 | 2 }): Promise<string[]>;
	/** Deletes a document, also out of its package. */
	remove(reference: string): Promise<unknown>;
	/** Gives a document a later due date. */
	extend(reference: string): Promise<unknown>;
	/** The requests that the service got, by their operation. */
	operations(): Array<string | undefined>;
	/** A Word document for two signers. */
	agreement(): Buffer;
}

/** What a trigger told of, in its order. */
export const told = (items: IDataObject[]) => items.map(({ event }) => event);

const type = 'securedSigningTrigger';

/** The trigger in a workflow that is not active yet. */
export const triggerWith = (
	credential: Record<string, string>,
	parameters: INodeParameters = {},
): Polling =>
	new Polling(
		{
			nodeTypes: { [type]: new SecuredSigningTrigger() },
			credentialTypes: { securedSigningApi: new SecuredSigningApi() },
			credentials: { securedSigningApi: credential },
		},
		{
			id: 'trigger',
			name: 'Trigger',
			type,
			typeVersion: 1,
			position: [0, 0],
			parameters: {
				pollTimes: { item: [{ mode: 'everyMinute' }] },
				events: ALL,
				// What is fetched besides is a matter of its own.
				include: [],
				...parameters,
			},
			credentials: { securedSigningApi: { id: '1', name: 'Simulator' } },
		},
	);

export async function startScene(): Promise<Scene> {
	const simulator = await startSimulator();
	const client = new Client(simulator);
	simulator.account.DocumentLeft = 1_000_000;
	return {
		simulator,
		client,
		trigger: (parameters) => triggerWith(simulator.credential, parameters),
		remove: async (reference) =>
			await client.json('POST', `/Document/Delete/${reference}`, {
				json: { RemoveFromPackage: true },
			}),
		extend: async (DocumentReference) =>
			await client.json('POST', '/Document/Extend', {
				json: { DocumentReference, DueDate: inDays(20), GMT: '0' },
			}),
		operations: () => simulator.requests.map(({ operationId }) => operationId),
		agreement: () => dataFile('tenancy-agreement.docx'),
		send: async (count = 1, { name = 'Lease.docx', signers = 2 } = {}) => {
			const known = new Set(simulator.documents().map(({ reference }) => reference));
			const tags = signers === 1 ? [ana] : [ana, ben];
			const original = await client.upload(name, docxWith(...tags));
			const rows = Array.from({ length: count }, (_, i) => `Ana,Lopez,ana${i}@example.com`);
			// One call for any number of documents: they are sent, as a mail merge is, one for each row.
			await client.json('POST', '/SmartTag/MailMerge', {
				json: {
					DocumentReference: original,
					MailMergeListFileType: 'csv',
					MailMergeListFileData: Buffer.from(
						['FirstName,LastName,Email', ...rows].join('\n'),
					).toString('base64'),
					DueDate: inDays(9),
				},
			});
			return simulator
				.documents()
				.filter(({ reference, state }) => !known.has(reference) && state === 'InProgress')
				.map(({ reference }) => reference);
		},
	};
}

/** @param take gets a scene of its own before each test of the file */
export function useScene(take: (scene: Scene) => unknown): void {
	let scene: Scene;
	beforeEach(async () => {
		scene = await startScene();
		take(scene);
	});
	afterEach(async () => {
		realTime();
		await scene.simulator.close();
		expect(scene.simulator.problems).toEqual([]);
	});
}
