import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { isRecord, objectsIn } from '../shared/values';
import { locatorValue } from './locators';

/**
 * The references that are currently chosen in the editor, each once.
 * @param thing the name of the field of the first one, and of the field in each row
 * @param list the name of the list of additional ones
 */
export function chosenIn(context: ILoadOptionsFunctions, thing: string, list: string): string[] {
	const rows: unknown = context.getCurrentNodeParameter(list);
	const all = [
		context.getCurrentNodeParameter(thing),
		...objectsIn(isRecord(rows) ? rows[thing] : undefined).map((row) => row[thing]),
	];
	return [...new Set(all.map(locatorValue))].filter(Boolean);
}
