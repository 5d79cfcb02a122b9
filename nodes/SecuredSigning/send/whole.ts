import { UserError, type IExecuteFunctions } from 'n8n-workflow';

import { read, type Raw, type RawDocument, type RawSigner } from '../api';
import { sentDocuments } from '../api/answers/sentDocuments';
import { toResult } from '../shared/toResult';
import { objectsIn, text } from '../shared/values';
import { isOtherReference } from './clientReference';
import { find, findByClientReference } from './find';
import { othersThan } from './others';
import { SEND_THE_REST, unconfirmed } from './recovered';
import type { Part, Sent } from './sent';
import { isSameSigner } from './signers';
import { withReferencesToCompare } from './wholeReferences';

/** What a send should produce. */
export interface Order {
	/** The references of its documents, if it sends stored ones. */
	documents?: string[];
	/** Those of them that were uploaded for it. */
	uploads?: string[];
	/** How many documents it should produce. */
	count: number;
	/** Its signers; empty if the documents name them. */
	signers: RawSigner[];
	/** The form or template of each document, where there are several. */
	parts?: Part[];
	/** Whether nobody else may sign: the documents name no further people, or must not. */
	isEverybody: boolean;
	/** Whether it may send documents that were sent before, because the user wants that. */
	isRepeat?: boolean;
}

/** The documents and package in the answer to a send. */
export interface Named {
	documents: RawDocument[];
	packageReference: string;
	/** Whether it names anything at all: then something was sent. */
	isAnything: boolean;
	/** Whether it is the answer to another send. */
	isOthers?: true;
}

/** A document or a package. */
type Entry = RawDocument & Raw<'PackageResponse'>;

/** Reads the answer to a send. */
export async function documentsNamedIn(
	context: IExecuteFunctions,
	answer: object,
	sent: Sent,
): Promise<Named> {
	const isOthers = await othersThan(context, sent);
	const found = await withReferencesToCompare(context, sentDocuments(answer), sent.clientReference);
	const all = found.filter((document) => !isOthers(document));
	const answered = objectsIn<Entry>([answer].flat());
	const isAllOthers = found.length > 0 ? all.length === 0 : answered.some(isOthers);
	if (isAllOthers)
		return { documents: [], packageReference: '', isAnything: false, isOthers: true };
	const entries: Entry[] = [...answered, ...all];
	const references = (name: keyof Entry) =>
		entries.map((entry) => text(entry[name])).filter(Boolean);
	const packageReference = references('PackageReference')[0] ?? '';
	const named = all.filter(({ Reference }) => text(Reference) !== '');
	const documents = named.filter(
		({ Reference }, at) => at === named.findIndex((other) => other.Reference === Reference),
	);
	return {
		documents,
		packageReference,
		isAnything:
			all.length > 0 || packageReference !== '' || references('QueueReference').length > 0,
	};
}

/**
 * All documents of a send. If its answer names only some of them, or only their package, the missing ones are
 * looked up.
 *
 * @param count how many there are
 * @throws UserError when some of them cannot be found
 * Source: docs/api/API.md sections 5.3 to 5.6
 */
export async function whole(
	context: IExecuteFunctions,
	sent: Sent,
	count: number,
	named: Pick<Named, 'documents' | 'packageReference'>,
): Promise<RawDocument[]> {
	let { documents } = named;
	const isOthers = await othersThan(context, sent);
	let isOthersPackage = false;
	if (!sent.documents && documents.length > count) {
		documents = documents.filter((document) => isOfSend(document, sent));
	}
	const isMissing = () =>
		sent.documents
			? sent.documents.some((reference) => !holds(documents, reference))
			: documents.length < count;
	const add = (found: RawDocument[]) => {
		const own = found.filter((document) => text(document.Reference) !== '' && !isOthers(document));
		documents = [
			...documents,
			...own.filter(({ Reference }) => !holds(documents, text(Reference))),
		];
	};
	if (isMissing() && named.packageReference !== '') {
		const outcome = await toResult(documentsOfPackage(context, named.packageReference));
		const found = 'value' in outcome ? outcome.value : [];
		isOthersPackage = found.length > 0 && found.every(isOthers);
		add(found);
	}
	if (isMissing()) {
		const looking = sent.documents
			? find(context, sent)
			: findByClientReference(context, sent.clientReference);
		const outcome = await toResult(looking);
		if ('value' in outcome) add(outcome.value.out);
	}
	if (isMissing()) {
		throw isOthersPackage ? othersPackage(named) : incomplete(sent, count, named);
	}
	// Further documents in the answer do not belong to this send.
	return sent.documents ? inOrder(documents, sent.documents) : documents;
}

/** Whether a document may belong to a send, if the answer names more documents than were sent. */
function isOfSend({ ClientReference, Signers }: RawDocument, sent: Sent): boolean {
	const [signers, people] = [objectsIn(Signers), sent.people ?? []];
	const isForOthers =
		signers.length > 0 &&
		people.length > 0 &&
		!people.some((person) => signers.some((signer) => isSameSigner(person, signer)));
	return !isForOthers && !isOtherReference(ClientReference, sent.clientReference);
}

/** The documents of a package as it is now. */
async function documentsOfPackage(
	context: IExecuteFunctions,
	reference: string,
): Promise<RawDocument[]> {
	const answer = await read(context, '/Package/Status/{PackageReference}', {
		path: { PackageReference: reference },
	});
	return sentDocuments({ PackageReference: reference, Documents: answer.Documents });
}

export const referencesOf = (documents: RawDocument[]): string[] =>
	documents.map(({ Reference }) => text(Reference));

const holds = (documents: RawDocument[], reference: string): boolean =>
	documents.some(({ Reference }) => text(Reference) === reference);

const inOrder = (documents: RawDocument[], references: string[]): RawDocument[] =>
	references.flatMap((reference) =>
		documents.filter(({ Reference }) => text(Reference) === reference),
	);

const othersPackage = ({ packageReference }: Pick<Named, 'packageReference'>): UserError =>
	unconfirmed(`Secured Signing's answer names the package of another send (${packageReference})`);

function incomplete(
	sent: Sent,
	count: number,
	{ documents, packageReference }: Pick<Named, 'documents' | 'packageReference'>,
): UserError {
	const references = referencesOf(documents);
	const missing = sent.documents?.filter((reference) => !references.includes(reference));
	const facts = [
		references.length > 0 && `Named: ${references.join(', ')}.`,
		missing && `Not named, and not found among what is sent: ${missing.join(', ')}.`,
		packageReference !== '' && `Package: ${packageReference}.`,
	];
	return new UserError(
		`Secured Signing accepted the send, but its answer names ${documents.length} of ${count} documents`,
		{
			description: [...facts, `The missing ones may have been sent anyway. ${SEND_THE_REST}`]
				.filter(Boolean)
				.join(' '),
		},
	);
}
