import { createCipheriv, createDecipheriv, createHash } from 'crypto';

import { LIMITS, Unreadable } from '../limits';
import { WORK, type Meter } from '../meter';
import type { PdfStream } from './file';
import { rc4 } from './rc4';
import {
	isDictionary,
	nameOf,
	PdfString,
	type PdfDictionary,
	type PdfLookup,
	type PdfValue,
} from './values';

/** How the bytes of an object are encrypted; `none` for what is not. */
type Method = 'none' | 'rc4' | 'aes' | 'aes256';

/** The number of an object, and of its generation: its key depends on them. */
type ObjectId = PdfStream['id'];

const BLOCK = 16;
const NO_IV = Buffer.alloc(BLOCK);
/** Fills a password up to 32 bytes. */
const PADDING = Buffer.from(
	'28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A',
	'hex',
);
const VERSIONS = new Set([1, 2, 4, 5]);
const KINDS = new Map<string, Method>([
	['None', 'none'],
	['V2', 'rc4'],
	['AESV2', 'aes'],
	['AESV3', 'aes256'],
]);

/**
 * Decrypts a PDF that opens without a password, and whose encryption only restricts what readers may do (ISO
 * 32000-1, section 7.6; ISO 32000-2, section 7.6.4).
 */
export class Decryption {
	private constructor(
		private readonly meter: Meter,
		private readonly key: Buffer,
		private readonly streams: Method,
		private readonly strings: Method,
	) {}

	/**
	 * @param entries of the Encrypt dictionary
	 * @param id the first of the two file identifiers
	 * @throws Unreadable for a file that needs a password, or is encrypted in another way
	 */
	static async open(
		objects: PdfLookup,
		meter: Meter,
		entries: PdfDictionary,
		id: PdfValue | undefined,
	): Promise<Decryption> {
		meter.work(WORK.block);
		const entry = async (name: string) => await objects.value(entries.get(name));
		const number = async (name: string) => Number(await entry(name));
		const bytes = async (name: string) => bytesOf(await entry(name));
		const version = await number('V');
		const filters = await entry('CF');
		const method = async (name: string): Promise<Method | undefined> => {
			if (version < 4) return 'rc4';
			const filter = nameOf(await entry(name)) || 'Identity';
			if (filter === 'Identity') return 'none';
			const found = isDictionary(filters) ? await objects.value(filters.get(filter)) : undefined;
			return KINDS.get(isDictionary(found) ? nameOf(await objects.value(found.get('CFM'))) : '');
		};
		const [streams, strings] = [await method('StmF'), await method('StrF')];
		const revision = await number('R');
		const [owner, user] = [await bytes('O'), await bytes('U')];
		const size = version === 4 ? BLOCK : version === 1 ? 5 : ((await number('Length')) || 40) / 8;
		const permissions = await number('P');
		const isMetadataOpen = (await entry('EncryptMetadata')) === false;
		const key =
			version === 5
				? newKey(meter, revision, user, await bytes('UE'))
				: await oldKey(meter, revision, {
						...{ owner, user, id: bytesOf(id), permissions, size, isMetadataOpen },
					});
		const isKnown =
			VERSIONS.has(version) && nameOf(await entry('Filter')) === 'Standard' && streams && strings;
		// Maybe only its attachments need a password.
		const isOpen = key !== undefined || (streams === 'none' && strings === 'none');
		if (!isKnown || !isOpen) throw new Unreadable('The PDF is encrypted');
		return new Decryption(meter, key ?? NO_IV, streams, strings);
	}

	/** The bytes of a stream. @throws Unreadable for one that is too long */
	async stream(bytes: Buffer, id: ObjectId): Promise<Buffer> {
		return await this.decrypted(bytes, id, this.streams);
	}

	/** Decrypts all strings in a value, at any depth; changes lists and dictionaries in place. */
	async inValue(value: PdfValue, id: ObjectId): Promise<PdfValue> {
		this.meter.work(WORK.value);
		if (this.meter.isDue) await this.meter.pause();
		if (value instanceof PdfString) {
			const bytes = await this.decrypted(bytesOf(value), id, this.strings);
			return new PdfString(bytes.toString('latin1'));
		}
		if (Array.isArray(value)) {
			for (const [n, entry] of value.entries()) value[n] = await this.inValue(entry, id);
		} else if (isDictionary(value)) {
			for (const [name, entry] of value) value.set(name, await this.inValue(entry, id));
		}
		return value;
	}

	private async decrypted(bytes: Buffer, id: ObjectId, method: Method): Promise<Buffer> {
		if (method === 'none') return bytes;
		if (bytes.length > LIMITS.pdfPartBytes)
			throw new Unreadable('A part of the PDF is longer than this check decrypts');
		const { meter } = this;
		meter.work(WORK.lookup + bytes.length * WORK.byte);
		const key = method === 'aes256' ? this.key : this.keyOf(id, method === 'aes');
		if (method === 'rc4') return await rc4(key, bytes, meter);
		const whole = bytes.subarray(BLOCK, bytes.length & ~(BLOCK - 1));
		if (whole.length === 0) return whole;
		const decipher = createDecipheriv(`aes-${8 * key.length}-cbc`, key, bytes.subarray(0, BLOCK));
		const content = decipher.setAutoPadding(false).update(whole);
		// The last byte says how many padding bytes there are.
		const filled = content[content.length - 1];
		return filled <= BLOCK ? content.subarray(0, content.length - filled) : content;
	}

	private keyOf([number, generation]: ObjectId, isAes: boolean): Buffer {
		const id = Buffer.alloc(5);
		id.writeUIntLE(number & 0xffffff, 0, 3);
		id.writeUIntLE(generation & 0xffff, 3, 2);
		const key = md5(this.key, id, Buffer.from(isAes ? 'sAlT' : ''));
		return key.subarray(0, Math.min(this.key.length + 5, BLOCK));
	}
}

interface OldEntries {
	owner: Buffer;
	user: Buffer;
	id: Buffer;
	permissions: number;
	/** Bytes of the key. */
	size: number;
	/** Whether the metadata is not encrypted. */
	isMetadataOpen: boolean;
}

/** The key for an empty password, if it is the right one (ISO 32000-1, algorithms 2, 4, 5 and 6). */
async function oldKey(
	meter: Meter,
	revision: number,
	{ owner, user, id, permissions, size, isMetadataOpen }: OldEntries,
): Promise<Buffer | undefined> {
	if (!(revision >= 2 && revision <= 4 && size >= 5 && size <= BLOCK)) return undefined;
	const allowed = Buffer.alloc(4);
	allowed.writeInt32LE(permissions | 0);
	const open = Buffer.alloc(revision >= 4 && isMetadataOpen ? 4 : 0, 0xff);
	let key = md5(PADDING, owner.subarray(0, 32), allowed, id, open).subarray(0, size);
	if (revision === 2) return (await rc4(key, PADDING, meter)).equals(user) ? key : undefined;
	for (let n = 0; n < 50; n++) key = md5(key).subarray(0, size);
	let check = md5(PADDING, id);
	for (let n = 0; n < 20; n++)
		check = await rc4(
			key.map((byte) => byte ^ n),
			check,
			meter,
		);
	return check.equals(user.subarray(0, BLOCK)) ? key : undefined;
}

/** The same for AES-256 (ISO 32000-2, algorithms 2.A and 2.B). */
function newKey(meter: Meter, revision: number, user: Buffer, sealed: Buffer): Buffer | undefined {
	if (user.length < 48 || sealed.length < 32) return undefined;
	const hash = revision === 5 ? sha256 : (salt: Buffer) => hardened(salt, meter);
	if (!hash(user.subarray(32, 40)).equals(user.subarray(0, 32))) return undefined;
	const decipher = createDecipheriv('aes-256-cbc', hash(user.subarray(40, 48)), NO_IV);
	return decipher.setAutoPadding(false).update(sealed.subarray(0, 32));
}

function hardened(salt: Buffer, meter: Meter): Buffer {
	let key = sha256(salt);
	for (let round = 0, last = 0; round < 64 || last > round - 32; round++) {
		meter.work(2 * WORK.block);
		const text = Buffer.alloc(64 * key.length, key);
		const cipher = createCipheriv('aes-128-cbc', key.subarray(0, 16), key.subarray(16, 32));
		const sealed = cipher.setAutoPadding(false).update(text);
		const kind = sealed.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
		key = createHash(['sha256', 'sha384', 'sha512'][kind]).update(sealed).digest();
		last = sealed[sealed.length - 1];
	}
	return key.subarray(0, 32);
}

const sha256 = (salt: Buffer): Buffer => createHash('sha256').update(salt).digest();

const md5 = (...parts: Buffer[]): Buffer => createHash('md5').update(Buffer.concat(parts)).digest();

const bytesOf = (value: PdfValue | undefined): Buffer =>
	Buffer.from(value instanceof PdfString ? value.bytes : '', 'latin1');
