import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { likelyReadings } from './readings.cts';
import { readingsOf } from './readingsFile.cts';
import { withSimulator } from './testing/client.cts';
import { ana, docxWith } from './testing/files.cts';

const running = withSimulator();

async function control<T = unknown>(method: string, path: string, body?: object) {
	const response = await fetch(`${running.simulator.origin}/_simulator${path}`, {
		method,
		headers: { 'content-type': 'application/json' },
		body: body && JSON.stringify(body),
	});
	return { status: response.status, body: (await response.json()) as T };
}

it('sets faults and readings from another process', async () => {
	const { client } = running;
	await control('POST', '/faults', { kind: 'gateway', operation: 'getAccountInfo' });
	await control('POST', '/readings', { userId: 'UserID' });
	await control('POST', '/account', { DocumentLeft: 3 });
	expect((await client.fetch('GET', '/Account/Info')).status).toBe(502);
	expect(await client.json('GET', '/Account/Info')).toMatchObject({
		UserID: '1001',
		DocumentLeft: 3,
	});
	await control('POST', '/faults', { kind: 'gateway' });
	await control('DELETE', '/faults');
	expect((await client.fetch('GET', '/Account/Info')).status).toBe(200);
	const { body } = await control<object[]>('GET', '/requests');
	expect(body).toMatchObject([{ fault: 'gateway', status: 502 }, { status: 200 }, { status: 200 }]);
});

it('refuses what it does not know', async () => {
	expect((await control('POST', '/faults', { kind: 'flood' })).status).toBe(400);
	expect((await control('POST', '/readings', { colour: 'red' })).status).toBe(400);
	expect((await control('POST', '/sign', { reference: 'none' })).status).toBe(400);
});

it('signs, declines and expires', async () => {
	const { client } = running;
	const DueDate = new Date(Date.now() + 86_400_000).toISOString();
	for (const action of ['/sign', '/decline', '/expire']) {
		const reference = await client.upload('Lease.docx', docxWith(ana));
		const json = { DocumentReferences: [reference], DueDate };
		await client.json('POST', '/SmartTag/Send', { json });
		expect((await control('POST', action, { reference })).status).toBe(200);
	}
	await control('POST', '/settle');
	const { body } = await control<{ status: string }[]>('GET', '/documents');
	expect(body.map(({ status }) => status)).toEqual(['Complete', 'Declined', 'Expired']);

	const messages = await control<object[]>('GET', '/messages');
	const invitation = { kind: 'invitation', to: { email: 'ana@example.com' } };
	expect(messages.body).toMatchObject([
		{ ...invitation, signingPage: expect.stringMatching(/^http:.+\/sign\/./) },
		{ kind: 'completion', subject: 'Signed by everybody: Lease.docx' },
		invitation,
		invitation,
	]);
});

it('lets days pass, and goes back to the date of the machine', async () => {
	type Clock = { now: string; daysAhead: number };
	const later = await control<Clock>('POST', '/clock', { days: 14 });
	expect(later.body.daysAhead).toBe(14);
	expect(new Date(later.body.now).getTime()).toBeGreaterThan(Date.now() + 13 * 86_400_000);
	expect((await control('POST', '/clock', { days: 'many' })).status).toBe(400);
	expect((await control<Clock>('GET', '/clock')).body.daysAhead).toBe(14);
	expect((await control<Clock>('DELETE', '/clock')).body.daysAhead).toBe(0);
});

// As `npm run probe` writes it.
const found = {
	format: 1,
	readings: {
		dates: { value: 'culture' },
		folder: { neither: { Folder: 'text of 11: A-Z, a-z, space' } },
		callback: { notSettled: 'it takes --notify-url' },
	},
};

it('takes from a file of the probe what was settled, and refuses what it cannot play', () => {
	const read = (readings: unknown) => readingsOf(JSON.stringify({ readings }));
	expect(readingsOf(JSON.stringify(found))).toEqual({ dates: 'culture' });
	expect(() => read({ colour: { value: 'red' } })).toThrow('colour red');
	expect(() => read({ dates: { value: 'roman' } })).toThrow('dates roman');
	for (const readings of [undefined, null, [], { dates: null }, { dates: 'iso' }])
		expect(() => read(readings)).toThrow('npm run probe');
	for (const text of ['null', '{', '']) expect(() => readingsOf(text)).toThrow('npm run probe');
	expect(() => read({ constructor: { value: 'x' } })).toThrow('constructor x');
	expect(() => readingsOf(JSON.stringify({ ...found, format: 7 }))).toThrow('format');
	expect(readingsOf(`\uFEFF${JSON.stringify(found)}`)).toEqual({ dates: 'culture' });
});

it('starts with one command, tells its address and ends when it is asked to', async () => {
	// Not through npx, which would not pass the signal on.
	const folder = mkdtempSync(join(tmpdir(), 'readings-'));
	const file = join(folder, 'readings.json');
	writeFileSync(file, JSON.stringify(found));
	const flags = ['--json', '--host', '0.0.0.0', '--port', '0', '--readings', file];
	const command = [require.resolve('tsx/cli'), join(__dirname, 'cli.cts'), ...flags];
	const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'ignore'] });
	const [line] = (await once(child.stdout, 'data')) as [Buffer];
	const { origin, credential } = JSON.parse(String(line)) as {
		origin: string;
		credential: { baseUrl: string };
	};
	expect(credential.baseUrl).toBe(`${origin}/web/v1.4`);
	// Found at home as well, when it listens for others.
	expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
	expect((await fetch(`${origin}/_simulator/documents`)).status).toBe(200);
	const readings = (await fetch(`${origin}/_simulator/readings`)).json();
	expect(await readings).toEqual({ ...likelyReadings, dates: 'culture' });
	rmSync(folder, { recursive: true });
	child.kill('SIGTERM');
	await once(child, 'exit');
	await expect(fetch(origin)).rejects.toThrow();
});
