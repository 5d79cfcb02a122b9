import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { Part } from '../SecuredSigning/descriptions/include';
import { text } from '../SecuredSigning/values';
import type { EventName } from './events';

/** What the builder chose in the node. */
export interface Choices {
	events: Set<EventName>;
	include: Part[];
	simplify: boolean;
	includeHistory: boolean;
	recordNew: boolean;
	/** Whether a document passes the filters. */
	matches(document: IDataObject): boolean;
}

/** Reads the parameters; they are the same for every document. */
export function readChoices(context: IPollFunctions): Choices {
	const options = context.getNodeParameter('options', {}) as IDataObject;
	const name = text(options.name).toLowerCase();
	const clientReference = text(options.clientReference);
	const folder = options.folder ?? 'any';
	return {
		events: new Set(context.getNodeParameter('events') as EventName[]),
		include: context.getNodeParameter('include', []) as Part[],
		simplify: context.getNodeParameter('simplify', true) as boolean,
		includeHistory: options.includeHistory === true,
		recordNew: options.recordNew !== false,
		matches: (document) =>
			text(document.Name).toLowerCase().includes(name) &&
			(clientReference === '' || text(document.ClientReference) === clientReference) &&
			(folder === 'any' || document.Folder === folder),
	};
}
