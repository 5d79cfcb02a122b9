/** What a model is told of the tools before it calls one. */
import assert from 'node:assert/strict';
import { check } from '../harness/check.mts';
import type { ToolUser } from './client.mts';
import { allJobs, JOBS, sentenceOf, toolOf } from './workflow.mts';

/** The longest name that the common models take. */
const LONGEST_NAME = 64;

interface Argument {
	description?: string;
}

export const checkTools = async ({ tools }: ToolUser): Promise<void> => {
	await check('it sees each tool under the name that the editor gives', () => {
		assert.deepEqual(tools.map(({ name }) => name).sort(), JOBS.map(toolOf).sort());
	});
	await check('each description is the sentence of the operation', () => {
		const sentences = JOBS.map(sentenceOf);
		assert.deepEqual(tools.map(({ description }) => description).sort(), sentences.sort());
		for (const sentence of sentences) assert.match(sentence, /^[A-Z][a-z]+ .* in Secured Signing$/);
	});
	await check('it is told what each argument is', () => {
		for (const { name, inputSchema } of tools) {
			for (const [key, argument] of Object.entries(inputSchema.properties ?? {})) {
				assert.ok((argument as Argument).description, `${name}: ${key}`);
			}
		}
	});
	await check('every operation of the node has a tool name of its own', () => {
		const sentences = allJobs().map(sentenceOf);
		// n8n 2 cuts longer ones off, n8n 1 does not, and models then refuse them.
		const long = sentences.filter((sentence) => sentence.length > LONGEST_NAME);
		assert.deepEqual(long, []);
		assert.equal(new Set(sentences).size, sentences.length);
		assert.ok(sentences.length > JOBS.length);
	});
};
