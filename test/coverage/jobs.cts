/** The jobs of the API, and which operations of the node do them. */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

import type { RunRecord } from './record.cts';
import { twins } from './twins.cts';

interface ApiOperation {
	operationId: string;
	tag: string;
	/** Method and path. */
	route: string;
}

export interface Job extends ApiOperation {
	/** resource:operation of the node, in the order of the alphabet. */
	reachedBy: string[];
}

interface Description {
	paths: Record<string, Record<string, { operationId: string; tags: string[] }>>;
}

/** Every operation of the description, in its order. */
const readOperations = async (file: string): Promise<ApiOperation[]> => {
	const { paths } = parse(await readFile(file, 'utf8')) as Description;
	return Object.entries(paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, { operationId, tags }]) => ({
			operationId,
			tag: tags[0],
			route: `${method.toUpperCase()} ${path}`,
		})),
	);
};

/** @throws Error when the list of twins names what the description does not have */
export const jobsOf = async (description: string, records: RunRecord[]): Promise<Job[]> => {
	const operations = await readOperations(description);
	const known = new Set(operations.map(({ operationId }) => operationId));
	const unknown = twins.flatMap(({ twin, of = twin }) => [twin, of]).find((id) => !known.has(id));
	if (unknown) throw new Error(`twins.cts names ${unknown}, which the description does not have`);

	return operations
		.filter(({ operationId }) => !twins.some(({ twin }) => twin === operationId))
		.map((operation) => {
			const { operationId } = operation;
			const same = twins.filter(({ of }) => of === operationId).map(({ twin }) => twin);
			const doing = records.filter(({ reached }) =>
				[operationId, ...same].some((id) => reached.includes(id)),
			);
			const reachedBy = [...new Set(doing.map((run) => run.operation))].sort();
			return { ...operation, reachedBy };
		});
};

export const summary = (jobs: Job[]): string =>
	`${jobs.filter(({ reachedBy }) => reachedBy.length > 0).length} of ${jobs.length} jobs reached`;

const NOBODY = '—';

/** For the terminal; its last line is the summary. */
export const asText = (jobs: Job[]): string => {
	const width = Math.max(...jobs.map(({ operationId }) => operationId.length));
	const lines = jobs.map(
		({ operationId, reachedBy }) =>
			`${operationId.padEnd(width)}  ${reachedBy.join(', ') || NOBODY}`,
	);
	return ['API operation'.padEnd(width) + '  Reached by', ...lines, '', summary(jobs)].join('\n');
};

const code = (text: string) => `\`${text}\``;
const row = (...cells: string[]) => `| ${cells.join(' | ')} |`;

/** For docs/coverage.md. */
export const asMarkdown = (jobs: Job[]): string => {
	const tags = [...new Set(jobs.map(({ tag }) => tag))];
	const sections = tags.flatMap((tag) => [
		`## ${tag}`,
		'',
		row('Job of the API', 'Route', 'Reached by'),
		row('---', '---', '---'),
		...jobs
			.filter((job) => job.tag === tag)
			.map(({ operationId, route, reachedBy }) =>
				row(code(operationId), code(route), reachedBy.map(code).join(', ') || NOBODY),
			),
		'',
	]);
	return [
		'# Which operation of the node reaches which operation of the API',
		'',
		'Made by `npm run coverage:api -- --write` out of what the engine tests do: a job counts as reached',
		"when an operation of the node (`resource:operation`) calls it in a test and the simulator's answer",
		'is a success.',
		'',
		...sections,
		'## Without a job of their own',
		'',
		row('Operation of the API', 'Same job as', 'Why'),
		row('---', '---', '---'),
		...twins.map(({ twin, of, reason }) => row(code(twin), of ? code(of) : NOBODY, reason)),
		'',
		`${summary(jobs)}.`,
		'',
	].join('\n');
};
