// What is removed, what is left alone, and what is said of the rest, where answers are not as they are described.
import { isNoMore } from '../ledger.cts';
import { report } from '../output/report.cts';
import { readingsFile } from '../output/readingsFile.cts';
import { changed, edited, told, type Bend, type Held } from './bend.cts';
import { judge, leaks, tracesLeft } from './judge.cts';
import { play, type Played } from './play.cts';

const refusal = { ResponseStatus: { ErrorCode: 'Canary', Message: 'canary' } };

/** Values that are named of these questions. */
const valuesOf = ({ result }: Played, ...ids: string[]) =>
	ids.flatMap((id) => {
		const finding = result.findings.get(id);
		return finding && 'value' in finding ? [`${id}: ${finding.value}`] : [];
	});

const statesOf = ({ result }: Played) => [...new Set(result.left.map(({ state }) => state))].join();

export async function playRemoval() {
	let theirs = '';
	const foreign = await play({
		bend: async (passed, on) => {
			const answer = await on();
			if (passed.path.endsWith('GetActiveDocuments/Signed?DocumentLog=true'))
				changed(answer, (json) => (theirs ||= (json as Held[])[0].Reference as string));
			return passed.path.endsWith('/SmartTag/Send') && theirs
				? changed(answer, (json) => [{ Reference: theirs, Name: 'Contract' }, ...(json as Held[])])
				: answer;
		},
	});
	await judge('what only an answer names is not touched', [
		...(foreign.simulator.documents().some(({ reference }) => reference === theirs)
			? []
			: ['a document of the customer was deleted']),
		...foreign.simulator.requests
			.filter(({ method, path }) => method !== 'GET' && path.includes(theirs))
			.map(({ method, path }) => `${method} ${path.replace(theirs, 'theirs')}`),
		...(statesOf(foreign) === 'foreign' ? [] : [`left: ${statesOf(foreign)}`]),
		...tracesLeft(foreign),
		...leaks(foreign),
	]);

	const wrapped = await play({
		bend: async (passed, on) =>
			/Send(2|Forms2?)?$/.test(passed.path)
				? changed(await on(), (Items) => ({ Result: { Items } }))
				: await on(),
	});
	await judge('a send whose answer has another shape', [
		...tracesLeft(wrapped),
		...valuesOf(wrapped, 'singleDocument', 'packageDocuments'),
	]);

	const unnamed: Bend = async (passed, on) =>
		/Uploader|GetActiveDocuments\/InBox/.test(passed.path)
			? edited(await on(), ({ Reference: _none, ...held }) => held)
			: await on();
	const nameless = await play({ bend: unnamed, options: { operator: { sendTo: [] } } });
	await judge('what has no reference is said to be left', [
		...(nameless.leftBehind > 0 && nameless.result.left.length > 0 ? [] : ['nothing was said']),
		...(report(readingsFile(nameless.result.findings, 'custom'), nameless.result).includes('**1 of')
			? []
			: ['the report does not say it']),
		...nameless.simulator.requests
			.filter(
				({ method, path }) => method === 'DELETE' && /\/(Document|Attachment)\/(\?|$)/.test(path),
			)
			.map(({ path }) => `DELETE ${path}`),
	]);

	const numbered = await play({
		options: { operator: { sendTo: [] } },
		bend: withNumbers(),
	});
	await judge('a reference that is a number is one as well', [
		...tracesLeft(numbered),
		...numbered.result.left.map(({ state }) => `left: ${state}`),
	]);

	const gone = await play({
		bend: async (passed, on) => {
			const answer = await on();
			return /Document\/Status/.test(passed.path) && isNoMore(answer.status)
				? told(410, refusal)
				: answer;
		},
	});
	const removals = gone.simulator.requests.filter(({ method }) => method === 'DELETE');
	await judge('what is answered with 410 is gone', [
		...gone.result.left.map(({ state }) => `left: ${state}`),
		...(new Set(removals.map(({ path }) => path)).size === removals.length
			? []
			: ['something was deleted twice']),
		...tracesLeft(gone),
	]);

	const success = await play({
		bend: async (_passed, on) => {
			const answer = await on();
			return answer.status >= 400 && answer.status < 500 ? told(200, refusal) : answer;
		},
	});
	await judge('a refusal that comes with 200 is no success', [
		...valuesOf(success, 'referer', 'nonceReuse', 'clockBehind', 'clockAhead'),
		...(['', 'unseen'].includes(statesOf(success)) ? [] : [`left: ${statesOf(success)}`]),
		...tracesLeft(success),
	]);
}

/** References are whole numbers in answers, and taken so in requests. */
function withNumbers(): Bend {
	const known: string[] = [];
	const numberOf = (text: string) => {
		if (!known.includes(text)) known.push(text);
		return 4_000 + known.indexOf(text);
	};
	return async (passed, on) => {
		passed.path = passed.path.replace(
			/\/(4\d{3})(?=$|\?)/,
			(all, number: string) => `/${known[Number(number) - 4_000] ?? all}`,
		);
		return edited(await on(), (held) =>
			typeof held.Reference === 'string' ? { ...held, Reference: numberOf(held.Reference) } : held,
		);
	};
}
