/** What an execution says of each of its sends. */
import type { INodeExecutionData } from 'n8n-workflow';

import { NOT_FOUND_NOW, NOT_LOOKED_UP } from '../../nodes/SecuredSigning/send/lookUp.ts';
import { UNCONFIRMED } from '../../nodes/SecuredSigning/send/recovered.ts';
import type { Execution } from '../engine/executions.cts';
import { idIn } from '../engine/sends.cts';

export type Told =
	/** It is out. */
	| 'sent'
	/** It is out, by an attempt whose answer was lost. */
	| 'recovered'
	/** It is not out. */
	| 'refused'
	/** It may be out: nobody could look. */
	| 'uncertain'
	/** n8n stopped again and again at another item that cannot be looked up: nothing is said for good. */
	| 'unfinished'
	/** Nothing is said; n8n stopped at another item, or before it began. */
	| 'untold';

/** A send has as many documents as it has; it is one send even so. */
export const toldOf = (execution: Execution, ids: string[]): Map<string, Told> =>
	new Map([...ids.map((id): [string, Told] => [id, 'untold']), ...allToldOf(execution, ids)]);

/** The same for each item, where several are for one send. */
export function allToldOf(
	{ items, errorItems, error }: Execution,
	ids: string[],
): Array<[string, Told]> {
	const told: Array<[string, Told]> = [];
	for (const item of [...items, ...errorItems]) {
		const { json } = item;
		if (json.error === undefined) {
			told.push([idIn(JSON.stringify(json.signers)) ?? '', json.recovered ? 'recovered' : 'sent']);
		} else {
			told.push([ids[itemOf(item)], saidBy(String(json.error), String(json.message))]);
		}
	}
	if (error) {
		const done = /Items? ([\d, and]+) went through/.exec(error.description ?? '')?.[1] ?? '';
		for (const [index] of done.matchAll(/\d+/g)) told.push([ids[Number(index)], 'sent']);
		const id = ids[error.context?.itemIndex ?? -1];
		told.push([id, saidBy(error.message, error.description ?? '')]);
	}
	return told;
}

function itemOf({ pairedItem }: INodeExecutionData): number {
	if (typeof pairedItem !== 'object' || Array.isArray(pairedItem)) throw new Error('No item');
	return pairedItem.item;
}

function saidBy(message: string, description: string): Told {
	if (message === NOT_LOOKED_UP || message === NOT_FOUND_NOW) return 'recovered';
	if (message === UNCONFIRMED) return 'uncertain';
	if (/could not be looked up either/.test(description)) return 'uncertain';
	if (/Nothing was sent/.test(`${message}. ${description}`)) return 'refused';
	return 'untold';
}
