import type { IExecuteFunctions, INodeExecutionData, ISourceData } from 'n8n-workflow';

import { isTool } from '../shared/tool';
import { isRecord } from '../shared/values';
import { memoryOf, placeIn } from './memory';

/** Where an item comes from: what each node before put out for it, as n8n links its items. */
interface Origin {
	items: Map<string, INodeExecutionData>;
	/** Whether the links lead back to where the execution began. */
	isWhole: boolean;
}

type Follow = (node: string, source: ISourceData, item: object) => INodeExecutionData | null;

// By the memory of the execution: what is read from the database has other items, which say nothing.
const origins = new WeakMap<object, Map<string, Origin>>();

/** Remembers where the item of a send comes from, in case that another one may be the same. */
export function rememberOrigin(context: IExecuteFunctions, itemIndex: number, key: string): void {
	const memory = memoryOf(context);
	const known = origins.get(memory) ?? new Map<string, Origin>();
	origins.set(memory, known.set(key, originOf(context, itemIndex)));
}

/**
 * Whether an item is the one of an earlier send, as n8n links its items: it was led back from that, or comes
 * out of the same item. `unclear` where a node on the way does not say which item it made of which.
 *
 * @param key of the earlier send
 */
export function isSameItem(
	context: IExecuteFunctions,
	itemIndex: number,
	key: string,
): 'same' | 'other' | 'unclear' {
	if (isTool(context)) return 'unclear';
	const { node, item } = placeIn(key);
	const led = follow(context, itemIndex, node);
	if (led) {
		// Errors lead back; what went through is another order by now.
		if (led.json.error === undefined) return 'other';
		return indexOf(led) === item ? 'same' : 'unclear';
	}
	const before = origins.get(memoryOf(context))?.get(key);
	const own = originOf(context, itemIndex);
	if (!before?.isWhole || !own.isWhole) return 'unclear';
	const common = [...before.items].filter(([name]) => own.items.has(name));
	if (common.length === 0) return 'unclear';
	return common.every(([name, found]) => own.items.get(name) === found) ? 'same' : 'other';
}

function originOf(context: IExecuteFunctions, itemIndex: number): Origin {
	const items = new Map<string, INodeExecutionData>();
	let isWhole = false;
	if (isTool(context)) return { items, isWhole };
	for (const { name } of context.getParentNodes(context.getNode().name)) {
		const found = follow(context, itemIndex, name);
		if (!found) continue;
		items.set(name, found);
		isWhole ||= context.getParentNodes(name).length === 0;
	}
	return { items, isWhole };
}

/** What a node before put out for an item; undefined where the links do not lead there. */
function follow(
	context: IExecuteFunctions,
	itemIndex: number,
	node: string,
): INodeExecutionData | undefined {
	try {
		const link = context.getInputData()[itemIndex].pairedItem;
		if (!isRecord(link)) return undefined;
		const source = context.getInputSourceData(Number(link.input ?? 0));
		const { $getPairedItem } = context.getWorkflowDataProxy(itemIndex) as {
			$getPairedItem: Follow;
		};
		return $getPairedItem(node, source, link) ?? undefined;
	} catch {
		// n8n throws where it finds no way, or one without links.
		return undefined;
	}
}

const indexOf = ({ pairedItem }: INodeExecutionData): number | undefined => {
	const [link] = [pairedItem].flat();
	return typeof link === 'number' ? link : link?.item;
};
