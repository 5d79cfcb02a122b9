/** Many sends through n8n's engine, with everything going wrong that can. */
import { startBench, type Bench } from '../engine/node.cts';
import { oneAccount, twoAccounts } from './accounts.cts';
import { act } from './sendAct.cts';
import { failedLookUps, judged, type Verdict } from './sendJudge.cts';
import { scenes, type Scene } from './sendScript.cts';

export interface Report {
	verdicts: Verdict[];
	/** Answers of the simulator that are not as described, and its own errors. */
	problems: string[];
	lastLine: string;
	isWell: boolean;
}

/**
 * @param stages simulators at a time; on each, one scene after the other, so that a look-up into a
 * folder belongs to one scene
 */
export async function run(seed: number, sends: number, stages = 80): Promise<Report> {
	// Those with the most faults take longest, and begin first.
	const left = scenes(seed, sends).sort((a, b) => faultsOf(b) - faultsOf(a));
	const verdicts: Verdict[] = [];
	const problems: string[] = [];
	const play = async () => {
		const bench = await startBench();
		for (let scene = left.shift(); scene; scene = left.shift()) {
			verdicts.push(...(await verdictsOf(bench, scene)));
		}
		problems.push(...bench.simulator.problems);
		await bench.close();
	};
	await Promise.all(Array.from({ length: Math.min(stages, left.length) }, play));

	const count = (is: (verdict: Verdict) => boolean) => verdicts.filter(is).length;
	const duplicates = count(({ isDuplicate }) => isDuplicate);
	const lost = count(({ isLost }) => isLost);
	const recovered = count(({ told }) => told === 'recovered');
	const refused = count(({ told, wrong }) => told === 'refused' && !wrong);
	return {
		verdicts: verdicts.sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1))),
		problems,
		lastLine: `${verdicts.length} sends: ${duplicates} duplicates, ${lost} lost, ${recovered} recovered, ${refused} refused truly`,
		isWell: verdicts.every(({ wrong }) => wrong === undefined) && problems.length === 0,
	};
}

const faultsOf = ({ faults, looks }: Scene) =>
	looks.length + faults.flatMap(({ uploads, sends }) => [...uploads, ...sends]).length;

async function verdictsOf(bench: Bench, scene: Scene): Promise<Verdict[]> {
	const accounts = scene.hasTwoAccounts ? await twoAccounts(bench, scene.ids) : oneAccount(bench);
	const failed = () => accounts.all.reduce((sum, account) => sum + failedLookUps(account), 0);
	const before = failed();
	const told = await act(accounts, scene);
	const verdicts = scene.ids.flatMap((id) =>
		judged(accounts.of(id), { ...scene, ids: [id] }, told, failed() - before).map((verdict) =>
			accounts.isAstray(id)
				? { ...verdict, isLost: true, wrong: 'went out from another account' }
				: verdict,
		),
	);
	await accounts.close();
	return verdicts;
}
