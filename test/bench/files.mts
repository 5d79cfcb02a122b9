/** One large file: seconds, and memory above the idle process, in a fresh process for each figure. */
import type { Side } from './protocol.cts';
import type { FileResult } from './results.mts';
import { bySide, inRounds, medianOf, ratioOf } from './rounds.mts';
import type { Stage } from './stage.mts';

const WARM_UP_BYTES = 100_000;
const WARM_UP_TIMES = 5;

export async function measureFiles(
	stage: Stage,
	rounds: number,
	sides: Side[],
	sizes: number[],
): Promise<FileResult[]> {
	const results: FileResult[] = [];
	for (const bytes of sizes) {
		const filing = stage.worker();
		const files = {
			small: await stage.storedFile(filing, WARM_UP_BYTES),
			large: await stage.storedFile(filing, bytes),
		};
		await filing.stop();
		for (const job of ['upload', 'download'] as const) {
			const measured = await inRounds(rounds, sides, async (side) => {
				const worker = stage.worker();
				const task = { job, side, items: 1, atATime: 1 };
				const small = { file: files.small, bytes: WARM_UP_BYTES, times: WARM_UP_TIMES };
				await stage.measure(worker, { ...task, ...small });
				const large = { file: files.large, bytes, times: 1 };
				const figures = await stage.measure(worker, { ...task, ...large });
				await worker.stop();
				return figures;
			});
			results.push({
				job,
				bytes,
				time: bySide(measured, (side) => medianOf(measured, side, 'time') / 1000),
				ratio: bySide(measured, (side) => ratioOf(measured, 'time', 'node', side)),
				memory: bySide(measured, (side) => medianOf(measured, side, 'memory')),
			});
			console.log(`  ${job} of ${bytes / 1e6} MB`);
		}
		await stage.forget(files.large);
	}
	return results;
}
