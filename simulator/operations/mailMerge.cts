import type { Schemas } from '../api.cts';
import { invalid, missing, notFound } from '../errors.cts';
import type { Service } from '../service.cts';
import { readSigners, textOf } from '../smartTags.cts';
import { presentDocument } from '../store/present.cts';
import { newReference } from '../store/references.cts';
import type { HeldMerge } from '../store/types.cts';
import { dueDateOf, mailTermsOf, mustExist, newSigner } from './sending.cts';
import { charge } from './uploads.cts';

/**
 * Sends a document once for each row of a list. Assumed: the columns FirstName, LastName and Email
 * name the first signer; the names of the columns are documented nowhere.
 */
export async function sendMerged(
	service: Service,
	body: Schemas['MailMergeRequest'],
): Promise<Schemas['ProcessDocument']> {
	const { store, life } = service;
	const original = store.document(body.DocumentReference, missing.process);
	mustExist([body.EmailTemplateReference], store.invitationTemplates, 'E-mail template');
	const dueDate = dueDateOf(service, body.DueDate, undefined);
	// Assumed: real lists may be Excel files; this simulator reads csv.
	if (body.MailMergeListFileType !== 'csv') throw invalid('The simulator merges csv lists only');
	const people = readCsv(Buffer.from(body.MailMergeListFileData, 'base64').toString('utf8'));
	if (people.length === 0) throw invalid('The list holds no rows');
	original.sends += 1;
	const tags = readSigners(await textOf(original.file));
	const embedded = body.Embedded ?? false;
	const allSigners = people.map((row) => {
		const first = { firstName: row.FirstName, lastName: row.LastName, email: row.Email ?? '' };
		return tags.map((tag, i) => newSigner(tag.order, i === 0 ? first : tag, {}, { embedded }));
	});
	charge(service, people.length);

	const merge: HeldMerge = {
		reference: newReference(),
		status: 'Complete',
		documentReferences: [],
	};
	for (const signers of allSigners) {
		const copy = store.addDocument(original.file);
		life.begin(copy, {
			...{ signers, dueDate, hasTags: true, returnUrl: body.ReturnUrl },
			...mailTermsOf(body),
		});
		merge.documentReferences.push(copy.reference);
	}
	store.merges.set(merge.reference, merge);
	// Assumed: the list is worked off in the background, so the first answer has no documents yet.
	return { Reference: merge.reference, ProcessingStatus: 'Processing', Documents: [] };
}

export function presentMerge(service: Service, reference: string): Schemas['ProcessDocument'] {
	const merge = service.store.merges.get(reference);
	if (!merge) throw notFound(missing.process);
	return {
		Reference: merge.reference,
		ProcessingStatus: merge.status,
		Documents: service.store
			.documentsOf(merge)
			.map((document) => presentDocument(document, service)),
	};
}

/** Rows by their header; cells may be quoted, and quoted ones may hold line breaks. */
function readCsv(text: string): Record<string, string>[] {
	const lines: string[][] = [[]];
	const cells = text
		.replace(/^\uFEFF/, '')
		.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g);
	for (const [, quoted, plain, end] of cells) {
		lines.at(-1)?.push((quoted?.replaceAll('""', '"') ?? plain).trim());
		if (end === '') break;
		if (end !== ',') lines.push([]);
	}
	const [header, ...rows] = lines.filter((line) => line.some((cell) => cell !== ''));
	return rows.map((line) => Object.fromEntries(header.map((name, i) => [name, line[i] ?? ''])));
}
