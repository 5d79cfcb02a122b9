/**
 * Checks what becomes of answers that are not what they should be: one that repeats the key and the
 * signature, and one that names fewer documents than were sent.
 */
import assert from 'node:assert/strict';
import { check } from '../harness/check.mts';
import type { Desk } from '../n8n/desk.mts';
import type { Workflow } from '../n8n/instance.mts';
import { readFiles, securedSigning, sendingFile, start, workflowOf } from '../n8n/nodes.mts';
import type { Stage } from '../n8n/stage.mts';
import type { Part } from './part.mts';

const WORKFLOW = 'odd-answers';

/** Asks for the account, then sends two files as one package. */
const oddWorkflow = ({ credential }: Stage, files: string): Workflow =>
	workflowOf(WORKFLOW, [
		start,
		securedSigning('Account', credential, { resource: 'account', operation: 'get' }),
		readFiles('Read Contracts', `${files}/contracts/*`),
		{
			name: 'As One Item',
			type: 'n8n-nodes-base.aggregate',
			typeVersion: 1,
			parameters: { aggregate: 'aggregateAllItemData', options: { includeBinaries: true } },
		},
		securedSigning('Send', credential, {
			...sendingFile,
			binaryPropertyName: '={{ Object.keys($binary).join() }}',
		}),
	]);

export const oddAnswers = (stage: Stage): Part => ({
	workflows: [oddWorkflow(stage, stage.n8n.home.files.replaceAll('\\', '/'))],
	play: async (desk) => await checkOddAnswers(stage, desk),
});

const checkOddAnswers = async ({ simulator }: Stage, { executions }: Desk): Promise<void> => {
	const { apiKey } = simulator.credential;
	const before = simulator.documents().length;
	const signatures: string[] = [];
	let named = 0;
	simulator.faults.spoil((answer, { operationId, headers }) => {
		if (operationId === 'getAccountInfo') {
			const signature = String(headers['x-custom-signature']);
			signatures.push(signature);
			return { ...(answer as object), FirstName: apiKey, LastName: `signed ${signature}` };
		}
		if (operationId !== 'sendSmartTag2') return answer;
		const { Documents, ...rest } = answer as { Documents: unknown[] };
		named = Documents.length - 1;
		return { ...rest, Documents: Documents.slice(1) };
	});
	const results = await check('answers that are not as they should be, end well', async () => {
		return await executions.run(WORKFLOW);
	});
	simulator.faults.clear();
	if (!results) return;

	await check('a key and a signature that come back are taken out', () => {
		// The send asks the account as well.
		assert.equal(signatures.length, 2);
		const told = JSON.stringify(results);
		assert.equal(results.Account[0].json.email, simulator.account.Email);
		for (const secret of [apiKey, ...signatures]) assert.ok(!told.includes(secret), told);
	});
	await check('a document that the answer leaves out is looked up', () => {
		const sent = simulator.documents().slice(before);
		assert.deepEqual([sent.length, named], [2, 1]);
		for (const { sends } of sent) assert.equal(sends, 1);
		assert.deepEqual(
			results.Send.map(({ json }) => json.documentReference).sort(),
			sent.map(({ reference }) => reference).sort(),
		);
	});
};
