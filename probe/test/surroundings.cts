// Locks, Ctrl-C, the budget, what a run may do at all, and what it writes.
import { isKnownWord } from '../redact/vocabulary.cts';
import type { Fault } from '../simulator.cts';
import { playCommand } from './command.cts';
import { edited } from './bend.cts';
import { falseFindings, leaks, judge, tracesLeft } from './judge.cts';
import { play, type Played } from './play.cts';

/** Requests at which a run of all stages reads, uploads, sends, signs and removes. */
const MOMENTS = [3, 30, 45, 60, 75, 90, 105, 120];

export async function playSurroundings(isShort: boolean) {
	const whole = await play({});
	await playEnds(whole, isShort ? MOMENTS.slice(2, 4) : MOMENTS);
	await playRights();
	await playMistyped();
	await playOthers();
	await playDays();
	await playSecrets();
	await playCommand();
}

async function playEnds(whole: Played, moments: number[]) {
	for (const moment of moments) {
		let interrupt = () => {};
		const played = await play({
			options: { onStart: (given) => (interrupt = given) },
			prepare: (simulator) =>
				simulator.faults.choose(({ callId }) => void (callId === moment && interrupt())),
		});
		await judge(`Ctrl-C at request ${moment}`, [
			...(played.result.stopped ? [] : ['the run was not stopped']),
			...falseFindings(played, whole),
			...tracesLeft(played),
		]);

		const locked = await playFrom(moment, { kind: 'gateway', status: 403 });
		const later = locked.simulator.requests.length - moment;
		await judge(`locked from request ${moment} on`, [
			...(locked.result.stopped ? [] : ['the run was not stopped']),
			...falseFindings(locked, whole),
			// One may be gone whose removal could not be seen any more.
			...([0, 1].includes(locked.result.left.length - locked.leftBehind)
				? []
				: ['what is left was not said']),
			...(later <= 4 ? [] : [`${later} requests went out after the lock`]),
			...leaks(locked),
		]);

		const refused = await playFrom(moment, { kind: 'unauthorized' });
		await judge(`refused from request ${moment} on`, [
			...(refused.result.stopped ? [] : ['the run was not stopped']),
			...falseFindings(refused, whole),
			...leaks(refused),
		]);

		const late = await playFrom(moment, { kind: 'delay', seconds: 60 }, 1);
		await judge(`no answer to request ${moment} in time`, [
			...falseFindings(late, whole),
			...tracesLeft(late),
		]);
	}
	const short = await play({ options: { budget: 60 } });
	await judge('a budget of 60', [
		...(short.result.stopped ? [] : ['the run was not stopped']),
		...(short.result.requests <= 60 ? [] : [`${short.result.requests} requests went out`]),
		...falseFindings(short, whole),
		...tracesLeft(short),
	]);
}

const playFrom = (moment: number, fault: Fault, times = Number.POSITIVE_INFINITY) =>
	play({
		...(fault.kind === 'delay' && { options: { timeoutSeconds: 5 } }),
		prepare: (simulator) =>
			simulator.faults.choose(({ callId }) =>
				callId >= moment && callId < moment + times ? fault : undefined,
			),
	});

async function playRights() {
	const wrongKey = await play({ prepare: (simulator) => void (simulator.account.oauth2 = true) });
	await judge('a key that is not accepted', [
		...(wrongKey.result.stopped ? [] : ['the run was not stopped']),
		...(wrongKey.result.requests === 2 ? [] : [`${wrongKey.result.requests} requests went out`]),
	]);
	const reads = await play({ options: { allowWrites: false } });
	const writes = reads.simulator.requests.filter(({ method }) => method !== 'GET');
	await judge(
		'reads alone',
		writes.map(({ path }) => `wrote to ${path}`),
	);

	const unsent = await play({
		options: { operator: { sendTo: [] } },
	});
	const sends = unsent.simulator.requests.filter(({ path }) => /Send|UpdateSigner/.test(path));
	await judge(
		'no address to send to',
		sends.map(({ path }) => `wrote to ${path}`),
	);
}

/** An operator may mistype what the flags name. */
async function playMistyped() {
	const unknown = { reference: '17', clientReference: 'nowhere', email: 'no@canary.example.com' };
	const { result } = await play({
		readings: { retention: 'sevenDays' },
		options: {
			allowWrites: false,
			operator: { sendTo: [], sender: unknown, signedDocument: '17' },
		},
	});
	const claimed = ['sender', 'retention'].filter(
		(id) => !('notSettled' in (result.findings.get(id) ?? {})),
	);
	await judge('what does not exist settles nothing', claimed);
}

/** What a form of the account names besides goes to nobody, and a stranger's call tells nothing. */
async function playOthers() {
	const others = {
		ShareUsers: ['share@canary-mail.example.com'],
		NotifyUrl: 'https://third.example.net/hook',
		MobileNumber: '0211234567',
		MobileCountry: '64',
	};
	const { simulator, result } = await play({
		readings: { callback: 'never' },
		bend: async (passed, on) =>
			/GetFormList|GetSignerTemplate/.test(passed.path)
				? edited(await on(), (held) =>
						held.Signers || held.SignerReference ? { ...held, ...others } : held,
					)
				: await on(),
		call: async (address) => await fetch(new URL('/favicon.ico', address)),
	});
	const sent = simulator.requests.filter(({ path }) => /Send(Forms2?)?$/.test(path));
	const bodies = JSON.stringify(sent.map(({ body }) => body));
	await judge('what a form names besides goes to nobody', [
		...(sent.some(({ path }) => path.endsWith('SendForms2')) ? [] : ['no form was sent']),
		...[others.ShareUsers[0], others.NotifyUrl, others.MobileNumber, 'MobileCountry'].filter(
			(text) => bodies.includes(text),
		),
	]);
	const called = result.findings.get('callback');
	await judge("a stranger's call is none of the service", [
		...(called && 'value' in called && called.value === 'never' ? [] : [JSON.stringify(called)]),
	]);
}

/** Due dates that show the day alone tell nothing of zones. */
async function playDays() {
	const { result } = await play({
		bend: async (_passed, on) =>
			edited(await on(), (held) =>
				typeof held.DueDate === 'string'
					? { ...held, DueDate: `${held.DueDate.slice(0, 10)}T00:00:00` }
					: held,
			),
	});
	await judge(
		'due dates to the day tell nothing of zones',
		'notSettled' in (result.findings.get('gmtWithZone') ?? {}) ? [] : ['gmtWithZone'],
	);
}

/** Texts of the simulator that the probe has words of its own for. */
const OWN = ['dd/MM/yyyy', 'Secured Signing', 'position'];

/** Every text that the service answers, as a value and as a property's name, against what is written. */
async function playSecrets() {
	const texts = new Set<string>();
	const played = await play({
		prepare: (simulator) =>
			simulator.faults.spoil((answer) => {
				collect(answer, texts);
				return Array.isArray(answer)
					? answer
					: { ...(answer as object), 'Canary Quill': { canary: 'canary' }, CanaryAlice: 1 };
			}),
	});
	const told = [...texts].filter(
		(text) => text.length >= 5 && !isKnownWord(text) && !OWN.includes(text),
	);
	await judge('every text of the service', [
		...leaks(played, told),
		...leaks(played, ['Canary', 'Alice', 'Quill']),
	]);
}

function collect(value: unknown, texts: Set<string>) {
	if (typeof value === 'string') texts.add(value);
	if (typeof value === 'object' && value !== null)
		Object.values(value).forEach((child) => collect(child, texts));
}
