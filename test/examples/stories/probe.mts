import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import type { Readings } from '../../../simulator/index.cts';
import type * as ReadingsFiles from '../../../simulator/readingsFile.cts';
import type * as Vocabulary from '../../../probe/redact/vocabulary.cts';
import { activate, importExample, type Imported } from '../imported.mts';
import type { Place } from '../place.mts';
import { refusedNothing, submitForm, until, type Story } from '../story.mts';

const require = createRequire(import.meta.url);
const { readingsOf } = require('../../../simulator/readingsFile.cts') as typeof ReadingsFiles;
const { described } = require('../../../probe/redact/vocabulary.cts') as typeof Vocabulary;

/** Everything that the workflow can tell, twice: as it is likeliest, and otherwise. */
const LIKELY: Partial<Readings> = {
	userId: 'UserId',
	uploadAnswer: 'reference',
	signingKey: 'key',
	signerNames: 'asGiven',
	singleDocument: 'noPackage',
	unopened: 'Signing',
	folder: 'named',
	dates: 'iso',
};
const OTHERWISE: Partial<Readings> = {
	userId: 'UserID',
	uploadAnswer: 'document',
	signingKey: 'url',
	signerNames: 'capitals',
	singleDocument: 'package',
	unopened: 'NotStart',
	folder: 'unnamed',
	dates: 'rfc1123',
};

const ANSWERS = ['Your Own Address', 'Upload', 'Send', 'Status', 'Account', 'Documents', 'Forms'];

/** Texts that may not leave: all but the words of the description. */
function textsIn(value: unknown): string[] {
	if (typeof value === 'string')
		return value.length < 4 || described.words.has(value) ? [] : [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

const newExecution = async ({ executions }: Place, { id }: Imported, seen: string[]) =>
	await until('execution', async () => {
		const all = await executions.list(id);
		return all.find((execution) => !seen.includes(execution.id))?.id;
	});

export const probe: Story = {
	example: 'probe',
	tells: 'the service is asked, and nothing but shapes of its answers comes out',
	async play(place) {
		const simulator = place.simulatorOf(this.example);
		// The editor takes the credential out of nodes of n8n's own when they are pasted; the user chooses it there as well.
		const [{ id, name }] = place.credentialsOf(this.example);
		const workflow = await importExample(place, this.example, ({ nodes }) => {
			for (const node of nodes)
				if (node.parameters.nodeCredentialType)
					node.credentials = { securedSigningApi: { id, name } };
		});
		await activate(place, workflow);
		const seen: string[] = [];
		for (const readings of [LIKELY, OTHERWISE]) {
			Object.assign(simulator.readings, readings);
			await submitForm(place, workflow, ['Canary', 'Quill', 'canary@example.com']);
			const execution = await newExecution(place, workflow, seen);
			seen.push(execution);
			const { results } = await place.executions.until(execution, 'success');

			const [item] = results['readings.json'];
			const text = (await place.executions.file(item)).toString('utf8');
			assert.deepEqual(readingsOf(text), readings);
			const file = JSON.parse(text) as { environment: string; deleted: boolean };
			// The credential signs for the simulator alone, and refuses both addresses of the service.
			for (const node of ['At the Sandbox?', 'At Production?'])
				assert.match(JSON.stringify(results[node][0].json), /can be used only for/);
			assert.deepEqual([file.environment, file.deleted], ['notKnown', true]);
			assert.equal(simulator.documents().length, 0, 'the document was left behind');
			const answered = ANSWERS.flatMap((node) => results[node].map(({ json }) => json));
			const secrets = [...textsIn(answered), ...Object.values(simulator.credential)];
			assert.deepEqual(
				secrets.filter((secret) => text.includes(secret)),
				[],
			);
			refusedNothing(simulator);
		}
	},
};
