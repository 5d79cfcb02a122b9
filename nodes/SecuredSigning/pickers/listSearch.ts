import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { read } from '../api';
import { orderOf } from '../api/answers/dates';
import { documentStatus } from '../api/answers/documentStatus';
import { emailOf } from '../api/answers/people';
import { peopleNamed, standingOf } from '../api/answers/standing';
import { FOLDERS } from '../api/folders';
import { asRead, objectsIn, text } from '../shared/values';
import { locatorValue } from './locators';

/**
 * The documents with their signers and how far they are, the latest first. A part of the name, a signer's name
 * or email, and the name of a folder narrow the list.
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
			peopleNamed(objectsIn(document.Signers)),
			...standingOf(document, timezone),
		),
		value: text(document.Reference),
		words: [document.Folder, ...objectsIn(document.Signers).map(emailOf)].map(text),
	}));
	return { results: found(documents, filter) };
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
	const names = joined(', ', ...documents.map(({ Name }) => Name));
	const completed = documents.filter((document) => documentStatus(document) === 'completed');
	return `${names} (${completed.length} of ${documents.length} completed)`;
}

/** The signers of the document that the node's 'Document' names, with how far they are. */
export async function searchSigners(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const document = locatorValue(this.getCurrentNodeParameter('document'));
	// A refusal would be red in a panel that nobody has filled in yet.
	if (document === '') return { results: [{ name: 'Choose a Document First', value: '' }] };
	const { Signers } = await read(this, '/Document/Status/{DocumentReference}', {
		path: { DocumentReference: document },
	});
	const signers = objectsIn(Signers).filter(({ SignerReference }) => Boolean(SignerReference));
	return matching(
		signers.map(({ SignerReference, ...signer }) => ({ ...signer, Reference: SignerReference })),
		filter,
		({ FirstName, LastName, Email, SignedStatus }) =>
			joined(' ', FirstName, LastName, text(Email) && `<${text(Email)}>`, bracketed(SignedStatus)),
	);
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

async function documentsOfAllFolders(context: ILoadOptionsFunctions): Promise<IDataObject[]> {
	const folders = await Promise.all(
		FOLDERS.map(async (Folder) => {
			const documents = await read(context, '/Document/GetActiveDocuments/{Folder}', {
				path: { Folder },
			});
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
	label: (thing: IDataObject) => string = ({ Name }) => text(Name),
): INodeListSearchResult {
	const choices = things.map((thing) => ({ name: label(thing), value: text(thing.Reference) }));
	return {
		results: found(choices, filter).sort((one, other) => one.name.localeCompare(other.name)),
	};
}

/** What may be chosen. */
interface Choice {
	name: string;
	value: string;
	/** What it is found by besides its name and its reference. */
	words?: string[];
}

/** The choices that a filter leaves: each reference once, and none that looks like another one. */
function found(choices: Choice[], filter = ''): Array<Pick<Choice, 'name' | 'value'>> {
	const wanted = asRead(filter);
	const byReference = new Map(choices.map((choice) => [choice.value, choice]));
	// Without a reference there is nothing to choose.
	byReference.delete('');
	return toldApart([...byReference.values()])
		.filter(
			({ name, value, words = [] }) =>
				[name, ...words].some((word) => asRead(word).includes(wanted)) || value === filter.trim(),
		)
		.map(({ name, value }) => ({ name, value }));
}

/** How much of a reference is shown. */
const END = 6;

/** With the end of their references, those that could not be told apart; with all of it, those without a name. */
function toldApart(choices: Choice[]): Choice[] {
	const counts = new Map<string, number>();
	for (const { name } of choices) counts.set(name, (counts.get(name) ?? 0) + 1);
	return choices.map(({ name, value, words }) => ({
		name: name && counts.get(name) !== 1 ? `${name} · …${value.slice(-END)}` : name || value,
		...{ value, words },
	}));
}

/** By their last signature or, as long as there is none, by when they are due: no list says when one was sent. */
const latestFirst = (one: IDataObject, other: IDataObject) => latestOf(other) - latestOf(one);

const latestOf = ({ LastSignedDate, DueDate, GMT }: IDataObject) =>
	orderOf(LastSignedDate, GMT) ?? orderOf(DueDate, GMT) ?? 0;

/** The parts that hold a text, one after another. */
const joined = (separator: string, ...parts: unknown[]) =>
	parts.map(text).filter(Boolean).join(separator);

const bracketed = (value: unknown) => text(value) && `(${text(value)})`;
