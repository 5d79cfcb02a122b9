/** The rules for runs of several items: what was said of each against what is so. */
import { saysNothing, type Told } from '../play.cts';
import type { Right } from '../right.cts';
import type { World } from '../service/world.cts';
import { askedBy, wordOf, WORDS, type SeveralFlow, type Word } from './flows.cts';
import type { ItemOutcome, SeveralOutcome } from './play.cts';

const succeeded = (told: Told) => told === 'ok' || told === 'recovered';

/** What is not as it should be, in words; empty when all is well. */
export function severalFaults(outcome: SeveralOutcome, right: Right, hit?: number): string[] {
	const { items, error, mode, world, flow } = outcome;
	const isAgain = mode === 'with Retry On Fail';
	const allowed = isAgain ? right.again : right.told;
	// What went out at the first attempt comes out again at the next one (docs/faults.md).
	const well: Told[] = isAgain ? ['ok', 'recovered'] : ['ok'];
	const isHit = (at: number) => hit === undefined || at === hit;
	const found = [
		...onceEach(world),
		...(error ? stopped(outcome) : outputs(outcome)),
		...items.flatMap((item) => ofItem(flow, world, item)),
	];
	const check = (at: number, { told, words }: ItemOutcome) => {
		const may = isHit(at) ? allowed : well;
		if (may && !may.includes(told)) found.push(`item ${at}: told "${told}", not ${may.join('/')}`);
		if (isHit(at) && !succeeded(told) && right.says && !right.says.test(words)) {
			found.push(`item ${at} does not say ${String(right.says)}`);
		}
	};
	if (error?.itemIndex !== undefined) check(error.itemIndex, error);
	for (const each of items) check(placeOf(each), each);
	return found;
}

const placeOf = ({ item }: ItemOutcome): number => {
	const { pairedItem } = item ?? {};
	return typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : -1;
};

/** Whatever the item says: nobody twice, nobody who was not asked for. */
function onceEach({ invitations, reminders }: World): string[] {
	const asked = WORDS.flatMap(askedBy);
	return [invitations.map(({ email }) => email), reminders].flatMap((emails) =>
		emails.flatMap((email, at) => {
			if (emails.indexOf(email) !== at) return [`${email} twice`];
			return asked.includes(email) ? [] : [`${email}, unasked`];
		}),
	);
}

/** Each item comes out once, linked to the one that it came from, in order on each output. */
function outputs({ items, mode }: SeveralOutcome): string[] {
	const places = items.map(placeOf);
	const found: string[] = [];
	if ([...places].sort().join() !== '0,1,2')
		found.push(`the items that come out: ${places.join()}`);
	for (const output of [0, 1]) {
		const own = items.filter((each) => each.output === output).map(placeOf);
		if ([...own].sort().join() !== own.join()) found.push(`output ${output}: ${own.join()}`);
	}
	const right = mode === 'continues on the error output' ? 1 : 0;
	for (const { told, output, words } of items) {
		const expected = succeeded(told) ? 0 : right;
		if (output !== expected) found.push(`on output ${output}: ${words}`);
	}
	return found;
}

/** A run that stopped names its item, and all others that something was done for. */
function stopped({ error, world, flow, mode }: SeveralOutcome): string[] {
	const { itemIndex, words = '' } = error ?? {};
	const found: string[] = [];
	if (mode.startsWith('continues')) found.push('the run stopped');
	if (itemIndex === undefined) return [...found, 'the error names no item'];
	const numbers = [...words.matchAll(/\bItems? (\d+(?:(?:, | and )\d+)*)/gi)].flatMap(([, list]) =>
		list.split(/, | and /).map(Number),
	);
	WORDS.forEach((word, at) => {
		if (at === itemIndex) found.push(...unsaid(flow, world, word, words));
		else if (hasHappened(flow, world, word) && !numbers.includes(at)) {
			found.push(`the error says nothing of item ${at}, for which something was done`);
		}
	});
	const through = /Items? ([\d, and]+) went through/.exec(words)?.[1] ?? '';
	for (const at of through.match(/\d+/g) ?? []) {
		if (flow.kind !== 'read' && !hasHappened(flow, world, WORDS[Number(at)])) {
			found.push(`item ${at} is said to have gone through`);
		}
	}
	return found;
}

/** Whether anything was done for an item. */
function hasHappened(flow: SeveralFlow, world: World, word: Word): boolean {
	if (flow.kind === 'send') return invitedFor(world, word).length > 0;
	return docsOf(world, word).some((doc) => flow.isDone?.(world, doc) === true);
}

const invitedFor = ({ invitations }: World, word: Word) =>
	invitations.map(({ email }) => email).filter((email) => askedBy(word).includes(email));

const docsOf = ({ documents }: World, word: Word) =>
	[...documents.values()].filter((doc) => wordOf(doc) === word);

/** What was done and is said not to be, and who was left out without a word. */
function unsaid(flow: SeveralFlow, world: World, word: Word, words: string): string[] {
	const found: string[] = [];
	if (hasHappened(flow, world, word) && saysNothing(words)) {
		found.push(`${word}: says that nothing was done, and it was: ${words}`);
	}
	const invited = invitedFor(world, word);
	if (invited.length === 0) return found;
	const missing = askedBy(word).filter((email) => !invited.includes(email));
	return [
		...found,
		...missing.filter((email) => !words.includes(email)).map((email) => `${email} is not named`),
	];
}

/** One item that came out against what is so. */
function ofItem(flow: SeveralFlow, world: World, outcome: ItemOutcome): string[] {
	const word = WORDS[placeOf(outcome)];
	const json = outcome.item?.json ?? {};
	if (word === undefined) return [];
	if (!succeeded(outcome.told)) return unsaid(flow, world, word, outcome.words);
	const found: string[] = [];
	const missing = askedBy(word).filter((email) => !invitedFor(world, word).includes(email));
	if (flow.kind === 'send') found.push(...missing.map((email) => `${email} was not invited`));
	if (flow.kind === 'change' && !hasHappened(flow, world, word)) found.push(`${word} is not done`);
	const doc = world.documents.get(String(json.documentReference));
	if (json.documentReference !== undefined && (!doc || wordOf(doc) !== word)) {
		found.push(`the item of ${word} is about ${doc ? wordOf(doc) : 'no document'}`);
	}
	for (const [name, value] of Object.entries(flow.item ?? {})) {
		if (json[name] !== value) found.push(`${word}: ${name} is ${JSON.stringify(json[name])}`);
	}
	return found;
}
