import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { read, type RawDocument, type RawSigner } from '../api';
import { orderOf } from '../api/answers/dates';
import { documentStatus } from '../api/answers/documentStatus';
import { signerStatus } from '../api/answers/signerStatus';
import { emailOf } from '../api/answers/people';
import { peopleNamed, standingOf } from '../api/answers/standing';
import { FOLDERS } from '../api/folders';
import { objectsIn, text } from '../shared/values';
import { found } from './choices';
import { locatorValue } from './locators';

/**
 * The documents with their signers and state, the latest first. The filter searches names, signers, email
 * addresses, folders and references.
 */
export async function searchDocuments(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const timezone = this.getTimezone();
	const documents = (await documentsOfAllFolders(this)).sort(latestFirst).map((document) => ({
		name: joined(
			' · ',
			document.Name,
			// Before the people, because the editor cuts off long names.
			...standingOf(document, timezone),
			peopleNamed(objectsIn(document.Signers)),
		),
		value: text(document.Reference),
		words: [text(document.Folder), addressesOf(document)],
		more: addressesOf(document),
	}));
	return { results: found(documents, filter) };
}

/** The packages of all listed documents: the service has no list of packages. */
export async function searchPackages(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const packages = new Map<string, RawDocument[]>();
	for (const document of await documentsOfAllFolders(this)) {
		const reference = text(document.PackageReference);
		if (reference !== '') packages.set(reference, [...(packages.get(reference) ?? []), document]);
	}
	return matching(
		[...packages].map(([Reference, documents]) => ({ Reference, Name: packageLabel(documents) })),
		filter,
	);
}

function packageLabel(documents: RawDocument[]): string {
	const names = joined(', ', ...documents.map(({ Name }) => Name));
	const completed = documents.filter((document) => documentStatus(document) === 'completed');
	return `${names} (${completed.length} of ${documents.length} completed)`;
}

/** The signers of the document that is chosen in 'Document', with their status. */
export async function searchSigners(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const document = locatorValue(this.getCurrentNodeParameter('document'));
	// Not an error: it would be shown in red before the user could choose a document.
	if (document === '') return { results: [{ name: 'Choose a Document First', value: '' }] };
	const { Signers } = await read(this, '/Document/Status/{DocumentReference}', {
		path: { DocumentReference: document },
	});
	const signers = objectsIn<RawSigner>(Signers).filter(({ SignerReference }) =>
		Boolean(SignerReference),
	);
	// In the order in which they sign.
	const choices = signers.map((signer) => {
		const { SignerReference, FirstName, LastName, Email } = signer;
		return {
			name: joined(
				' ',
				FirstName,
				LastName,
				text(Email) && `<${text(Email)}>`,
				bracketed(signerStatus(signer)),
			),
			value: text(SignerReference),
		};
	});
	return { results: found(choices, filter) };
}

export async function searchForms(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return matching(await read(this, '/FormDirect/GetFormList'), filter);
}

export async function searchTemplates(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return matching(await read(this, '/FormFiller/GetTemplateList'), filter);
}

export async function searchInvitationTemplates(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return matching(await read(this, '/EmailTemplate/GetInvitationTemplates'), filter);
}

export async function searchCompletionTemplates(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return matching(await read(this, '/EmailTemplate/GetCompletionTemplates'), filter);
}

export async function searchWorkflows(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return matching(await read(this, '/Workflow/GetSmartTagWorkflows'), filter);
}

export async function searchAttachments(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return matching(await read(this, '/Attachment/GetAttachments'), filter);
}

export async function searchInvoices(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const invoices = await read(this, '/Billing/Invoices');
	const named = invoices.map(({ InvoiceReference, InvoiceNO, Description }) => ({
		Reference: InvoiceReference,
		Name: joined(': ', InvoiceNO, Description),
	}));
	return matching(named, filter);
}

async function documentsOfAllFolders(context: ILoadOptionsFunctions): Promise<RawDocument[]> {
	const folders = await Promise.all(
		FOLDERS.map(async (Folder) => {
			const documents = await read(context, '/Document/GetActiveDocuments/{Folder}', {
				path: { Folder },
			});
			// Answers may leave out the folder of a document.
			return documents.map((document) => ({ ...document, Folder }));
		}),
	);
	return folders.flat();
}

// The service has no search of its own, so the filter is applied here.
function matching<Thing extends { Reference?: unknown; Name?: unknown }>(
	things: Thing[],
	filter = '',
): INodeListSearchResult {
	const choices = things.map(({ Name, Reference }) => ({
		name: text(Name),
		value: text(Reference),
	}));
	return {
		results: found(choices, filter).sort((one, other) => one.name.localeCompare(other.name)),
	};
}

const addressesOf = ({ Signers }: RawDocument) => joined(', ', ...objectsIn(Signers).map(emailOf));

/**
 * Sorts by the last signature or, if there is none, by the due date: lists do not say when a document was
 * sent.
 */
const latestFirst = (one: RawDocument, other: RawDocument) => latestOf(other) - latestOf(one);

const latestOf = ({ LastSignedDate, DueDate, GMT }: RawDocument) =>
	orderOf(LastSignedDate, GMT) ?? orderOf(DueDate, GMT) ?? 0;

/** Joins the parts that are not empty. */
const joined = (separator: string, ...parts: unknown[]) =>
	parts.map(text).filter(Boolean).join(separator);

const bracketed = (value: unknown) => text(value) && `(${text(value)})`;
