/** What the client and the tools said to each other, for people to read. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT } from '../n8n/examples.mts';
import type { Call } from './client.mts';

const PAGE = join(PROJECT, 'docs', 'agents.md');
const BEGIN = '<!-- transcript: npm run test:mcp -- --write -->';
const END = '<!-- /transcript -->';

/** Without what differs from run to run; a few digits tell references of the service apart. */
const shortened = (text: string): string =>
	text
		.replace(/\b(\d{4})\d{40,}(\d{4})\b/g, '$1…$2')
		.replace(/http:\/\/127\.0\.0\.1:\d+/g, 'https://www.example.com');

const answerOf = ({ text, isError }: Call): string =>
	isError ? text.replace(/\s*\n+\s*/g, ' ') : text;

export const transcriptOf = (calls: Call[]): string =>
	calls
		.map((call) => `> ${call.tool} ${JSON.stringify(call.args)}\n${answerOf(call)}`)
		.map(shortened)
		.join('\n\n');

/** The first answer of each kind: what a tool says when it is done, and when it is not. */
const oneOfEach = (calls: Call[]): Call[] => {
	const kindOf = ({ tool, isError }: Call): string => `${tool} ${isError}`;
	return calls.filter(
		(call, index) => calls.findIndex((other) => kindOf(other) === kindOf(call)) === index,
	);
};

/** Puts the transcript into the page about agents. */
export const writeTranscript = async (calls: Call[]): Promise<void> => {
	const page = await readFile(PAGE, 'utf8');
	const [before, rest] = page.split(BEGIN);
	const after = rest?.split(END)[1];
	if (after === undefined)
		throw new Error(`docs/agents.md has no place between ${BEGIN} and ${END}`);
	const text = `\n\n\`\`\`text\n${transcriptOf(oneOfEach(calls))}\n\`\`\`\n\n`;
	await writeFile(PAGE, `${before}${BEGIN}${text}${END}${after}`);
};
