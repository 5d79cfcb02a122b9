/**
 * Reading that reports all errors at once, so that users do not find the next error only by running again.
 */
import { toResult } from './toResult';

type Told = Error & { description?: string | null };
type Readers = Record<string, () => unknown>;
type Values<R extends Readers> = { [Name in keyof R]: Awaited<ReturnType<R[Name]>> };

const MOST_TOLD = 20;

/**
 * Runs all readers, even if one fails; returns their values by name.
 *
 * @throws the first error; its description has the messages of the others
 */
export async function readAll<R extends Readers>(readers: R): Promise<Values<R>> {
	const found = await Promise.all(
		Object.entries(readers).map(
			async ([name, read]) => [name, await toResult((async () => await read())())] as const,
		),
	);
	throwAll(found.flatMap(([, result]) => ('error' in result ? [result.error] : [])));
	return Object.fromEntries(
		found.flatMap(([name, result]) => ('value' in result ? [[name, result.value]] : [])),
	) as Values<R>;
}

/** The same for the entries of a list, such as the rows of signers. */
export function readEach<T, R>(things: T[], read: (thing: T, index: number) => R): R[] {
	const errors: Error[] = [];
	const values = things.flatMap((thing, index) => {
		try {
			return [read(thing, index)];
		} catch (error) {
			errors.push(error as Error);
			return [];
		}
	});
	throwAll(errors);
	return values;
}

/** For an error that was extended here: its original advice, and the messages that were added. */
const told = new WeakMap<Error, { advice?: string | null; others: string[] }>();

function throwAll(errors: Told[]): void {
	const [first, ...others] = errors;
	if (first === undefined) return;
	const own = told.get(first) ?? { advice: first.description, others: [] };
	const messages = new Set([
		...own.others,
		...others.flatMap((error) => [error.message, ...(told.get(error)?.others ?? [])]),
	]);
	messages.delete(first.message);
	told.set(first, { advice: own.advice, others: [...messages] });
	if (messages.size > 0) {
		const shown = [...messages].slice(0, MOST_TOLD).map((message) => `“${message}”`);
		const more = messages.size > MOST_TOLD ? `, and ${messages.size - MOST_TOLD} more` : '';
		first.description = `${own.advice ?? ''} Also wrong here: ${shown.join(', ')}${more}.`.trim();
	}
	throw first;
}
