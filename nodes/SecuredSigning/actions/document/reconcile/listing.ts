import { NodeApiError, type IExecuteFunctions } from 'n8n-workflow';

import { accountOf, isSlow, read, readDated, type Raw, type RawDocument } from '../../../api';
import { isoDate } from '../../../api/answers/dates';
import { isSentStep } from '../../../api/answers/document';
import { documentStatus } from '../../../api/answers/documentStatus';
import { isPartial, nameKey } from '../../../api/answers/entities';
import type { Look } from '../../../api/answers/looks';
import { emailOf, fullName, isWhole } from '../../../api/answers/people';
import { countIn } from '../../../api/answers/signedCount';
import { FOLDERS, type Folder } from '../../../api/folders';
import { beginningOf, longerOf, referenceKey } from '../../../send/cutReferences';
import { Slices } from '../../../shared/slices';
import { toResult } from '../../../shared/toResult';
import { objectsIn, text } from '../../../shared/values';

/** A document as it is in the list of its folder. */
export interface Listed {
	document: RawDocument;
	look: Look;
	/** When it was sent, according to its log. */
	since?: string;
	/** Whether a row means it, or may. */
	isExpected?: true;
}

/** What one reading of the folders shows of an account. */
export interface Listing {
	account: string;
	/** When it was made, by the service's clock in milliseconds. */
	at: number;
	documents: Listed[];
	byReference: Map<string, Listed>;
	byClientReference: Map<string, Listed[]>;
	byEmail: Map<string, Listed[]>;
	byName: Map<string, Listed[]>;
	byPackage: Map<string, Listed[]>;
	/** Reasons why a document that was not found may still exist: one for each problem with a folder. */
	faults: string[];
	/** The error, if no folder could be read. */
	error?: Error;
	/** Documents that were sent and are listed without a client reference. */
	unlabelled: Listed[];
	/** Documents that were sent, but are listed without all of their signers, or show some of them only in part. */
	unsigned: Listed[];
	/**
	 * The folders in which some document has a client reference: there, a document without one has none, or is of a kind of
	 * which the list shows none.
	 */
	labelled: Set<string>;
	/** Documents with a client reference at whose end something was cut off, by its beginning. */
	byBeginning: Map<string, Listed[]>;
	/**
	 * The most that a client reference has of each unit of `sizesOf`: if the list cuts references, it cuts none that has
	 * less.
	 */
	longest: number[];
	/**
	 * Which of these kinds are listed at all: an account may not list them, and one kind says nothing about
	 * the other.
	 */
	ended: Set<'declined' | 'expired'>;
}

/** What one document costs, in the units of Slices: 1,000 of them before others get their turn. */
const COST = 500;

/**
 * How far the service's clock was ahead of this machine's by the list before, in milliseconds, by account. Only
 * differences count, so it does no harm if one of the two is wrong.
 */
const aheads = new Map<string, number>();
/** How much older than the one before a list may seem: it may take minutes to arrive, and servers of one service differ. */
const SEEMS_OLD_MS = 10 * 60_000;

/**
 * Reads all folders, one after the other. A document that moves to another folder meanwhile is found twice,
 * and the later entry counts. A folder that cannot be read is added to `faults`; it does not count as empty.
 */
export async function listAll(context: IExecuteFunctions): Promise<Listing> {
	const listing: Listing = {
		account: await accountOf(context),
		at: Infinity,
		documents: [],
		byReference: new Map(),
		byClientReference: new Map(),
		byEmail: new Map(),
		byName: new Map(),
		byPackage: new Map(),
		faults: [],
		unlabelled: [],
		unsigned: [],
		labelled: new Set(),
		byBeginning: new Map(),
		longest: [],
		ended: new Set(),
	};
	const all = new Map<string, Listed>();
	const errors: Error[] = [];
	let isCutOff = false;
	for (const folder of FOLDERS) {
		const last = errors.at(-1);
		isCutOff ||= last !== undefined && (await isSilent(context, last));
		const outcome = isCutOff && last ? { error: last } : await toResult(folderOf(context, folder));
		if ('error' in outcome) {
			errors.push(outcome.error);
			listing.faults.push(`the folder ${folder} could not be read (${outcome.error.message})`);
			continue;
		}
		const { listed, look, illegible } = outcome.value;
		const usual = aheads.get(listing.account) ?? -Infinity;
		const ahead = (look.at ?? NaN) - Date.now();
		if (Number.isNaN(ahead) || ahead < usual - SEEMS_OLD_MS) {
			listing.faults.push(
				`the list of the folder ${folder} came from a cache and may be out of date`,
			);
		}
		if (!Number.isNaN(ahead)) aheads.set(listing.account, ahead);
		if (illegible > 0) {
			listing.faults.push(`${illegible} entries of the folder ${folder} cannot be read`);
		}
		listing.at = Math.min(listing.at, look.at ?? Date.now());
		for (const one of listed) {
			// A document without a reference cannot be recognised in another list.
			const reference = text(one.document.Reference) || `${folder} ${all.size}`;
			all.delete(reference);
			all.set(reference, one);
		}
	}
	if (errors.length === FOLDERS.length) listing.error = errors[0];
	if (listing.at === Infinity) listing.at = Date.now();
	const slices = new Slices();
	for (const one of all.values()) {
		listing.documents.push(one);
		addTo(listing, one);
		if (slices.work(COST)) await slices.pause();
	}
	return listing;
}

/**
 * Whether the service answers nothing at all, as behind a proxy that drops requests: then every further list
 * would only run into its timeout.
 */
async function isSilent(context: IExecuteFunctions, error: Error): Promise<boolean> {
	const isTooSlow = (one: Error) => one instanceof NodeApiError && isSlow(one);
	if (!isTooSlow(error)) return false;
	const account = await toResult(read(context, '/Account/Info', { isOnce: true }));
	return 'error' in account && isTooSlow(account.error);
}

/**
 * The documents of a folder; those in Progress with the date when they were sent, if the list includes their
 * logs.
 */
async function folderOf(context: IExecuteFunctions, folder: Folder) {
	const list = async (query: { DocumentLog?: true }) =>
		await readDated(context, '/Document/GetActiveDocuments/{Folder}', {
			path: { Folder: folder },
			query,
			takesAny: true,
			isLong: true,
		});
	const logged = folder === 'Progress' ? await toResult(list({ DocumentLog: true })) : undefined;
	const { answer, look } = logged && 'value' in logged ? logged.value : await list({});
	const legible = answer.filter(isLegible);
	const listed = legible.map(({ Logs, ...document }): Listed => {
		const since = sentAtOf(Logs);
		return {
			document: { ...document, Folder: text(document.Folder) || folder },
			look,
			...(since !== undefined && { since }),
		};
	});
	return { listed, look, illegible: answer.length - legible.length };
}

const isLegible = ({ Reference, ClientReference, Name }: Raw<'Document'>): boolean =>
	[Reference, ClientReference, Name].some((value) => text(value) !== '');

function sentAtOf(logs: unknown): string | undefined {
	const entry = objectsIn<Raw<'DocumentLog'>>(logs).find(isSentStep);
	return entry && isoDate(entry.Date, entry.GMT);
}

/** Adds a document to the indexes of the listing. */
export function addTo(listing: Listing, one: Listed): void {
	const { Reference, ClientReference, PackageReference, Signers, Folder } = one.document;
	const isOut = text(Folder) !== 'InBox';
	if (text(Reference) !== '') listing.byReference.set(text(Reference), one);
	if (text(PackageReference) !== '') put(listing.byPackage, text(PackageReference), one);
	const reference = referenceKey(ClientReference);
	if (reference !== '') {
		put(listing.byClientReference, reference, one);
		listing.labelled.add(text(Folder));
		const beginning = beginningOf(reference);
		if (beginning !== reference) put(listing.byBeginning, beginning, one);
		listing.longest = longerOf(listing.longest, text(ClientReference));
	} else if (isOut) {
		listing.unlabelled.push(one);
	}
	const signers = objectsIn<Raw<'Signer'>>(Signers);
	const emails = new Set(signers.map(emailOf));
	const names = new Set(signers.map((signer) => nameKey(fullName(signer))));
	const isPart = [...emails].some((email) => !isWhole('Email', email)) || isPartial([...names]);
	if (isOut && (!namesAllSigners(one.document) || isPart || emails.has('') || names.has('')))
		listing.unsigned.push(one);
	for (const email of emails) if (email !== '') put(listing.byEmail, email, one);
	for (const name of names) if (name !== '') put(listing.byName, name, one);
	const status = documentStatus(one.document);
	if (status === 'expired') listing.ended.add(status);
	if (status === 'declined' || status === 'rejected') listing.ended.add('declined');
}

/**
 * Whether a document lists all of its signers: each is readable, and there are at least as many as its status
 * counts.
 */
export function namesAllSigners({ Signers, Status }: Raw<'Document'>): boolean {
	const { length } = objectsIn(Signers);
	const isLegible = Array.isArray(Signers) && length === Signers.length;
	return isLegible && length > 0 && length >= (countIn(Status)?.all ?? 0);
}

function put(map: Map<string, Listed[]>, key: string, one: Listed): void {
	const others = map.get(key);
	if (others) others.push(one);
	else map.set(key, [one]);
}
