/** What was filed of two documents with its evidence manifest, and 'Verify' of it, or of it with something changed. */
import { createHash } from 'node:crypto';

import type { IBinaryData, IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';

import { binaryData } from '../harness/engine.cts';
import { useBench } from './bench.cts';
import type { Bench } from './node.cts';
import { both, byReference, dataFile, emptyZip, inDays } from './samples.cts';

export interface Content {
	name: string;
	bytes: Buffer;
}
/** By the field of the item. */
export type Files = Record<string, Content>;

interface Compared extends IDataObject {
	state: string;
	field?: string;
}
export interface Verified {
	valid: boolean;
	verdict: string;
	reason: string;
	files: Compared[];
}

export const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

const TYPES: Record<string, string> = {
	pdf: 'application/pdf',
	zip: 'application/zip',
	json: 'application/json',
};

/** A file as a node hands it over that keeps its bytes in the item. */
export const inItem = ({ name, bytes }: Content): IBinaryData => ({
	data: bytes.toString('base64'),
	fileName: name,
	mimeType: TYPES[name.split('.').pop() ?? ''] ?? 'application/octet-stream',
});
export const itemOf = (files: Files): INodeExecutionData => ({
	json: {},
	binary: Object.fromEntries(
		Object.entries(files).map(([field, content]) => [field, inItem(content)]),
	) as IBinaryKeyData,
});

export const states = ({ files }: Verified) =>
	files.map(({ field = '-', state }) => `${field} ${state}`);

/** RFC 8785, written anew for the test: what is changed is told by the seal, and not by how it is written. */
export function canonical(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	const names = Object.keys(value).sort();
	return `{${names.map((name) => `${JSON.stringify(name)}:${canonical((value as IDataObject)[name])}`).join(',')}}`;
}

/** Where mutations of something begin and end, and the middle; of all of it for a text. */
export const CLASSES: Array<[what: string, change: (bytes: Buffer) => Buffer]> = [
	...[0, 0.25, 0.5, 0.75, 1].flatMap((share) =>
		[0x01, 0x20, 0x80, 0xff].map((mask): [string, (bytes: Buffer) => Buffer] => [
			`the byte at ${share} of it, xor ${mask}`,
			(bytes) => {
				const changed = Buffer.from(bytes);
				changed[Math.floor((bytes.length - 1) * share)] ^= mask;
				return changed;
			},
		]),
	),
	['a byte more', (bytes) => Buffer.concat([bytes, Buffer.from([0])])],
	['a line more', (bytes) => Buffer.concat([bytes, Buffer.from('\n')])],
	['a byte in front', (bytes) => Buffer.concat([Buffer.from([0]), bytes])],
	['a byte less', (bytes) => bytes.subarray(0, -1)],
	['the first byte less', (bytes) => bytes.subarray(1)],
	['half of it', (bytes) => bytes.subarray(0, bytes.length / 2)],
	['nothing', () => Buffer.alloc(0)],
	['twice', (bytes) => Buffer.concat([bytes, bytes])],
	['two bytes swapped', swapped],
];

/** The first two neighbours that differ. */
function swapped(bytes: Buffer): Buffer {
	const at = bytes.findIndex((byte, index) => byte !== bytes[index + 1]);
	return Buffer.concat([
		bytes.subarray(0, at),
		Buffer.from([bytes[at + 1], bytes[at]]),
		bytes.subarray(at + 2),
	]);
}

/** The fields of what was filed, but for the manifest. */
export const FIELDS = ['data', 'certificate', 'uploadedFiles'];

/** @param take gets what was filed, and the bench, before the first test */
export function useFiled(take: (own: Verifying) => unknown): void {
	let bench: Bench;
	useBench(async (own) => {
		({ bench } = own);
		take(await startVerifying(bench));
	});
	beforeEach(() => (bench.records = true));
	// Whatever was verified.
	afterEach(() => expect(bench.simulator.requests).toEqual([]));
}

export type Verifying = Awaited<ReturnType<typeof startVerifying>>;

async function startVerifying(bench: Bench) {
	async function filedOf(name: string, isCertified = true): Promise<Files> {
		const { items: sent } = await bench.run(
			{ resource: 'smartTag', operation: 'send', signers: both, dueDate: inDays(9) },
			{ items: [await bench.file(dataFile('confidentiality-agreement.pdf'), name)] },
		);
		const reference = sent[0].json.documentReference as string;
		await bench.simulator.sign(reference, undefined, { Comment: 'Fine' });
		await bench.simulator.sign(reference, undefined, { Comment: 'Fine with me' });
		await bench.simulator.leave(reference, 'uploads', 'passport.zip', emptyZip);
		const held = bench.simulator.documents().find((one) => one.reference === reference)!;
		if (!isCertified) held.certificates.length = 0;
		const { items } = await bench.run({
			resource: 'document',
			operation: 'getFinished',
			document: byReference(reference),
			include: [
				...['certificateFiles', 'certificates', 'fieldValues', 'log'],
				...['manifest', 'signedFile', 'uploadedFiles'],
			],
		});
		const store = await binaryData();
		const entries = Object.entries(items[0].binary ?? {}).map(
			async ([field, file]) =>
				[field, { name: file.fileName ?? '', bytes: await store.getAsBuffer(file) }] as const,
		);
		return Object.fromEntries(await Promise.all(entries));
	}

	const filed = await filedOf('Lease.pdf');
	expect(Object.keys(filed)).toEqual([...FIELDS, 'manifest']);

	const verify = async (
		items: INodeExecutionData[],
		parameters: IDataObject = {},
		credential?: Record<string, string>,
	) =>
		await bench.run(
			{ resource: 'document', operation: 'verify', source: 'manifest', ...parameters },
			{ items, ...(credential && { credential }) },
		);

	/** The verdict on each of these, from one run of the node. */
	async function verified(all: Files[], credential?: Record<string, string>): Promise<Verified[]> {
		bench.records = false;
		const { items, error } = await verify(all.map(itemOf), {}, credential);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(all.length);
		return items.map(({ json }) => json as unknown as Verified);
	}

	const verifiedOne = async (files: Files, credential?: Record<string, string>) =>
		(await verified([files], credential))[0];

	/** The same with another content in a field. */
	const having = (field: string, bytes: Buffer, files = filed): Files => ({
		...files,
		[field]: { ...files[field], bytes },
	});

	return {
		bench,
		/** What was filed of two documents. */
		filed,
		other: await filedOf('Annex.pdf'),
		filedOf,
		verify,
		verified,
		verifiedOne,
		having,
		without: (...fields: string[]): Files =>
			Object.fromEntries(Object.entries(filed).filter(([field]) => !fields.includes(field))),
		withManifest: (written: string | Buffer): Files => having('manifest', Buffer.from(written)),
		manifest: () => JSON.parse(String(filed.manifest.bytes)) as IDataObject,
	};
}
