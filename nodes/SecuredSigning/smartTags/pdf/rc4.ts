import { WORK, type Meter } from '../meter';

/** How many bytes are processed in one step. */
const PIECE = 32 * 1024;

/** RC4, which OpenSSL no longer offers by default. Encryption and decryption are the same. */
export async function rc4(key: Uint8Array, bytes: Buffer, meter: Meter): Promise<Buffer> {
	const state = Uint8Array.from({ length: 256 }, (_, n) => n);
	for (let n = 0, other = 0; n < 256; n++) {
		other = (other + state[n] + key[n % key.length]) & 0xff;
		[state[n], state[other]] = [state[other], state[n]];
	}
	const result = Buffer.alloc(bytes.length);
	let [one, other] = [0, 0];
	for (let from = 0; from < bytes.length; from += PIECE) {
		const end = Math.min(from + PIECE, bytes.length);
		meter.work((end - from) * WORK.rc4Byte);
		if (meter.isDue) await meter.pause();
		for (let at = from; at < end; at++) {
			one = (one + 1) & 0xff;
			const byte = state[one];
			other = (other + byte) & 0xff;
			state[one] = state[other];
			state[other] = byte;
			result[at] = bytes[at] ^ state[(state[one] + byte) & 0xff];
		}
	}
	return result;
}
