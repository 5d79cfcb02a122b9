// Reads the service's own pages. They need no key: nothing is signed, and nothing but pages is asked for.
import { textOfBody } from '../body.cts';
import { compare, type Difference } from './compare.cts';
import { readDescription } from './description.cts';
import { readIndex, readOperation, type Operation } from './pages.cts';

export interface MetadataOptions {
	/** Base addresses of the service, by environment. */
	hosts: Record<string, string>;
	pace: number;
	timeoutSeconds: number;
	wait(seconds: number): Promise<void>;
	progress?(requests: number, about: string): void;
}

export interface HostResult {
	environment: string;
	/** Why nothing was read of this host. */
	problem?: string;
	operations: string[];
	/** Names whose page could not be read. */
	unread: string[];
	differences: Difference[];
}

const MOST_OPERATIONS = 300;

export async function readMetadata(options: MetadataOptions): Promise<HostResult[]> {
	const described = readDescription();
	const results: HostResult[] = [];
	let requests = 0;
	const page = async (url: string, about: string) => {
		if (requests > 0) await options.wait(options.pace);
		requests += 1;
		options.progress?.(requests, about);
		return await fetchPage(url, options.timeoutSeconds);
	};
	for (const [environment, base] of Object.entries(options.hosts)) {
		const index = await page(`${base}/metadata`, environment);
		const names = index === undefined ? [] : readIndex(index).slice(0, MOST_OPERATIONS);
		const result: HostResult = { environment, operations: names, unread: [], differences: [] };
		results.push(result);
		if (names.length === 0) {
			result.problem =
				index === undefined ? 'there was no page' : 'the page was no index of requests';
			continue;
		}
		const operations: Operation[] = [];
		for (const name of names) {
			const html = await page(
				`${base}/json/metadata?op=${encodeURIComponent(name)}`,
				`${environment}: ${name}`,
			);
			const operation = html === undefined ? undefined : readOperation(name, html);
			if (operation) operations.push(operation);
			else result.unread.push(name);
		}
		result.differences = compare(operations, result.unread, described);
	}
	return results;
}

async function fetchPage(url: string, timeoutSeconds: number): Promise<string | undefined> {
	try {
		const answer = await fetch(url, {
			redirect: 'manual',
			headers: { Accept: 'text/html' },
			signal: AbortSignal.timeout(timeoutSeconds * 1000),
		});
		return answer.status === 200 ? await textOfBody(answer) : undefined;
	} catch {
		return undefined;
	}
}

/** A page that a person can read. */
export function metadataReport(results: HostResult[]): string {
	return [
		'# What Secured Signing says about itself, beside docs/api/openapi.yaml',
		...results.flatMap(({ environment, problem, operations, unread, differences }) => [
			'',
			`## ${environment}`,
			'',
			problem
				? `Not read: ${problem}.`
				: `${operations.length} requests, ${unread.length} pages that could not be read, ${differences.length} differences.`,
			...(unread.length > 0 ? [`Not read: ${unread.join(', ')}.`] : []),
			...differences.map(({ where, what }) => `- ${where} ${what}`),
		]),
		'',
	].join('\n');
}
