// Answers in odd shapes after the operator has signed and declined.
import { changed, type Bend } from './bend.cts';
import { judge, leaks, tracesLeft } from './judge.cts';
import { play, type Played } from './play.cts';

const ODD: Record<string, unknown> = {
	null: null,
	'a text': 'canary',
	'a list of anything': [null, 1, 'canary', [], { Reference: null }],
	'lists within lists': JSON.parse('['.repeat(5000) + ']'.repeat(5000)),
	'an object of lists': { Signers: [null, 'canary'], Documents: [[null]], Status: ['canary'] },
};

/** What is asked only after something was signed by hand. */
const OF_SIGNED = /SigningCompletionCertificate|FieldData|ENotaryJournal/;

export async function playByHand() {
	for (const [what, odd] of Object.entries(ODD)) {
		const later = await play({ bend: whereOdd(OF_SIGNED, odd) });
		await judge(`signed by hand, and answered with ${what}`, [
			...errorsIn(later),
			...tracesLeft(later),
			...leaks(later),
		]);
	}
	for (const what of ['null', 'an object of lists']) {
		let hasActed = false;
		const unseen = await play({
			call: async () => await Promise.resolve((hasActed = true)),
			bend: async (passed, on) =>
				hasActed && /Document\/Status/.test(passed.path)
					? changed(await on(), () => ODD[what])
					: await on(),
		});
		const { left } = unseen.result;
		await judge(`signed by hand, and every status is ${what}`, [
			...errorsIn(unseen),
			...(left.length >= unseen.leftBehind ? [] : ['what is left was not said']),
			...leaks(unseen),
		]);
	}
}

const whereOdd =
	(path: RegExp, odd: unknown): Bend =>
	async (passed, on) =>
		path.test(passed.path) ? changed(await on(), () => odd) : await on();

/** No answer may be what the probe itself stumbles over. */
const errorsIn = ({ result }: Played) =>
	[...result.findings].flatMap(([id, finding]) =>
		'notSettled' in finding && /has an error here/.test(finding.notSettled)
			? [`${id}: ${finding.notSettled}`]
			: [],
	);
