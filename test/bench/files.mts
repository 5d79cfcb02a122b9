/** One large file: seconds, and memory above the idle process, in a fresh process for each figure. */
import type { Side } from './protocol.cts';
import type { FileResult } from './results.mts';
import { bySide, inRounds, medianOf, ratioOf, type Measured } from './rounds.mts';
import type { Stage } from './stage.mts';

const WARM_UP_BYTES = 100_000;
const WARM_UP_TIMES = 5;
/** Node.js lets what is dead and young pile up, by default until there are some 16 MB of it. */
export const COLLECTING = '--max-semi-space-size=2';

export async function measureFiles(
	stage: Stage,
	rounds: number,
	sides: Side[],
	sizes: number[],
	/** Whose memory is measured again with what is dead collected sooner. */
	collected: Side[],
): Promise<FileResult[]> {
	const results: FileResult[] = [];
	const largest = Math.max(...sizes);
	for (const bytes of sizes) {
		const filing = stage.worker();
		const files = {
			small: await stage.storedFile(filing, WARM_UP_BYTES),
			large: await stage.storedFile(filing, bytes),
		};
		await filing.stop();
		for (const job of ['upload', 'download'] as const) {
			const measure = async (of: Side[], nodeOptions: string[]) =>
				await inRounds(rounds, of, async (side) => {
					const worker = stage.worker(nodeOptions);
					const task = { job, side, items: 1, atATime: 1 };
					const small = { file: files.small, bytes: WARM_UP_BYTES, times: WARM_UP_TIMES };
					await stage.measure(worker, { ...task, ...small });
					const large = { file: files.large, bytes, times: 1 };
					const figures = await stage.measure(worker, { ...task, ...large });
					await worker.stop();
					return figures;
				});
			const measured = await measure(sides, []);
			const again = bytes === largest && (await measure(collected, [COLLECTING]));
			results.push({
				job,
				bytes,
				time: bySide(measured, (side) => medianOf(measured, side, 'time') / 1000),
				ratio: bySide(measured, (side) => ratioOf(measured, 'time', 'node', side)),
				memory: memoryOf(measured),
				...(again && { memoryCollected: memoryOf(again) }),
			});
			console.log(`  ${job} of ${bytes / 1e6} MB`);
		}
		await stage.forget(files.large);
	}
	return results;
}

const memoryOf = (measured: Measured) =>
	bySide(measured, (side) => medianOf(measured, side, 'memory'));
