/** The due date that Preview returns, handed to Send: whatever the zone, it is the instant that was approved. */
import { DateTime } from 'luxon';

import { startBench, type Bench } from './node.cts';
import { both, dataFile } from './samples.cts';

let bench: Bench;
beforeAll(async () => (bench = await startBench()));
afterAll(async () => await bench.close());

const file = async () =>
	await bench.file(dataFile('confidentiality-agreement.pdf'), 'confidentiality-agreement.pdf');
const run = async (timezone: string, parameters: object) =>
	await bench.run(
		{ resource: 'smartTag', signers: both, ...parameters },
		{ items: [await file()], timezone },
	);

const midnight = DateTime.utc().plus({ days: 9 }).startOf('day');

test.each(['UTC', 'Etc/UTC', 'Europe/London', 'Pacific/Auckland', 'America/New_York'])(
	'midnight in UTC, written with an offset, in %s',
	async (timezone) => {
		const written = midnight.setZone('UTC+2').toISO();
		const preview = await run(timezone, { operation: 'preview', dueDate: written });
		const { dueDate, seal } = preview.items[0].json;
		expect(Date.parse(String(dueDate))).toBe(+midnight);

		const sent = await run(timezone, {
			operation: 'send',
			dueDate,
			options: { approvedSeal: seal },
		});
		expect(sent.error).toBeUndefined();
		expect(Date.parse(String(sent.items[0].json.dueDate))).toBe(+midnight);
	},
);
