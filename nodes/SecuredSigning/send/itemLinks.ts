import type { IExecuteFunctions, INodeExecutionData, ISourceData } from 'n8n-workflow';

import { isTool } from '../shared/tool';
import { isRecord } from '../shared/values';
import { placeIn } from './memory';
import type { Origin } from './sent';

/** The parts of n8n's workflow data proxy that are used here. */
interface RunData {
	$getPairedItem: (node: string, source: ISourceData, item: object) => INodeExecutionData | null;
	$items: (node: string, output: number, run: number) => INodeExecutionData[] | null;
	$node: Record<string, { runIndex: number }>;
}

/** How an item is related to the item of an earlier send. */
export type Relation = 'led' | 'same' | 'other' | 'unclear';

/**
 * Finds out from n8n's item links whether an item is the one of an earlier send: `led` if it was routed back
 * or on from that send after an error, `same` if it comes from the same item. `unclear` if a node in between
 * does not link its items.
 */
export class ItemLinks {
	private ownOrigin?: Origin;

	private runData?: RunData;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly itemIndex: number,
	) {}

	// Most items never need it.
	private get run(): RunData {
		return (this.runData ??= this.context.getWorkflowDataProxy(
			this.itemIndex,
		) as unknown as RunData);
	}

	/** Where the item comes from. */
	get origin(): Origin {
		return (this.ownOrigin ??= this.findOrigin());
	}

	/**
	 * @param keys of the earlier send, and of an item that was refused because of it since
	 * @param before the origin of the earlier send's item, if it was remembered
	 */
	relationTo(keys: string[], before?: Origin): Relation {
		if (isTool(this.context)) return 'unclear';
		const found = keys.map((key) => this.ledFrom(key)).filter((led) => led !== undefined);
		const nearest = (['led', 'other', 'unclear'] as const).find((led) => found.includes(led));
		if (nearest) return nearest;
		if (!before?.isWhole || !this.origin.isWhole) return 'unclear';
		const { places } = this.origin;
		const common = Object.keys(before.places).filter((name) => Object.hasOwn(places, name));
		if (common.length === 0) return 'unclear';
		return common.every((name) => places[name] === before.places[name]) ? 'same' : 'other';
	}

	/** How the item is related to the item of a key; undefined if it does not come from that node. */
	private ledFrom(key: string): Relation | undefined {
		const { node, run, item } = placeIn(key);
		const led = this.follow(node);
		if (!led) return undefined;
		// Only items with an error are the same send; a successful item that comes back is a new order.
		if (led.json.error === undefined) return 'other';
		const isRun = this.placeOf(node, led)?.startsWith(`${run}.`) === true;
		return isRun && String(indexOf(led)) === item ? 'led' : 'unclear';
	}

	private findOrigin(): Origin {
		const places: Record<string, string> = {};
		let isWhole = false;
		if (isTool(this.context)) return { places, isWhole };
		for (const { name } of this.context.getParentNodes(this.context.getNode().name)) {
			const found = this.follow(name);
			const place = found && this.placeOf(name, found);
			if (place === undefined) continue;
			places[name] = place;
			isWhole ||= this.context.getParentNodes(name).length === 0;
		}
		return { places, isWhole };
	}

	/**
	 * The output item of an earlier node that this item comes from; undefined if the links do not lead there.
	 */
	private follow(node: string): INodeExecutionData | undefined {
		const link = this.context.getInputData()[this.itemIndex].pairedItem;
		if (!isRecord(link)) return undefined;
		return unlessThrown(() => {
			const source = this.context.getInputSourceData(Number(link.input ?? 0));
			return this.run.$getPairedItem(node, source, link) ?? undefined;
		});
	}

	private placeOf(node: string, found: INodeExecutionData): string | undefined {
		for (let run = this.run.$node[node].runIndex; run >= 0; run--) {
			for (let output = 0; ; output++) {
				const items = unlessThrown(() => this.run.$items(node, output, run));
				if (items === undefined) break;
				const index = items?.indexOf(found) ?? -1;
				if (index >= 0) return [run, output, index].join('.');
			}
		}
		return undefined;
	}
}

/** n8n throws if the items are not linked, and for an output that a node does not have. */
function unlessThrown<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch {
		return undefined;
	}
}

const indexOf = ({ pairedItem }: INodeExecutionData): number | undefined => {
	const [link] = [pairedItem].flat();
	return typeof link === 'number' ? link : link?.item;
};
