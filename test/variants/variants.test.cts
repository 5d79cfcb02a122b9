/** Every variant of the table, in n8n's engine, against the second stand-in of the service. */
import { flows, type FlowName } from './flows.cts';
import { faults } from './judge.cts';
import { stories } from './later/table.cts';
import { isOpen, open } from './open.cts';
import { play, type Outcome, type Told } from './play.cts';
import type { Right, Variant } from './right.cts';
import { severalFlows, type SeveralFlowName } from './several/flows.cts';
import { severalFaults } from './several/judge.cts';
import { playSeveral, type Mode } from './several/play.cts';
import { severalTable, type SeveralVariant } from './several/table.cts';
import { table } from './table.cts';
import { played, type Cell } from './third.cts';

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

test('what is open is in the table', () => {
	const names = [...table, ...stories].map(({ name }) => name);
	expect(open.flatMap(({ variants }) => variants).filter((each) => !names.includes(each))).toEqual(
		[],
	);
});

/** What is played of a variant, one item at a time. */
function cellsOf({ name: variant, deviations, right, timeout }: Variant): Cell[] {
	return (Object.entries(right) as Array<[FlowName, Right]>).flatMap(([name, expected]) => {
		const cell = (retry: boolean): Cell => ({
			name: `${variant}: ${name}${retry ? ', with Retry On Fail' : ''}`,
			play: async () => {
				const outcome = await play(name, deviations, { timeout, retry });
				const wrong = await wrongs(outcome, expected, retry ? expected.again : expected.told);
				expect(wrong.length > 0 && { wrong, ...text(outcome) }).toBe(false);
			},
		});
		// Where all goes well at once, n8n has nothing to try again.
		const isPlain = flows[name].kind === 'read' || expected.told.join() === 'ok';
		return [false, ...(isPlain ? [] : [true])]
			.filter((retry) => !isOpen(variant, name, retry))
			.map(cell);
	});
}

/** How three items are played: where all goes well at once, n8n has nothing to try again, nor to go on after. */
function modesOf(name: SeveralFlowName, told: Told[], hit?: number): Mode[] {
	if (told.join() === 'ok' || hit === undefined) return ['stops at an error'];
	const { kind } = severalFlows[name];
	if (kind === 'read') return ['continues'];
	const goesOn: Mode = kind === 'send' ? 'continues on the error output' : 'continues';
	return ['stops at an error', goesOn, 'with Retry On Fail'];
}

/** What is played of a variant with three items. */
function severalCellsOf({ name: variant, deviations, right, always }: SeveralVariant): Cell[] {
	return (Object.entries(right) as Array<[SeveralFlowName, Right]>).flatMap(([name, expected]) =>
		(always ? [undefined] : [1, undefined]).flatMap((hit) =>
			modesOf(name, expected.told, hit).map((mode) => ({
				name: `${variant}: ${name}, ${hit === undefined ? 'all items' : `item ${hit}`}, ${mode}`,
				play: async () => {
					const outcome = await playSeveral(name, deviations, mode, hit);
					const wrong = severalFaults(outcome, expected, hit);
					const { items, error, world } = outcome;
					const said = [error, ...items].map((each) => each && [each.told, each.words]);
					const requests = world.calls.map(({ method, path }) => `${method} ${path}`);
					expect(wrong.length > 0 && { wrong, said, requests }).toBe(false);
				},
			})),
		),
	);
}

// All at the top, not in a block for each variant: jest ends one block before it begins the next, and most of
// their time the cells wait.
for (const cells of [table.map(cellsOf), severalTable.map(severalCellsOf)]) {
	for (const { name, play: playCell } of cells.flatMap(played)) test.concurrent(name, playCell);
}
