/** Documents with manifests of their evidence, and what these say. */
import { createHash } from 'node:crypto';

import type { IBinaryData, IBinaryKeyData, IDataObject } from 'n8n-workflow';

import { binaryData } from '../harness/engine.cts';
import type { Simulator } from '../../simulator/index.cts';
import { Client } from '../../simulator/testing/client.cts';
import { startBench, type Bench } from './node.cts';
import { both, byReference, dataFile, emptyZip, inDays } from './samples.cts';

/** All parts of 'Include'. */
export const EVERYTHING = [
	'certificateFiles',
	'certificates',
	'fieldValues',
	'log',
	'manifest',
	'signedFile',
	'uploadedFiles',
];

export const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

export const contentOf = async (file: IBinaryData) => await (await binaryData()).getAsBuffer(file);

/** @param take gets a bench of the file's own before each test */
export function useManifests(take: (own: { bench: Bench }) => unknown) {
	let bench: Bench;
	beforeAll(async () => {
		bench = await startBench();
	});
	afterAll(async () => await bench.close());
	beforeEach(() => {
		bench.simulator.requests.length = 0;
		bench.simulator.faults.clear();
		take({ bench });
	});

	/** Sends a document that both sign, with an upload; returns its reference. */
	async function signed(name = 'Lease.pdf'): Promise<string> {
		const { items } = await bench.run(
			{ resource: 'smartTag', operation: 'send', signers: both, dueDate: inDays(9) },
			{ items: [await bench.file(dataFile('confidentiality-agreement.pdf'), name)] },
		);
		const reference = items[0].json.documentReference as string;
		await bench.simulator.sign(reference, undefined, { Comment: 'Fine' });
		await bench.simulator.sign(reference, undefined, { Comment: 'Fine with me' });
		await bench.simulator.leave(reference, 'uploads', 'passport.zip', emptyZip);
		bench.simulator.requests.length = 0;
		return reference;
	}

	const finished = async (reference: string, parameters: IDataObject = {}) =>
		await bench.run({
			resource: 'document',
			operation: 'getFinished',
			document: byReference(reference),
			include: EVERYTHING,
			...parameters,
		});

	return { signed, finished };
}

export async function manifestIn(
	binary?: IBinaryKeyData,
	field = 'manifest',
): Promise<IDataObject> {
	expect(binary?.[field]).toMatchObject({ mimeType: 'application/json' });
	return JSON.parse(String(await contentOf(binary![field]))) as IDataObject;
}

/** The service's own bytes of a signed document, as an independent client gets them. */
export const signedBytes = async (simulator: Simulator, reference: string) =>
	Buffer.from(
		await (
			await new Client(simulator).fetch('GET', `/Download/GetDocumentData/${reference}`)
		).arrayBuffer(),
	);

/** What every manifest has to say of a document of which the signed file was asked for. */
export async function expectManifest(
	simulator: Simulator,
	reference: string,
	binary: IBinaryKeyData | undefined,
	field = 'manifest',
): Promise<void> {
	const manifest = await manifestIn(binary, field);
	const content = await signedBytes(simulator, reference);
	expect(manifest).toMatchObject({
		document: { reference, status: 'completed' },
		included: ['manifest', 'signedFile'],
		files: [{ part: 'signedFile', size: content.length, sha256: sha256(content) }],
	});
}

export const include = ['manifest', 'signedFile'];
