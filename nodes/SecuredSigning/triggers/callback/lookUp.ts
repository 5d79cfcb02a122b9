import { NodeApiError, type IWebhookFunctions } from 'n8n-workflow';

import { isNotFound, isRefusal, isUnreadable, readDated, type RawDocument } from '../../api';
import { readAgain } from '../../api/answers/documentStatus';
import { sentDocuments } from '../../api/answers/sentDocuments';
import { confirming } from '../../api/gone';
import { currentDocument, type Wants } from '../../evidence';
import { toResult } from '../../shared/toResult';
import type { Gone, Lost } from './events';
import type { Kind, References } from './references';
import { earlierIn, goneOf, note, sightOf, type CallbackMemory } from './seen';

/** How many references of one call are looked up at once; the rest follows. */
const MOST_LOOKS = 100;
/**
 * After how many failures that may be those of all documents, and nothing found, the rest of a call waits for its
 * next look.
 */
const MOST_FAILURES = 5;

/** What the service says about the references in a call. */
export interface LookedUp {
	documents: RawDocument[];
	/** What was seen before and certainly no longer exists. */
	gone: Lost[];
	/** What is not found now, or cannot be read: another look has to decide. */
	pending: References;
	/** If nothing is found: why the service does not answer, or refuses for another reason than a missing document. */
	failure?: Error;
}

/** Whether other documents may fail alike: the service is down, or refuses the account and not one document. */
const mayConcernAll = (error: Error): boolean =>
	!(error instanceof NodeApiError) ||
	!isRefusal(error) ||
	['401', '407', '429'].includes(error.httpCode ?? '');

const noReferences = (): References => ({
	documents: [],
	packages: [],
	unclear: [],
	candidates: [],
});

/**
 * Reads what a call is about: the documents that it names; if it names none, the packages with their
 * documents; if nothing is found, values with an unclear name, and finally values that only look like a
 * reference. A reference that is not found may still exist: it is looked up again, and ignored after two
 * looks without a result, if this trigger never saw it.
 *
 * Source: docs/api/API.md sections 5.2, 5.3 and 12.11
 */
export async function lookUp(
	context: IWebhookFunctions,
	{ documents, packages, unclear, candidates }: References,
	wants: Wants,
	memory: CallbackMemory,
): Promise<LookedUp> {
	const pending = noReferences();
	const failed = noReferences();
	const found: LookedUp = { documents: [], gone: [], pending };
	const confirm = confirming(context, memory.sightings);
	const lose = async (kind: Kind, gone: Gone, missed: Error, evidence?: () => Promise<unknown>) => {
		const [reference] = Object.values(gone);
		if (!(await confirm(reference, missed, evidence))) return void pending[kind].push(reference);
		const sight = sightOf(memory, gone);
		const missedAt = memory.sightings[reference];
		if (sight !== undefined) found.gone.push({ ...gone, account: memory.account, sight, missedAt });
	};
	const failures: Error[] = [];
	let looks = 0;
	const isFound = () => found.documents.length + found.gone.length > 0;
	const whole = new Set<string>();
	const packageRead = async (reference: string) => {
		const documents = await documentsOf(context, reference, wants, memory);
		// It exists, even if the answer leaves its documents out.
		delete memory.sightings[reference];
		whole.add(reference);
		return documents;
	};
	/** Adds the documents of a look; calls `lost` for a 404, and keeps what cannot be read for later. */
	const take = async (
		kind: Kind,
		reference: string,
		look: Promise<RawDocument[]>,
		lost: (missed: Error) => Promise<void>,
	) => {
		const outcome = await toResult(look);
		if ('value' in outcome) found.documents.push(...outcome.value);
		else if (isNotFound(outcome.error)) await lost(outcome.error);
		else {
			failed[kind].push(reference);
			if (!isUnreadable(outcome.error)) failures.push(outcome.error);
		}
	};
	/** Keeps the rest for later, of a long list and if the service seems to be down; whether it did. */
	const putsOff = (kind: Kind, reference: string): boolean => {
		looks++;
		const failedAlike = failures.filter(mayConcernAll).length;
		const isPutOff = looks > MOST_LOOKS || (!isFound() && failedAlike >= MOST_FAILURES);
		if (isPutOff) pending[kind].push(reference);
		return isPutOff;
	};
	/** Documents, or else packages. */
	const lookFor = async (kind: Kind, references: string[]) => {
		for (const reference of references) {
			if (putsOff(kind, reference)) continue;
			const asPackage = async () =>
				await take(
					kind,
					reference,
					packageRead(reference),
					async (missed) => await lose(kind, goneOf(memory, reference), missed),
				);
			await take(kind, reference, documentOf(context, reference, wants, memory), asPackage);
		}
	};
	for (const reference of documents) {
		if (putsOff('documents', reference)) continue;
		await take(
			'documents',
			reference,
			documentOf(context, reference, wants, memory),
			async (missed) => await lose('documents', { documentReference: reference }, missed),
		);
	}
	for (const reference of documents.length === 0 ? packages : []) {
		if (putsOff('packages', reference)) continue;
		await take(
			'packages',
			reference,
			packageRead(reference),
			async (missed) =>
				await lose(
					'packages',
					{ packageReference: reference },
					missed,
					async () => await packageOf(context, reference),
				),
		);
	}
	if (!isFound()) await lookFor('unclear', unclear);
	if (!isFound()) await lookFor('candidates', candidates);
	// What one document is refused with does not hold up the others of the call: those come first the next time.
	for (const kind of Object.keys(pending) as Kind[]) pending[kind].push(...failed[kind]);
	if (!isFound()) [found.failure] = failures;
	note(memory, found.documents, whole);
	return found;
}

async function documentOf(
	context: IWebhookFunctions,
	reference: string,
	wants: Wants,
	memory: CallbackMemory,
): Promise<RawDocument[]> {
	const earlier = earlierIn(memory, { Reference: reference });
	const document = await currentDocument(context, reference, wants, earlier);
	return [{ ...document, Reference: reference }];
}

async function documentsOf(
	context: IWebhookFunctions,
	reference: string,
	wants: Wants,
	memory: CallbackMemory,
): Promise<RawDocument[]> {
	const { answer, look } = await packageOf(
		context,
		reference,
		wants('log') ? { DocumentLog: true } : {},
	);
	return sentDocuments({ PackageReference: reference, ...answer }).map((document) =>
		readAgain(document, look, earlierIn(memory, document)),
	);
}

const packageOf = async (
	context: IWebhookFunctions,
	reference: string,
	query: { DocumentLog?: boolean } = {},
) =>
	await readDated(context, '/Package/Status/{PackageReference}', {
		path: { PackageReference: reference },
		query,
	});
