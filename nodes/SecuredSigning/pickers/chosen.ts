import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { isRecord, objectsIn } from '../shared/values';
import { locatorValue } from './locators';

/**
 * The references that somebody has chosen in the editor so far, each once.
 * @param thing the field of the first one, and of each row
 * @param list of those that go out with it
 */
export function chosenIn(context: ILoadOptionsFunctions, thing: string, list: string): string[] {
	const rows: unknown = context.getCurrentNodeParameter(list);
	const all = [
		context.getCurrentNodeParameter(thing),
		...objectsIn(isRecord(rows) ? rows[thing] : undefined).map((row) => row[thing]),
	];
	return [...new Set(all.map(locatorValue))].filter(Boolean);
}
