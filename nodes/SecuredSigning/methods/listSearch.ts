import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { requiredLocator } from '../descriptions/locators';
import { documentStatus } from '../outputs/document';
import { path, read } from '../transport';
import { text } from '../values';

const FOLDERS = ['InBox', 'Progress', 'Signed'];

/** The documents, by folder and with their status; typing a folder's name narrows the list to it. */
export async function searchDocuments(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return matching(
		await documentsOfAllFolders(this),
		filter,
		({ Folder, Name, Status }) => `${Folder}: ${Name}${Status ? ` (${Status})` : ''}`,
	);
}

/** The service does not list packages, so they are those that the documents name. */
export async function searchPackages(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const packages = new Map<string, IDataObject[]>();
	for (const document of await documentsOfAllFolders(this)) {
		const reference = text(document.PackageReference);
		if (reference !== '') packages.set(reference, [...(packages.get(reference) ?? []), document]);
	}
	return matching(
		[...packages].map(([Reference, documents]) => ({ Reference, Name: packageLabel(documents) })),
		filter,
	);
}

function packageLabel(documents: IDataObject[]): string {
	const names = documents.map(({ Name }) => Name).join(', ');
	const completed = documents.filter((document) => documentStatus(document) === 'completed');
	return `${names} (${completed.length} of ${documents.length} completed)`;
}

/** The signers of the document that the node's 'Document' names, with how far they are. */
export async function searchSigners(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const document = requiredLocator(this.getCurrentNodeParameter('document'), 'Document');
	const { Signers } = await read<IDataObject>(this, path`/Document/Status/${document}`);
	const signers = ((Signers ?? []) as IDataObject[]).filter(({ SignerReference }) =>
		Boolean(SignerReference),
	);
	return matching(
		signers.map(({ SignerReference, ...signer }) => ({ ...signer, Reference: SignerReference })),
		filter,
		({ FirstName, LastName, Email, SignedStatus }) =>
			[FirstName, LastName, Email && `<${Email}>`, SignedStatus && `(${SignedStatus})`]
				.filter(Boolean)
				.join(' '),
	);
}

export async function searchForms(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return matching(await read<IDataObject[]>(this, '/FormDirect/GetFormList'), filter);
}

export async function searchTemplates(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return matching(await read<IDataObject[]>(this, '/FormFiller/GetTemplateList'), filter);
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

export async function searchAttachments(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return matching(await read<IDataObject[]>(this, '/Attachment/GetAttachments'), filter);
}

export async function searchInvoices(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const invoices = await read<IDataObject[]>(this, '/Billing/Invoices');
	const named = invoices.map(({ InvoiceReference, InvoiceNO, Description }) => ({
		Reference: InvoiceReference,
		Name: [InvoiceNO, Description].filter(Boolean).join(': '),
	}));
	return matching(named, filter);
}

async function documentsOfAllFolders(context: ILoadOptionsFunctions): Promise<IDataObject[]> {
	const folders = await Promise.all(
		FOLDERS.map(async (Folder) => {
			const documents = await read<IDataObject[]>(
				context,
				path`/Document/GetActiveDocuments/${Folder}`,
			);
			// An answer need not say which folder a document is in.
			return documents.map((document) => ({ ...document, Folder }));
		}),
	);
	return folders.flat();
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
