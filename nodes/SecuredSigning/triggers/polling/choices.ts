import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { Raw } from '../../api';
import { nameFilter, referenceFilter } from '../../fields/documentFilters';
import type { EvidencePart } from '../../fields/include';
import { text } from '../../shared/values';
import { isAnyOf, LOSSES, type TriggerEvent } from '../events';
import { readParameters } from '../parameters';
import { isCompleted } from './completions';
import { properties } from './fields';

interface Parameters {
	events: TriggerEvent[];
	include: EvidencePart[];
	simplify: boolean;
	options: IDataObject;
}

/** What the user chose in the node. */
export interface PollChoices {
	events: Set<TriggerEvent>;
	include: EvidencePart[];
	simplify: boolean;
	includeHistory: boolean;
	recordNew: boolean;
	/** Whether a document passes the filters. */
	matches(document: Raw<'Document'>): boolean;
	/**
	 * Whether a listed document may pass them: a list may leave out values that its status has
	 * (docs/api/API.md section 3).
	 */
	mayMatch(document: Raw<'Document'>): boolean;
	/**
	 * Whether the status of a listed document has to be read to see if it passes: after a deletion, that is
	 * no longer possible.
	 */
	isToBeAsked(document: Raw<'Document'>): boolean;
}

/**
 * Reads the parameters; they are the same for every document.
 * @throws UserError like readParameters
 */
export function readPollChoices(context: IPollFunctions): PollChoices {
	const { events, include, simplify, options } = readParameters<Parameters>(context, properties);
	const isNamed = nameFilter(options.name);
	const isReferred = referenceFilter(options.clientReference);
	const folder = options.folder ?? 'any';
	const isIn = (document: Raw<'Document'>) =>
		folder === 'any' ||
		document.Folder === folder ||
		// The folder may be outdated compared with the status, and 'completed' is reported only once.
		(folder === 'Signed' && isCompleted(document));
	const isEmpty = (value: unknown) => text(value) === '';
	const lacks = ({ Name, ClientReference }: Raw<'Document'>) =>
		(isEmpty(Name) && !isEmpty(options.name)) ||
		(isEmpty(ClientReference) && !isEmpty(options.clientReference));
	const mayMatch = (document: Raw<'Document'>) =>
		isIn(document) &&
		(isEmpty(document.Name) || isNamed(document)) &&
		(isEmpty(document.ClientReference) || isReferred(document));
	const chosen = new Set(events);
	const tellsOfLosses = isAnyOf(LOSSES, chosen);
	return {
		events: chosen,
		// Other events have nothing to fetch; the field is hidden then, and has its default.
		include: events.includes('completed') ? include : [],
		simplify,
		includeHistory: options.includeHistory === true,
		recordNew: options.recordNew !== false,
		matches: (document) => isIn(document) && isNamed(document) && isReferred(document),
		mayMatch,
		isToBeAsked: (document) =>
			tellsOfLosses && lacks(document) && mayMatch(document) && !isCompleted(document),
	};
}
