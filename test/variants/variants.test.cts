/** Every variant of the table, in n8n's engine, against the second stand-in of the service. */
import { flows, type FlowName } from './flows.cts';
import { faults } from './judge.cts';
import { open } from './open.cts';
import { play, type Outcome, type Told } from './play.cts';
import type { Right } from './right.cts';
import { table } from './table.cts';

const succeeded = (told: Told) => told === 'ok' || told === 'recovered';

/** What is not as the table says, in words. */
async function wrongs(outcome: Outcome, right: Right, allowed?: Told[]): Promise<string[]> {
	const { told, items, words } = outcome;
	const found = faults(outcome);
	if (allowed && !allowed.includes(told)) {
		found.push(`told "${told}" instead of ${allowed.map((each) => `"${each}"`).join(' or ')}`);
	}
	if (!succeeded(told)) {
		if (right.says && !right.says.test(words)) found.push(`does not say ${String(right.says)}`);
		return found;
	}
	const json = items[0]?.json ?? {};
	for (const [name, value] of Object.entries(right.item ?? {})) {
		if (JSON.stringify(json[name]) !== JSON.stringify(value)) {
			found.push(`${name} is ${JSON.stringify(json[name])} instead of ${JSON.stringify(value)}`);
		}
	}
	if (right.items !== undefined && items.length !== right.items) {
		found.push(`${items.length} items instead of ${right.items}`);
	}
	if (right.holds && !(await right.holds(outcome))) found.push(`not so: ${right.holds.toString()}`);
	return found;
}

const text = ({ told, words, world }: Outcome) => ({
	told,
	words,
	invited: world.invitations.map(({ email, send }) => `${email} by request ${send}`),
	requests: world.calls.map(({ method, path }) => `${method} ${path}`),
});

const isOpen = (variant: string, flow: FlowName, retry: boolean) =>
	open.some(
		({ variants, flows, retryAlone }) =>
			variants.includes(variant) && flows.includes(flow) && (retry || !retryAlone),
	);

test('what is open is in the table', () => {
	const names = table.map(({ name }) => name);
	expect(open.flatMap(({ variants }) => variants).filter((each) => !names.includes(each))).toEqual(
		[],
	);
});

// All at the top, not in a block for each variant: jest ends one block before it begins the next, and most of
// their time the cells wait.
for (const { name: variant, deviations, right, timeout } of table) {
	for (const [name, expected] of Object.entries(right) as Array<[FlowName, Right]>) {
		const played = (retry: boolean) => async () => {
			const outcome = await play(name, deviations, { timeout, retry });
			const wrong = await wrongs(outcome, expected, retry ? expected.again : expected.told);
			expect(wrong.length > 0 && { wrong, ...text(outcome) }).toBe(false);
		};
		if (!isOpen(variant, name, false)) test.concurrent(`${variant}: ${name}`, played(false));
		// Where all goes well at once, n8n has nothing to try again.
		if (flows[name].kind === 'read' || expected.told.join() === 'ok') continue;
		if (!isOpen(variant, name, true)) {
			test.concurrent(`${variant}: ${name}, with Retry On Fail`, played(true));
		}
	}
}
