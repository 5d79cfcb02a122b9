import { isRecord, plainWords, text } from '../../shared/values';

const COUNT = /^(\d+)of(\d+)signed$/;

/**
 * The numbers in a status such as "1 of 2 Signed"; undefined for any other status. Source: docs/api/API.md
 * section 6
 */
export function countIn(status: unknown): { signed: number; all: number } | undefined {
	const [signed, all] = COUNT.exec(plainWords(status))?.slice(1).map(Number) ?? [];
	return all === undefined ? undefined : { signed, all };
}

/**
 * How many signers an answer lists: the same reference twice counts once, an entry that cannot be read
 * counts, too.
 */
export function peopleIn(signers: unknown): number {
	const entries: unknown[] = Array.isArray(signers) ? signers : [];
	const keys = entries.map((one, place) => (isRecord(one) && text(one.SignerReference)) || place);
	return new Set(keys).size;
}
