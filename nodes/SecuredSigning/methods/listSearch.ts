import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { path, read } from '../transport';

const FOLDERS = ['InBox', 'Progress', 'Signed'];

/** The documents of all folders, with their status. */
export async function searchDocuments(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const folders = await Promise.all(
		FOLDERS.map(
			async (folder) =>
				await read<IDataObject[]>(this, path`/Document/GetActiveDocuments/${folder}`),
		),
	);
	return matching(folders.flat(), filter, ({ Name, Status }) =>
		Status ? `${Name} (${Status})` : `${Name}`,
	);
}

export async function searchForms(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return matching(await read<IDataObject[]>(this, '/FormDirect/GetFormList'), filter);
}

export async function searchInvitationTemplates(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return matching(await read<IDataObject[]>(this, '/EmailTemplate/GetInvitationTemplates'), filter);
}

export async function searchCompletionTemplates(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return matching(await read<IDataObject[]>(this, '/EmailTemplate/GetCompletionTemplates'), filter);
}

export async function searchWorkflows(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return matching(await read<IDataObject[]>(this, '/Workflow/GetSmartTagWorkflows'), filter);
}

// The service has no search of its own, so the filter is applied here.
function matching(
	things: IDataObject[],
	filter = '',
	label: (thing: IDataObject) => string = ({ Name }) => String(Name),
): INodeListSearchResult {
	const wanted = filter.trim().toLowerCase();
	return {
		results: things
			.map((thing) => ({ name: label(thing), value: String(thing.Reference) }))
			.filter(({ name, value }) => name.toLowerCase().includes(wanted) || value === filter.trim())
			.sort((one, other) => one.name.localeCompare(other.name)),
	};
}
