/**
 * Items that an error output leads back to Preview: each turn has a new seal. What the first turn sent, and could not
 * confirm, is found all the same, as it is without seals (docs/faults.md).
 */
import type { IConnections, IDataObject, INodeExecutionData } from 'n8n-workflow';

import { SEND, type Between } from './between.cts';
import { errorOutput, flowOf, LOOK, nodeType, to } from './flows.cts';
import { nodeWith, type Bench } from './node.cts';
import { useRig } from './rig.cts';
import { inDays } from './samples.cts';
import { outOf, sending } from './sends.cts';

let bench: Bench;
let between: Between;
let id: string;
useRig(20_000, (rig) => ({ bench, between, id } = rig));

const idIn = ({ json }: INodeExecutionData): string =>
	String((json.signers as Array<{ email: string }>)[0].email).split('@')[0];

test.each([
	['form', false],
	['form', true],
	['template', false],
	['template', true],
] as const)('a %s, with a seal: %j', async (kind, isSealed) => {
	const { parameters, item } = await sending(bench, kind);
	let isLost = false;
	let isWell = false;
	// The first send arrives, and neither its answer nor any look does.
	between.rule = async ({ route }, pass) => {
		if (SEND.test(route) && !isLost) {
			isLost = true;
			await pass();
			return { status: 502 };
		}
		return LOOK.test(route) && isLost && !isWell ? { status: 501 } : await pass();
	};
	const ids = [`${id}0`, `${id}1`];
	const own = await Promise.all(ids.map(async (one) => await item(one)));

	const common = { ...parameters, requestOptions: { retries: 0, itemsAtATime: 1 } };
	const preview = nodeWith(
		{ ...common, operation: 'preview', dueDate: inDays(9) },
		{ id: 'preview', name: 'Preview' },
	);
	const send = nodeWith(
		{
			...common,
			dueDate: '={{ $json.due }}',
			options: isSealed ? { approvedSeal: '={{ $json.seal }}' } : {},
		},
		errorOutput,
	);
	// In the first turn, the second item has no date: nothing of it leaves.
	const join = nodeType(1, async function () {
		const items = this.getInputData().map((shown, at): INodeExecutionData => {
			const due = !isWell && idIn(shown) === ids[1] ? 'soon' : inDays(9);
			const json: IDataObject = { id: idIn(shown), seal: shown.json.seal, due };
			return { json, pairedItem: { item: at } };
		});
		return [items];
	});
	// Reads the rows anew, in another order: n8n links them by their places, wrongly.
	const back = nodeType(1, async function () {
		const rows = isWell ? [] : own.toReversed().map(({ json }) => ({ json: { ...json } }));
		isWell = true;
		return [rows];
	});
	const connections: IConnections = {
		Start: { main: [to('Preview')] },
		Preview: { main: [to('Join')] },
		Join: { main: [to(send.name)] },
		[send.name]: { main: [[], to('Back')] },
		Back: { main: [to('Preview')] },
	};
	await flowOf(between.bench, [preview, send], { Join: join, Back: back }, connections, own);
	// The second one is refused: n8n's links say that it is the first, changed.
	expect(ids.map((one) => outOf(bench, one).length)).toEqual([1, 0]);
});
