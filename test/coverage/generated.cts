/** The files that are made out of what the engine tests show: docs/coverage.md and the schemas. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { format, resolveConfig } from 'prettier';

import { differences, schemaFile, schemaFolder, schemaOf } from './outputSchemas.cts';
import type { OutputSchema } from './outputSchemas.cts';
import type { RunRecord } from './record.cts';

const HOW = 'npm run coverage:api -- --write';

export const generatedFiles = (
	project: string,
	table: string,
	operations: string[],
	records: RunRecord[],
) => {
	const tableFile = join(project, 'docs/coverage.md');
	const outputs = new Map(
		operations.map((operation) => [
			operation,
			records.filter((run) => run.operation === operation).flatMap((run) => run.outputs),
		]),
	);
	const wanted = new Set(operations.map(schemaFile));
	const unshown = [...outputs]
		.filter(([, items]) => items.length === 0)
		.map(([operation]) => `No engine test shows what ${operation} gives out by default`);

	return {
		/** Writes what is not up to date, and removes schemas of operations that are no more. */
		async write(): Promise<string[]> {
			await writeFile(tableFile, table);
			for (const [operation, items] of outputs) {
				if (items.length === 0) continue;
				const file = join(schemaFolder, schemaFile(operation));
				await mkdir(dirname(file), { recursive: true });
				await writeFile(file, await schemaText(file, items));
			}
			for (const name of await present()) {
				if (!wanted.has(name)) await rm(join(schemaFolder, name));
			}
			return unshown;
		},

		/** What is not up to date, in words. */
		async check(): Promise<string[]> {
			const complaints = [...unshown];
			const found = await textOf(tableFile);
			if (found !== table) complaints.push(`docs/coverage.md is not up to date: ${HOW}`);
			for (const [operation, items] of outputs) {
				if (items.length > 0) complaints.push(...(await schemaComplaints(operation, items)));
			}
			for (const name of await present()) {
				if (!wanted.has(name)) complaints.push(`${name} is the schema of no operation: ${HOW}`);
			}
			return complaints;
		},
	};
};

async function schemaComplaints(operation: string, items: unknown[]): Promise<string[]> {
	const file = join(schemaFolder, schemaFile(operation));
	const text = await textOf(file);
	if (text === '') return [`${operation} has no output schema: ${HOW}`];
	const schema = JSON.parse(text) as OutputSchema;
	const different = new Set(items.flatMap((item) => differences(schema, item)));
	if (different.size > 0) {
		return [...different].map((what) => `The output schema of ${operation}: ${what}: ${HOW}`);
	}
	// In which order fields are first shown depends on how the tests are spread over their files.
	return isDeepStrictEqual(schema, JSON.parse(await schemaText(file, items)))
		? []
		: [`The output schema of ${operation} has more than any test shows: ${HOW}`];
}

async function schemaText(file: string, items: unknown[]): Promise<string> {
	const style = await resolveConfig(file);
	return await format(JSON.stringify(schemaOf(items)), { ...style, filepath: file });
}

const textOf = async (file: string) => (existsSync(file) ? await readFile(file, 'utf8') : '');

/** The schemas that are there, as paths below the folder. */
async function present(): Promise<string[]> {
	if (!existsSync(schemaFolder)) return [];
	const entries = await readdir(schemaFolder, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => !entry.isDirectory())
		.map((entry) => relative(schemaFolder, join(entry.parentPath, entry.name)))
		.map((path) => path.replaceAll(sep, '/'));
}
