/** Waits for documents that are removed a while after they were signed. */
import { sleep, type INodeExecutionData } from 'n8n-workflow';

import { binaryData } from '../harness/engine.cts';
import { runTimers } from '../harness/timers.cts';
import { sendAndAwait, useAwaiting, type Awaiting } from './awaiting.cts';
import { byReference } from './samples.cts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const pdfOf = async ({ binary }: INodeExecutionData, field = 'data') =>
	(await (await binaryData()).getAsBuffer(binary![field])).subarray(0, 5).toString();
export const completed = {
	status: 'completed',
	finished: true,
	missing: [],
	signedCount: 2,
};

/** @param take gets the stage before the first test */
export function useRetention(take: (own: { stage: Awaiting }) => unknown) {
	let stage: Awaiting;
	const { held, signWhole } = useAwaiting((own) => take({ stage: (stage = own) }));
	beforeEach(() => {
		stage.n8n.hearsItself = false;
		stage.bench.simulator.readings.callback = 'json';
	});
	/** What the retention does; the service tells nothing of it. */
	const remove = async (reference: string) =>
		await stage.bench.run({
			resource: 'document',
			operation: 'delete',
			document: byReference(reference),
		});

	/** An execution that waits for documents with a due date in 30 days; from now on the test calls it. */
	async function waiting(
		items: INodeExecutionData[],
		parameters: object = {},
		mode?: 'trigger' | 'manual',
	) {
		const all = { ...sendAndAwait, include: ['signedFile', 'certificateFiles'], ...parameters };
		const id = await stage.begin(all, items, undefined, mode);
		expect(stage.n8n.run(id).resultData.error).toBeUndefined();
		await stage.settle();
		const references = stage.references(id);
		const address = held(references[0][0]).notifyUrl!;
		stage.bench.simulator.readings.callback = 'never';
		const call = async (item = 0) => {
			const { status } = await fetch(address.replace('item=0', `item=${item}`), { method: 'POST' });
			await stage.n8n.idle();
			return status;
		};
		return { id, references, call };
	}
	const twoItems = async () => await stage.contracts('A.pdf', 'B.pdf');
	const onePackage = async (): Promise<INodeExecutionData[]> => {
		const [{ binary: first }, { binary: second }] = await stage.contracts('A.pdf', 'B.pdf');
		return [{ json: {}, binary: { a: first!.data, b: second!.data } }];
	};

	/** n8n's own look at an execution: the documents call an address of before. */
	const look = async (id: string) => {
		stage.n8n.hearsItself = true;
		// Executions that have ended are called as well.
		const calls = () => stage.n8n.calls.filter((call) => call.id === id);
		const before = calls().length;
		runTimers('lookAgain.ts');
		while (calls().length === before) await sleep(5);
		await stage.n8n.idle();
		return calls().at(-1)!.status;
	};

	return { signWhole, remove, waiting, twoItems, onePackage, look };
}
