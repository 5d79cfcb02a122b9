import type { Schemas } from './api.cts';
import { inDays } from './testing/arrange.cts';
import { withSimulator } from './testing/client.cts';
import { ana, ben, docxWith } from './testing/files.cts';

const DAY = 24 * 60 * 60 * 1000;

const running = withSimulator();
const status = (reference: string) =>
	running.client.json<Schemas['Document']>('GET', `/Document/Status/${reference}`);

async function send(DueDate: string) {
	const reference = await running.client.upload('Lease.docx', docxWith(ana, ben));
	const json = { DocumentReferences: [reference], DueDate };
	await running.client.json('POST', '/SmartTag/Send', { json });
	return reference;
}

it('fourteen days pass in no time, and what was due by then has expired', async () => {
	const { simulator } = running;
	const reference = await send(inDays(14));
	simulator.passDays(13);
	expect((await status(reference)).Status).toBe('Signing');
	simulator.passDays(2);
	// Without anybody asking first.
	expect(simulator.documents()).toMatchObject([{ state: 'Expired' }]);
	expect((await status(reference)).Status).toBe('Expired');
	expect(simulator.clock.daysAhead).toBe(15);
});

it("every date of a document is one of the simulator's calendar", async () => {
	const { client, simulator } = running;
	simulator.passDays(10);
	const reference = await send(inDays(20));
	await simulator.sign(reference);
	await simulator.sign(reference);
	const { LastSignedDate } = await status(reference);
	const log = await client.json<Schemas['DocumentLog'][]>('GET', `/Document/Log/${reference}`);
	const [{ SigningDate }] = await client.json<Schemas['SigningCompletionCertificateResponse'][]>(
		'GET',
		`/Document/SigningCompletionCertificate/${reference}`,
	);
	const dates = [LastSignedDate, SigningDate, ...log.map(({ Date }) => Date)];
	const calls = simulator.requests.map(({ at }) => at.toISOString());
	for (const date of [...dates, ...calls]) {
		const days = (new Date(String(date)).getTime() - Date.now()) / DAY;
		expect(Math.round(days)).toBe(10);
	}
});

it('a send that is late in its calendar only is refused, and says so', async () => {
	const { client, simulator } = running;
	simulator.passDays(14);
	const reference = await client.upload('Lease.docx', docxWith(ana, ben));
	const json = { DocumentReferences: [reference], DueDate: inDays(7) };
	expect(await client.refusal('POST', '/SmartTag/Send', { json })).toMatchObject({
		status: 400,
		message: expect.stringContaining("the simulator's date is 14 days ahead"),
	});
	simulator.clock.reset();
	expect((await client.fetch('POST', '/SmartTag/Send', { json })).status).toBe(200);
});

it('removes what was signed seven days ago, where it does not keep it', async () => {
	const { client, simulator } = running;
	simulator.readings.retention = 'sevenDays';
	const reference = await send(inDays(14));
	await simulator.sign(reference);
	await simulator.sign(reference);
	simulator.passDays(6);
	expect((await status(reference)).Status).toBe('Complete');
	simulator.passDays(2);
	expect((await client.fetch('GET', `/Document/Status/${reference}`)).status).toBe(404);
});

it.each([0, -1, Number.NaN, Infinity])('goes no %d days ahead', (days) => {
	expect(() => running.simulator.passDays(days)).toThrow('Not a number of days');
	expect(running.simulator.clock.daysAhead).toBe(0);
});
