/**
 * Executions that somebody retries ("Retry" in n8n's list of executions). n8n stores the memory of an execution when a
 * node ends: it has none of what a node did while n8n was killed, or somebody stopped the execution; and what one retry
 * sent, another retry of the same stored execution does not know.
 */
import { UserError, type IExecuteFunctions } from 'n8n-workflow';

import { accountOf, type Raw, type RawDocument, type RawSigner } from '../api';
import { spansOf } from '../api/answers/dates';
import { isSentStep } from '../api/answers/document';
import { isPartial, mayBe, readingsOf } from '../api/answers/entities';
import { emailOf, mayBeEmail } from '../api/answers/people';
import { objectsIn, text } from '../shared/values';
import type { Attempt } from './attempt';
import { contentIn, inCommon, isSameReference, type ClientReference } from './clientReference';
import { lettersIn } from './contract';
import { mayBeCutIn } from './cutReferences';
import { findAll, withoutLog } from './find';
import { isPastUnknown, isRetried, noteRun, startOf } from './memory';
import {
	byName,
	cachedAnswerError,
	foundInPart,
	marked,
	UNCONFIRMED,
	unclearWhether,
} from './recovered';
import { nameOfContent, recall } from './remembered';
import type { Part, Sent } from './sent';

/** What a retry looks for before it sends. */
interface Subject {
	/** Whom each document is for. */
	parts: Array<Pick<Part, 'people'>>;
	/** The names of its files; undefined for what the service has itself. */
	fileNames: string[] | undefined;
	/** The references of its documents that are already stored there; their own status tells whether they were sent. */
	stored: string[];
	count: number;
}

/**
 * What an execution, or another retry of it, sent of this item, though this retry remembers nothing of it; undefined
 * where nothing was found.
 *
 * @throws UserError when documents are out that may be those of the item
 */
export async function sentByRetried(
	context: IExecuteFunctions,
	attempt: Attempt,
	sentAs: ClientReference,
	{ parts, fileNames, stored, count }: Subject,
): Promise<RawDocument[] | undefined> {
	const { clientReference, isGenerated, isOfSeal, generated } = sentAs;
	const { out, unclear, unread, isOld } = await findAll(context, [clientReference, generated]);
	const own = out.filter((document) => isSameReference(document.ClientReference, generated));
	if (own.length >= count) return marked(own.map(withoutLog));
	if (own.length > 0) throw foundInPart(own, count);
	// Nothing is left of what tells the execution's sends from those of others.
	const isLost = isPastUnknown(context);
	// If not, another retry of the same execution may have sent it under another reference.
	const isSameEachTime = isOfSeal || attempt.hasSameReference(sentAs);
	const isNamed = fileNames && namedAs(fileNames, out);
	/** Whether it goes to the same people and, where it is a file, under such a name. */
	const isLike = (document: RawDocument) =>
		parts.some(({ people }) => isToAll(document, people)) && (isNamed?.(document) ?? true);
	const startedAt = startOf(context);
	const mayBeOfItem = (document: RawDocument): boolean => {
		const { place, execution, content } = inCommon(text(document.ClientReference), generated);
		if (execution && (place || content)) return true;
		// Another contract may have the builder's reference, too.
		const isForOneOfThem = () => parts.some(({ people }) => isToAny(document, people));
		const isClose =
			(isUnderOwn(document) && (isLost || isForOneOfThem())) ||
			((isLost || !isSameEachTime) && (content || isLike(document)));
		return isClose && !isBefore(document);
	};
	const isBefore = (document: RawDocument) =>
		startedAt !== undefined && wasSentBefore(document, startedAt);
	const isOlder = ({ begunAt }: Sent) =>
		startedAt !== undefined && begunAt !== undefined && begunAt < startedAt - MOST_OFF_MS;
	const isUnderOwn = ({ ClientReference }: RawDocument) =>
		!isGenerated && isSameReference(ClientReference, clientReference);
	const isOther = (document: RawDocument) =>
		!attempt.isOfExecution(document) && !stored.includes(text(document.Reference));
	const isOpen = (document: RawDocument) => isOther(document) && mayBeOfItem(document);
	const others = out.filter(isOpen);
	if (others.length > 0) throw isLost ? mayBeSent(others) : mayBeSentByRetry(others);
	const open = [
		...unclear.filter(isOpen),
		...unread.filter((document) => isOther(document) && !isBefore(document)),
	];
	if (open.length > 0) throw unclearWhether(open);
	// Lists may lag behind what this process sent.
	const before = isLost
		? recall(nameOfContent(await accountOf(context), contentIn(generated)))
		: undefined;
	if (before && !isOlder(before) && !before.isRefused && !attempt.isOwnSend(before))
		throw mayBeSentByProcess(before);
	if (isOld) throw cachedAnswerError();
	return undefined;
}

const mayBeSentByProcess = ({ documents, accepted }: Sent): UserError => {
	const known = documents ?? accepted?.documents ?? [];
	return new UserError(UNCONFIRMED, {
		description: `This is a retry, but the stored execution has no record of what was sent before. This n8n has sent, or may have sent, a similar document to the same people${known.length > 0 ? `: ${known.join(', ')}` : ''}. Nothing was sent this time. Look in Secured Signing. If what was sent is another contract, or nothing was sent, run the workflow again as a new execution with only this item.`,
	});
};

/** How far what the service says of times may be off. */
const MOST_OFF_MS = 60 * 60_000;

/**
 * Whether its log says that a document was sent before that time, in whichever zone its date is (docs/api/API.md section
 * 10, number 5).
 */
function wasSentBefore({ Logs }: RawDocument, time: number): boolean {
	const sent = objectsIn<Raw<'DocumentLog'>>(Logs).find(isSentStep);
	const spans = sent ? spansOf(sent.Date, undefined) : [];
	return spans.length > 0 && spans.every(({ last }) => last < time - MOST_OFF_MS);
}

const emailsIn = ({ Signers }: RawDocument) => objectsIn(Signers).map(emailOf).filter(Boolean);

/** Whether a document is for all of these people, as far as it names any: perhaps only those whose turn it is. */
function isToAll(document: RawDocument, people: RawSigner[]): boolean {
	const emails = emailsIn(document);
	const wanted = people.map(emailOf);
	return (
		wanted.every((email) => emails.some((shown) => mayBeEmail(shown, email))) ||
		emails.every((shown) => wanted.some((email) => mayBeEmail(shown, email)))
	);
}

/** The same for one of them. */
function isToAny(document: RawDocument, people: RawSigner[]): boolean {
	const emails = emailsIn(document);
	return (
		emails.length === 0 ||
		people.length === 0 ||
		people.some((person) => emails.some((shown) => mayBeEmail(shown, emailOf(person))))
	);
}

/** Returns a function: whether a listed document may be a file with one of these names. Lists may escape, mask or cut them. */
function namedAs(fileNames: string[], listed: RawDocument[]) {
	const wanted = fileNames.flatMap(readingsOf).map(lettersIn);
	const mayBeCut = mayBeCutIn(listed.map(({ Name }) => text(Name)));
	return ({ Name }: RawDocument): boolean => {
		const name = text(Name);
		const isCut = (letters: string) => letters !== '' && !/\.\w{1,5}$/.test(name) && mayBeCut(name);
		return readingsOf(name).some((shown) => {
			const letters = lettersIn(shown);
			if (name === '' || wanted.includes(letters)) return true;
			const isPart = isPartial(shown) || isCut(letters);
			return isPart && wanted.some((own) => mayBe(shown, own, lettersIn));
		});
	};
}

const mayBeSent = (documents: RawDocument[]): UserError =>
	new UserError(UNCONFIRMED, {
		description: `This is a retry, but n8n has no record of what was sent before: n8n was shut down, the execution was stopped, an earlier node failed, or the execution had already been retried. These documents may be what this item sent: ${byName(documents)}. ${IF_NONE}`,
	});

/** The same where n8n kept what the execution itself sent. */
const mayBeSentByRetry = (documents: RawDocument[]): UserError =>
	new UserError(UNCONFIRMED, {
		description: `If this execution had already been retried, n8n has no record of what that retry sent. These documents may be what this item sent: ${byName(documents)}. ${IF_NONE}`,
	});

const IF_NONE =
	'Nothing was sent this time. Look at them in Secured Signing. If none of them is for this item, run the workflow again as a new execution with only this item.';

/** What is told of a change that cannot be looked up. */
const mayBeDone = (): UserError =>
	new UserError(UNCONFIRMED, {
		description:
			'This is a retry, but n8n has no record of whether this node had begun to send before: n8n was shut down, the execution was stopped, or an earlier node failed. A mail merge cannot be looked up. Nothing was sent this time. Look in Secured Signing. If it was not sent, run the workflow again as a new execution with only this item.',
	});

/**
 * To be called before a change that must not be made twice and cannot be looked up.
 *
 * @throws UserError in a retry of an execution of which n8n did not keep whether the node began to make it
 */
export function refuseUnknownPast(context: IExecuteFunctions): void {
	noteRun(context);
	if (isRetried(context) && isPastUnknown(context)) throw mayBeDone();
}
