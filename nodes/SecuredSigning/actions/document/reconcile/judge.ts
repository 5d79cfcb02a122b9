import type { IExecuteFunctions } from 'n8n-workflow';

import { isNotFound } from '../../../api';
import { nameKey } from '../../../api/answers/entities';
import { emailOf } from '../../../api/answers/people';
import type { Expected } from '../../../fields/expectedDocument';
import { referenceKey, sizesOf } from '../../../send/cutReferences';
import { nameOfReference, recall, sendOf } from '../../../send/remembered';
import { isSent } from '../../../send/sent';
import { DAY_MS } from '../../../shared/dates';
import { mapConcurrently } from '../../../shared/mapConcurrently';
import { text } from '../../../shared/values';
import {
	chosenOf,
	fitOf,
	isReferred,
	isSpelledSo,
	latestSendOf,
	mayBeSentBefore,
	MOST_OFF_MS,
	type Chosen,
} from './fit';
import type { Listed, Listing } from './listing';
import { LookUps, missing, MOST_LOOKED_UP } from './lookUps';
import { matesOf, sameReferenceAs } from './packages';
import { named, ofOne, ofSome, otherwise, rowStateOf, unknown, type Verdict } from './verdict';

/** How many documents may match one row at most. */
const MOST_CANDIDATES = 1000;
/** How many documents of one remembered send are looked up at most. */
const MOST_SENT = 20;
/** Some accounts remove signed documents after that time: docs/api/API.md section 12.5. */
const KEPT_MS = 7 * DAY_MS;

/** How many bytes a letter has at most, in UTF-8. */
const MOST_BYTES = 4;

/** Finds out what became of each row, from one reading of an account's lists. */
export class ReconcileJudge {
	private readonly lookUps: LookUps;
	/** Documents that are listed with neither a client reference nor all of their signers. */
	private bare?: Listed[];
	/** Documents that are listed without a client reference, by the 'Sent After' of rows. */
	private readonly unlabelled = new Map<number, Listed[]>();

	constructor(readonly listing: Listing) {
		this.lookUps = new LookUps(listing);
	}

	/** @param keeps whether the user says that the account never removes documents from its lists */
	async judge(context: IExecuteFunctions, expected: Expected, keeps: boolean): Promise<Verdict> {
		if (expected.unusable !== undefined) return unknown(expected.unusable);
		const told =
			expected.documentReference === ''
				? await this.byDescription(context, expected, keeps)
				: await this.byReference(context, expected);
		const now = told.state === 'inInbox' ? await this.unlessOut(context, told) : told;
		const verdict = timed(expected, await this.unlessMore(context, this.unlessPart(now)));
		for (const one of verdict.found) {
			one.isExpected = true;
			const listed = this.listing.byReference.get(text(one.document.Reference));
			if (listed) listed.isExpected = true;
		}
		return verdict;
	}

	/**
	 * A document that this n8n process sent is no longer in the InBox, even if an outdated list still shows
	 * it there.
	 */
	private async unlessOut(context: IExecuteFunctions, verdict: Verdict): Promise<Verdict> {
		const [{ document }] = verdict.found;
		const reference = text(document.Reference);
		const sent = sendOf(this.listing.account, reference);
		if (sent === undefined || !isSent(sent)) return verdict;
		const look = await this.lookUps.legible(context, reference);
		const now = look && ofOne([look], this.restOf([look]));
		if (now && now.state !== 'inInbox') return now;
		return unknown(
			'this n8n sent this document, but Secured Signing does not show it yet',
			verdict.found,
		);
	}

	/**
	 * A package is signed only if all of its documents are: some may be in a folder that could not be read.
	 */
	private unlessPart(verdict: Verdict): Verdict {
		const { faults } = this.listing;
		const isPart = verdict.found.some(({ document }) => text(document.PackageReference) !== '');
		return faults.length > 0 && verdict.state === 'signed' && isPart
			? unknown(faults.join(', and '), verdict.found)
			: verdict;
	}

	/**
	 * A list may leave out which documents were sent together. If others with the same client reference are not signed,
	 * their own status tells whether they are part of the same package.
	 */
	private async unlessMore(context: IExecuteFunctions, verdict: Verdict): Promise<Verdict> {
		if (verdict.state !== 'signed') return verdict;
		const open = sameReferenceAs(this.listing, verdict.found).filter(
			(one) => rowStateOf(one) !== 'signed',
		);
		if (open.length === 0) return verdict;
		const packageOf = async ({ document }: Listed) => {
			const look = await this.lookUps.legible(context, text(document.Reference));
			return look && text(look.document.PackageReference);
		};
		const own = await packageOf(verdict.found[0]);
		if (own === '') return verdict;
		const packages = await mapConcurrently(open, packageOf);
		const mates = open.filter(
			(_, at) => own === undefined || [own, undefined].includes(packages[at]),
		);
		if (mates.length === 0) return verdict;
		return unknown(
			`${named(mates)} may be part of the same send, and is not signed`,
			verdict.found,
		);
	}

	/** The documents that no row matches, neither directly nor as the rest of a package. */
	others(): Listed[] {
		return this.listing.documents.filter(({ isExpected }) => isExpected !== true);
	}

	/** Documents in the same package as a row's document, which no row matches. */
	leftOut({ matched = [] }: Verdict): Listed[] {
		return matesOf(this.listing, matched).apart.filter(({ isExpected }) => isExpected !== true);
	}

	private readonly restOf = (some: Listed[]): Listed[] => matesOf(this.listing, some).own;

	private async byReference(context: IExecuteFunctions, expected: Expected): Promise<Verdict> {
		const reference = expected.documentReference;
		const listed = this.listing.byReference.get(reference);
		const one = listed ?? (await this.lookUps.of(context, reference));
		if (one === undefined)
			return unknown(`at most ${MOST_LOOKED_UP} documents are looked up in one run`);
		if (one instanceof Error) {
			if (!isNotFound(one)) return unknown(`the document could not be read (${one.message})`);
			return (
				this.namesakeOf(expected) ?? (await missing(context, this.listing.account, reference, one))
			);
		}
		const { fit, about } = fitOf(expected, one);
		const verdict = ofOne([one], this.restOf([one]));
		if (listed === undefined && verdict.state === 'inInbox') {
			return unknown('the document exists, but is in no folder', [one]);
		}
		return { ...verdict, ...(fit === 'no' && { warning: otherwise(about) }) };
	}

	/** The document may have been deleted and sent again under the same client reference. */
	private namesakeOf(expected: Expected): Verdict | undefined {
		if (expected.clientReference === '') return undefined;
		const others = this.candidatesOf(expected);
		if (others.length === 0) return undefined;
		const shown = named(others.slice(0, MOST_CANDIDATES));
		return unknown(
			`the document with this document reference was not found, but there is ${shown} with this client reference`,
			others,
		);
	}

	private async byDescription(
		context: IExecuteFunctions,
		expected: Expected,
		keeps: boolean,
	): Promise<Verdict> {
		const candidates = this.candidatesOf(expected);
		if (candidates.length > MOST_CANDIDATES) {
			return unknown(`more than ${MOST_CANDIDATES.toLocaleString('en')} documents match`);
		}
		return this.foundAmong(expected, candidates) ?? (await this.absent(context, expected, keeps));
	}

	private foundAmong(expected: Expected, candidates: Listed[]): Verdict | undefined {
		const isSpelled = ({ document }: Listed) =>
			isSpelledSo(document.ClientReference, expected.clientReference);
		const spelled = expected.clientReference === '' ? [] : candidates.filter(isSpelled);
		const chosen = chosenOf(expected, spelled.length > 0 ? spelled : candidates);
		if (chosen.certain.length + chosen.possible.length > 0) return this.found(chosen);
		// The client reference decides, even if other values of the row differ.
		const [first] = spelled;
		if (first === undefined) return undefined;
		const found = this.found({ certain: spelled, possible: [] });
		return { ...found, warning: otherwise(fitOf(expected, first).about) };
	}

	private candidatesOf(expected: Expected): Listed[] {
		const { clientReference } = expected;
		return clientReference === ''
			? (this.ofPerson(expected) ?? [])
			: (this.listing.byClientReference.get(referenceKey(clientReference)) ?? []);
	}

	/**
	 * The documents of a row's person, by email or by name, whichever gives fewer; undefined if the row has
	 * neither.
	 */
	private ofPerson({ signerEmail, signerName }: Expected): Listed[] | undefined {
		const { byEmail, byName } = this.listing;
		const lists = [
			signerEmail !== '' && (byEmail.get(emailOf({ Email: signerEmail })) ?? []),
			signerName !== '' && (byName.get(nameKey(signerName)) ?? []),
		].filter((list) => list !== false);
		return lists.sort((one, other) => one.length - other.length).at(0);
	}

	private found({ certain, possible }: Chosen): Verdict {
		if (certain.length === 0) {
			const { about } = possible[0];
			const all = possible.map(({ one }) => one);
			return unknown(`it may be ${named(all)}, whose ${about.join(' and ')} is not certain`, all);
		}
		const verdict = ofSome([...certain, ...possible.map(({ one }) => one)], this.restOf);
		const { faults } = this.listing;
		if (faults.length === 0 || verdict.state === 'ambiguous') return verdict;
		if (verdict.state === 'inInbox') return unknown(faults.join(', and '), verdict.found);
		return { ...verdict, warning: `Another document may match: ${faults.join(', and ')}` };
	}

	/** The verdict for a row that no listed document matches. */
	private async absent(
		context: IExecuteFunctions,
		expected: Expected,
		keeps: boolean,
	): Promise<Verdict> {
		const { faults, at, ended } = this.listing;
		const { sentAfter } = expected;
		if (faults.length > 0) return unknown(`it was not found, but ${faults.join(', and ')}`);
		// A wrong year in a cell is no proof that nothing was sent.
		if (sentAfter !== undefined && sentAfter > at + MOST_OFF_MS) {
			return unknown("no document matches, but 'Sent After' is in the future");
		}
		const doubtful = this.doubtfulFor(expected);
		if (doubtful.length > MOST_LOOKED_UP) {
			return unknown(
				`it was not found, but ${doubtful.length} documents are listed without the details to compare, and at most ${MOST_LOOKED_UP} are looked up`,
			);
		}
		const looks = await mapConcurrently(doubtful, async (one) => ({
			one,
			look: await this.lookUps.legible(context, text(one.document.Reference)),
		}));
		const told = looks.flatMap(({ look }) => look ?? []);
		const unread = looks.filter(({ look }) => look === undefined).map(({ one }) => one);
		const found = this.foundAmong(
			expected,
			told.filter((one) => isReferred(expected, one)),
		);
		if (found) return found;
		if (unread.length > 0) {
			return unknown(`it may be ${named(unread)}, which could not be looked up`, unread);
		}
		// Some documents may not show their client reference, or not all of it: one for the same person may be
		// the row's, and one that shows how the row's begins.
		const isClose = (one: Listed) => isOfPerson(expected) || !isUnlabelled(one);
		const { possible } = chosenOf(expected, told.filter(isClose));
		if (possible.length > 0) return this.found({ certain: [], possible });
		const own = await this.sentHere(context, expected);
		if (own) return own;
		const isRecent = sentAfter !== undefined && at - sentAfter <= KEPT_MS;
		const unlisted = [
			!ended.has('declined') && 'was declined',
			!ended.has('expired') && 'has expired',
		].filter(Boolean);
		if (keeps || (isRecent && unlisted.length === 0)) return { state: 'notSent', found: [] };
		const other = [
			!isRecent && 'it was signed and then removed',
			unlisted.length > 0 && `it ${unlisted.join(' or ')} and is no longer listed`,
		].filter(Boolean);
		return unknown(
			`no document matches: it was not sent, or ${other.join(', or ')}. If your account never removes documents from its lists, turn on 'Account Keeps Documents'`,
		);
	}

	/**
	 * The verdict from what this n8n process sent, or may have sent, under the client reference: lists may be
	 * outdated. Undefined if it sent nothing.
	 */
	private async sentHere(
		context: IExecuteFunctions,
		expected: Expected,
	): Promise<Verdict | undefined> {
		const { clientReference } = expected;
		const { account } = this.listing;
		const sent =
			clientReference === '' ? undefined : recall(nameOfReference(account, clientReference));
		if (sent === undefined || sent.isRefused) return undefined;
		const references = [...new Set(sent.documents)].slice(0, MOST_SENT);
		const looks = await mapConcurrently(
			references,
			async (reference) => await this.lookUps.legible(context, reference),
		);
		const found = looks.filter((look) => look !== undefined);
		const verdict = this.foundAmong(expected, found);
		if (verdict && verdict.state !== 'inInbox') return verdict;
		const did = isSent(sent) ? 'sent' : 'may have sent';
		return unknown(
			`this n8n ${did} a document with this client reference, but it is not listed yet, or no longer listed`,
			found,
		);
	}

	/** Documents that may be the row's, but whose list does not say enough to decide. */
	private doubtfulFor(expected: Expected): Listed[] {
		const { unsigned } = this.listing;
		if (expected.clientReference === '') return possiblyIn(unsigned, expected);
		return [
			...new Set([
				...this.cutFor(expected),
				...(isOfPerson(expected) ? this.unlabelledFor(expected) : this.unlabelledSince(expected)),
			]),
		];
	}

	/**
	 * Documents without a client reference that may be for the row's person. In a folder where no document has one, it may
	 * be any of them: their references decide, even if other values of the row differ.
	 */
	private unlabelledFor(expected: Expected): Listed[] {
		const { unlabelled, unsigned, labelled } = this.listing;
		const isUntold = ({ document }: Listed) => !labelled.has(text(document.Folder));
		this.bare ??= unsigned.filter(isUnlabelled);
		const ofPerson = this.ofPerson(expected)?.filter(isUnlabelled).filter(mayFit(expected)) ?? [];
		return [
			...(labelled.has('Progress') && labelled.has('Signed') ? [] : unlabelled.filter(isUntold)),
			...possiblyIn(this.bare, expected),
			...ofPerson.slice(0, MOST_LOOKED_UP + 1),
		];
	}

	/** Documents without a client reference, except those that were sent before 'Sent After'. */
	private unlabelledSince({ sentAfter = -Infinity }: Expected): Listed[] {
		const known =
			this.unlabelled.get(sentAfter) ??
			this.listing.unlabelled.filter((one) => latestSendOf(one) >= sentAfter);
		this.unlabelled.set(sentAfter, known);
		return known;
	}

	/** Documents whose client reference may be the beginning of the row's, which the list has cut. */
	private cutFor({ clientReference }: Expected): Listed[] {
		const { byBeginning, byClientReference, longest } = this.listing;
		const key = referenceKey(clientReference);
		// A service may drop blanks at the end, and what it has cut of a letter of several bytes.
		const most = /^[\0-\x7f]*$/.test(clientReference) ? 0 : MOST_BYTES - 1;
		const candidates: Listed[][] = [];
		for (let length = 0; length <= key.length; length++) {
			const beginning = key.slice(0, length);
			candidates.push(byBeginning.get(beginning) ?? []);
			const alike = byClientReference.get(beginning);
			if (alike === undefined || length === key.length) continue;
			const rest = key.slice(length);
			const sizes = sizesOf(rest);
			const dropped = rest.length - rest.trimStart().length + most;
			const isAsLong = (size: number, unit: number) =>
				size + Math.min(sizes[unit] - 1, dropped) >= longest[unit];
			const mayBeCut = ({ document }: Listed) =>
				sizesOf(text(document.ClientReference)).some(isAsLong);
			candidates.push(alike.filter(mayBeCut));
		}
		return candidates.flat();
	}
}

const isUnlabelled = ({ document }: Listed) => text(document.ClientReference) === '';

const isOfPerson = ({ signerEmail, signerName }: Expected) =>
	signerEmail !== '' || signerName !== '';

const mayFit = (expected: Expected) => (one: Listed) => fitOf(expected, one).fit === 'maybe';

/** Those documents that a row may describe; all of them, if they are too many to be looked up anyway. */
const possiblyIn = (documents: Listed[], expected: Expected): Listed[] =>
	documents.length > MOST_LOOKED_UP ? documents : documents.filter(mayFit(expected));

/** Adds a warning to the verdict if a document may have been sent before 'Sent After'. */
function timed(expected: Expected, verdict: Verdict): Verdict {
	const { reason, warning, matched = [] } = verdict;
	if (reason !== undefined || !matched.some((one) => mayBeSentBefore(expected, one)))
		return verdict;
	const sentence = "The document may have been sent before 'Sent After'";
	return { ...verdict, warning: [warning, sentence].filter(Boolean).join('. ') };
}
