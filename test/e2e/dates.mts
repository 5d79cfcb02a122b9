/**
 * Checks which moment a due date is, in a workflow of another time zone than that of n8n: a day as n8n's
 * calendar stores it lasts until its end there, and a text that only begins like ISO 8601 is refused.
 */
import assert from 'node:assert/strict';
import { DateTime } from 'luxon';
import { check } from '../harness/check.mts';
import type { Desk } from '../n8n/desk.mts';
import type { Workflow } from '../n8n/instance.mts';
import { readFiles, securedSigning, sendingFile, start, workflowOf } from '../n8n/nodes.mts';
import type { Stage } from '../n8n/stage.mts';
import type { Part } from './part.mts';

const WORKFLOW = 'due-dates';
const ZONE = 'Pacific/Auckland';
const DAY = DateTime.now().setZone(ZONE).plus({ days: 20 });

const dueDates = ({ credential }: Stage, files: string): Workflow =>
	workflowOf(
		WORKFLOW,
		[
			start,
			{
				...securedSigning('Refused', credential, {
					resource: 'document',
					operation: 'extend',
					document: { __rl: true, mode: 'id', value: '1'.repeat(48) },
					dueDate: `${DAY.toISODate()} 5:00 PM`,
				}),
				onError: 'continueRegularOutput',
			},
			readFiles('Read Contracts', `${files}/contracts/*`),
			securedSigning('Send', credential, {
				...sendingFile,
				dueDate: `${DAY.toISODate()}T00:00:00`,
			}),
		],
		{ timezone: ZONE },
	);

export const dates = (stage: Stage): Part => ({
	workflows: [dueDates(stage, stage.n8n.home.files.replaceAll('\\', '/'))],
	play: async (desk) => await checkDates(stage, desk),
});

const checkDates = async ({ simulator }: Stage, { executions }: Desk): Promise<void> => {
	const [before, asked] = [simulator.documents().length, simulator.requests.length];
	const results = await check('a workflow of another time zone sends', async () => {
		return await executions.run(WORKFLOW);
	});
	if (!results) return;

	await check('a day of the calendar lasts until its end in that zone', () => {
		const sent = simulator.documents().slice(before);
		assert.ok(sent.length > 0);
		for (const { dueDate } of sent) {
			const due = DateTime.fromJSDate(dueDate!, { zone: ZONE });
			assert.equal(due.toISO()?.slice(0, 19), DAY.endOf('day').toISO()?.slice(0, 19));
		}
	});
	await check('a text that only begins like a date is refused, and nothing is asked', () => {
		assert.match(JSON.stringify(results.Refused[0].json), /'Due Date' is not a date/);
		const operations = simulator.requests.slice(asked).map(({ operationId }) => operationId);
		assert.ok(!operations.some((operation) => /extend/i.test(operation ?? '')));
	});
};
