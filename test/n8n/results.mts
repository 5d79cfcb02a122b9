/**
 * What the nodes of an execution put out, as n8n keeps it.
 */

/** A file of an item: in memory as base64, or under the id that n8n's store of files gave it. */
export interface StoredFile {
	data: string;
	id?: string;
	mimeType: string;
	fileName?: string;
}

export interface Item {
	json: Record<string, unknown>;
	binary?: Record<string, StoredFile>;
}

/** The output items of every node that ran, by the node's name. */
export type Results = Record<string, Item[]>;

/** Every run of every node, with the items of each of its outputs. */
export type RunData = Record<
	string,
	Array<{
		data?: { main?: Array<Item[] | null> };
		/** Milliseconds since 1970. */
		startTime: number;
		/** Milliseconds. */
		executionTime: number;
	}>
>;

export const resultsOf = (runData: RunData): Results =>
	Object.fromEntries(
		Object.entries(runData).map(([name, runs]) => [
			name,
			runs.flatMap(({ data }) => data?.main?.flatMap((items) => items ?? []) ?? []),
		]),
	);
