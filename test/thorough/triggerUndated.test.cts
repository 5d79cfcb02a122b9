/**
 * A list that leaves out, for one look, when its documents were signed. docs/api/API.md section 3: properties
 * without a value are usually left out, and .NET writes none as the first day of the year 1. docs/waiting-in-detail.md:
 * “exactly once”, and what happened before the first activation “is never reported”.
 */
import { passTime } from '../harness/clock.cts';
import { useScene, type Scene } from '../engine/watch.cts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let scene: Scene;
useScene((own) => (scene = own));

/** A contract that is sent and signed now. */
async function signed(): Promise<string> {
	const [reference] = await scene.send(1, { signers: 1 });
	await scene.simulator.sign(reference);
	return reference;
}

const undated = (LastSignedDate: string | null | undefined) =>
	scene.simulator.faults.spoil((answer, { operationId }) =>
		operationId === 'getActiveDocuments'
			? (answer as object[]).map((document) => ({ ...document, LastSignedDate }))
			: answer,
	);

const DATES: Array<string | null | undefined> = [
	undefined,
	null,
	'0001-01-01T00:00:00',
	'/Date(-62135596800000)/',
	// Where clocks begin that count seconds.
	'1970-01-01T00:00:00Z',
	'/Date(0)/',
	'1901-01-01',
	'9999-12-31',
	'2099-01-01',
	'never',
];

test.each(DATES)(
	'the date %s in one list: nothing is told again, and what is new once',
	async (date) => {
		await signed();
		await signed();
		passTime(DAY);
		const trigger = scene.trigger({ events: ['completed'] });
		await trigger.activate();
		const told = () => trigger.items().map(({ documentReference }) => documentReference);
		const first = await signed();
		await trigger.poll();
		passTime(10 * DAY);
		const second = await signed();
		await trigger.poll();
		expect(told()).toEqual([first, second]);

		const third = await signed();
		undated(date);
		for (let look = 0; look < 2; look++) {
			passTime(MINUTE);
			await trigger.poll();
		}
		expect(told()).toEqual([first, second, third]);
		scene.simulator.faults.clear();
		const fourth = await signed();
		for (let look = 0; look < 3; look++) {
			passTime(DAY);
			await trigger.poll();
		}
		expect(told()).toEqual([first, second, third, fourth]);
		expect(trigger.errors).toEqual([]);
	},
);

/** Undated in lists and statuses alike, for one look; the log is as the status has it. */
const undatedEverywhere = (LastSignedDate: string | undefined, log: unknown) =>
	scene.simulator.faults.spoil((answer, { operationId }) => {
		const spoilt = (document: object) => ({ ...document, LastSignedDate });
		if (operationId === 'getActiveDocuments') return (answer as object[]).map(spoilt);
		if (operationId !== 'getDocumentStatus') return answer;
		const { Logs } = answer as { Logs?: object[] };
		if (log === 'as it is') return spoilt(answer as object);
		return { ...spoilt(answer as object), Logs: log === 'undated' ? Logs?.map(undated) : log };
		function undated(entry: object) {
			return { ...entry, Date: LastSignedDate };
		}
	});

// docs/waiting-in-detail.md: “Where “exactly once” ends” and “First start”.
describe.each([undefined, '0001-01-01T00:00:00', '2099-01-01'])(
	'the date %s in list and status',
	(date) => {
		describe.each(['as it is', 'undated', undefined])('the log is %s', (log) => {
			test.each([false, true])(
				'n8n is restarted: %j. Nothing twice, nothing lost',
				async (isRestarted) => {
					await signed();
					passTime(DAY);
					await signed();
					passTime(DAY);
					const trigger = scene.trigger({ events: ['completed'] });
					await trigger.activate();
					const told = () => trigger.items().map(({ documentReference }) => documentReference);
					const first = await signed();
					await trigger.poll();
					passTime(10 * DAY);
					const second = await signed();
					await trigger.poll();
					const third = await signed();
					undatedEverywhere(date, log);
					if (isRestarted) await trigger.activate();
					for (let look = 0; look < 2; look++) {
						passTime(MINUTE);
						await trigger.poll();
					}
					expect(told()).toEqual([first, second, third]);
					scene.simulator.faults.clear();
					const fourth = await signed();
					await trigger.activate();
					for (let look = 0; look < 3; look++) {
						passTime(DAY);
						await trigger.poll();
					}
					expect(told()).toEqual([first, second, third, fourth]);
					expect(trigger.errors).toEqual([]);
				},
			);
		});
	},
);

test('the first list of all has none of it, the next one has it, undated: what the log has before is not told', async () => {
	const old = await signed();
	passTime(DAY);
	scene.simulator.faults.spoil((answer, { operationId }) =>
		operationId === 'getActiveDocuments' ? [] : answer,
	);
	const trigger = scene.trigger({ events: ['completed'] });
	await trigger.activate();
	undatedEverywhere(undefined, 'as it is');
	const fresh = await signed();
	for (let look = 0; look < 2; look++) {
		passTime(MINUTE);
		await trigger.poll();
	}
	const told = trigger.items().map(({ documentReference }) => documentReference);
	expect(told).toEqual([fresh]);
	expect(told).not.toContain(old);
});

// docs/waiting-in-detail.md: “First start”: what happened before is never reported, also if it was in doubt then
// whether the document is completed.
test.each([undefined, '2099-01-01'])(
	'in doubt and dated %s at the activation: not told',
	async (date) => {
		await signed();
		passTime(3 * DAY);
		const spoil = (more: object) =>
			scene.simulator.faults.spoil((answer, { operationId }) => {
				const spoilt = (document: object) => {
					const [signer] = (document as { Signers: object[] }).Signers;
					const open = { ...signer, HasSigned: false, SignedStatus: 'Pending' };
					return { ...document, Signers: [signer, open], ...more };
				};
				if (operationId === 'getActiveDocuments') return (answer as object[]).map(spoilt);
				return operationId === 'getDocumentStatus' ? spoilt(answer as object) : answer;
			});
		spoil({ LastSignedDate: date });
		const trigger = scene.trigger({ events: ['completed'] });
		await trigger.activate();
		spoil({});
		for (let look = 0; look < 3; look++) {
			passTime(10 * MINUTE);
			await trigger.poll();
		}
		expect(trigger.items()).toEqual([]);
	},
);

test('lists never have dates, and the history is asked for: all of it is told, once', async () => {
	const all: string[] = [];
	for (let day = 0; day < 3; day++) {
		for (let count = 0; count < 30; count++) all.push(await signed());
		passTime(3 * DAY);
	}
	undated(undefined);
	const trigger = scene.trigger({
		...{ events: ['completed'], include: ['signedFile'] },
		...{ options: { includeHistory: true } },
	});
	await trigger.activate();
	for (let look = 0; look < 4; look++) {
		passTime(MINUTE);
		await trigger.poll();
	}
	const told = trigger.items().map(({ documentReference }) => String(documentReference));
	expect(told.sort()).toEqual(all.sort());
});
