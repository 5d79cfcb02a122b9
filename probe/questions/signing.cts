// Requests that are signed otherwise than they should be, each followed by one that is signed well.
import { randomBytes } from 'node:crypto';

import { isObject, tellsRefusal } from '../answers.cts';
import type { Ask } from '../client.cts';
import { neither, notSettled, Strange, Unsettled, value, type Finding } from '../findings.cts';
import { statusShape, type Probe } from '../probe.cts';
import { seen } from '../redact/shape.cts';
import { reading, type Question } from './question.cts';

const path = '/Account/Info';

/** Whether a request is let in that is signed so. After a refusal one that is signed well has to be. */
async function isLetIn(probe: Probe, ask: Pick<Ask, 'signed' | 'headers'>): Promise<boolean> {
	const answer = await probe.client.ask({ path, signed: {}, ...ask });
	const { status } = answer;
	if (status < 300) {
		const good = namesIn((await probe.mustBeLetIn()).json);
		if (namesIn(answer.json) !== good) throw new Strange(statusShape(answer));
		return true;
	}
	if (status !== 401 && status !== 400) throw new Strange(seen({ status: String(status) }));
	await probe.mustBeLetIn();
	return false;
}

/** A success is only that which brings what a request signed well is answered with. */
const namesIn = (json: unknown) => (isObject(json) ? Object.keys(json).sort().join() : '');

const seconds = (ahead = 0) => Math.floor(Date.now() / 1000) + ahead;

async function timestamps(probe: Probe): Promise<Finding> {
	const isIn = await isLetIn(probe, { signed: { time: `${seconds()}.5` } });
	return value(isIn ? 'any' : 'whole');
}

async function referer(probe: Probe): Promise<Finding> {
	const { domain } = probe.operator;
	const own = new URL(domain);
	const sent = (text: string) => isLetIn(probe, { signed: { domain: text } });
	const slash = await sent(domain.endsWith('/') ? domain.replace(/\/+$/, '') : `${domain}/`);
	const path = await sent(`${own.origin}/secured-signing-probe`);
	const scheme = await sent(`${own.protocol === 'https:' ? 'http' : 'https'}://${own.host}/`);
	const other = await sent('https://secured-signing-probe.example.com');
	const found = [slash, path, scheme, other].map((isIn) => (isIn ? 'in' : 'out')).join(' ');
	const known: Record<string, string> = {
		'in in in out': 'host',
		'out out out out': 'exact',
		'in in in in': 'ignored',
	};
	if (known[found]) return value(known[found]);
	return neither(
		seen({
			'final slash': slash ? 'accepted' : 'refused',
			'other path': path ? 'accepted' : 'refused',
			'other scheme': scheme ? 'accepted' : 'refused',
			'other host': other ? 'accepted' : 'refused',
		}),
	);
}

async function nonceReuse(probe: Probe): Promise<Finding> {
	const nonce = randomBytes(16).toString('hex');
	if (!(await isLetIn(probe, { signed: { nonce } }))) {
		throw new Unsettled('a new nonce was refused');
	}
	return value(
		(await isLetIn(probe, { signed: { nonce } })) ? 'accepted again' : 'refused the second time',
	);
}

/** Borders, in seconds, between which the window is looked for. */
const STEPS = [0, 60, 240, 360, 840, 960, 3540, 3660];

const windowFrom = (inside: number) =>
	inside === STEPS.length - 1
		? `more than ${STEPS[inside]} seconds`
		: `between ${STEPS[inside]} and ${STEPS[inside + 1]} seconds`;
const WINDOWS = STEPS.map((_step, i) => windowFrom(i));

/** Seconds that the service's clock is ahead of this machine's, as the header of its answers says. */
async function secondsAhead(probe: Probe): Promise<number> {
	const { headers } = await probe.mustBeLetIn();
	const ahead = (Date.parse(headers.get('date') ?? '') - Date.now()) / 1000;
	if (Number.isNaN(ahead)) throw new Unsettled('the service did not tell its own time');
	return Math.round(ahead);
}

async function clockWindow(probe: Probe, direction: 1 | -1): Promise<Finding> {
	const ahead = await secondsAhead(probe);
	let [inside, outside] = [0, STEPS.length];
	while (outside - inside > 1) {
		const middle = Math.floor((inside + outside) / 2);
		const time = String(seconds(ahead + direction * STEPS[middle]));
		if (await isLetIn(probe, { signed: { time } })) inside = middle;
		else outside = middle;
	}
	return value(windowFrom(inside));
}

async function sender(probe: Probe): Promise<Finding> {
	const saved = probe.operator.sender;
	if (!saved) return notSettled('it takes --sender');
	const isTaken = (name: string) => isLetIn(probe, { headers: { 'X-CUSTOM-SENDER': name } });
	if (await isTaken('nobody')) {
		return notSettled('a sender that does not exist was not refused by a read');
	}
	const taken: string[] = [];
	for (const [kind, name] of Object.entries(saved)) if (await isTaken(name)) taken.push(kind);
	if (taken.length === 0) return notSettled('none of the three named a sender of the account');
	return taken.length === 1 ? value(taken[0]) : neither(seen({ taken: taken.join(', ') }));
}

const REFUSALS = [401, 403, 404];

async function billing(probe: Probe): Promise<Finding> {
	const answer = await probe.client.ask({ path: '/Billing/Invoices', mayBeForbidden: true });
	const { status } = answer;
	if (status < 300 && tellsRefusal(answer.json)) return neither(statusShape(answer));
	if (status < 300) return value('allowed');
	return REFUSALS.includes(status)
		? value(`refused with ${status}`)
		: notSettled(`it was answered with ${status}`);
}

export const questionsOfSigning: Question[] = [
	reading('timestamps', 'Fractions of a second in the date header', { signing: timestamps }),
	reading('referer', 'How the Referer is compared', { signing: referer }),
	{
		id: 'nonceReuse',
		title: 'A nonce that is used a second time at once',
		looks: { signing: nonceReuse },
		values: ['accepted again', 'refused the second time'],
	},
	{
		id: 'clockBehind',
		title: 'How far a clock may be behind',
		looks: { signing: (probe) => clockWindow(probe, -1) },
		values: WINDOWS,
	},
	{
		id: 'clockAhead',
		title: 'How far a clock may be ahead',
		looks: { signing: (probe) => clockWindow(probe, 1) },
		values: WINDOWS,
	},
	reading('sender', 'What X-CUSTOM-SENDER takes', { signing: sender }),
	{
		id: 'billing',
		title: 'Invoices with a key without OAuth 2',
		looks: { last: billing },
		values: ['allowed', ...REFUSALS.map((status) => `refused with ${status}`)],
	},
];
