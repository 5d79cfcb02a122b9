import type { INodeProperties } from 'n8n-workflow';

import type { Api, UploadFile } from '../api';
import { emailOf } from '../api/answers/people';
import { isEmail } from '../fields/people';
import { refusal } from '../shared/refusal';
import type { Finding } from '../smartTags/finding';
import { findingsOf } from '../smartTags/findings';
import { readTags, type ReadFile } from '../smartTags/read';
import { isWhollyKnown, signersOf, type GivenSigners, type TagSigner } from '../smartTags/signers';
import { cutForMessage } from '../smartTags/tags';
import { MOST_CHECKED_BYTES } from './uninvited';

const SHOWN = 5;

/** The result of the check of one file. */
interface CheckedFile {
	fileName: string;
	/** Whether there is no error; warnings and notes are for people to judge. */
	ok: boolean;
	readable: ReadFile['readable'];
	/** What was not read, and why. */
	notRead: string;
	signers: TagSigner[];
	findings: Finding[];
}

/**
 * Checks the Smart Tags of files that are sent together. Sends no request.
 *
 * @param given the signers of the send; empty if the tags name them
 */
export function checkedFiles(
	read: ReadFile[],
	given: Api<'SmartTagInvitee'>[] = [],
): CheckedFile[] {
	const orders = read.map(({ signatures }) => new Set(signatures.map(({ order }) => order)));
	const filesWith = new Map<number, number>();
	for (const order of orders.flatMap((own) => [...own])) {
		filesWith.set(order, (filesWith.get(order) ?? 0) + 1);
	}
	const named = read.flatMap(({ signatures }) =>
		signatures.flatMap(({ order, email }) => (email === '' ? [] : [order])),
	);
	return read.map((file, index) => {
		const own = orders[index];
		const before = read.slice(0, index).flatMap(({ signatures }) => signatures);
		const elsewhere = new Set(
			[...filesWith].flatMap(([order, files]) => (files > (own.has(order) ? 1 : 0) ? [order] : [])),
		);
		const findings = findingsOf(file, given, elsewhere, before).map(
			(finding): Finding =>
				// It is not documented whether a tag of another file is enough (docs/api/SMART-TAGS.md,
				// section 2).
				finding.code === 'blankDetails' && named.includes(finding.signer ?? 0)
					? { ...finding, level: 'warning' }
					: finding,
		);
		return {
			fileName: file.fileName,
			ok: !findings.some(({ level }) => level === 'error'),
			readable: file.readable,
			notRead: file.notRead,
			signers: signersOf(file, given).map(shownSigner),
			findings,
		};
	});
}

/** Long texts of a tag are cut; an invalid address, too, as in its finding. */
const shownSigner = (signer: TagSigner): TagSigner => ({
	...signer,
	firstName: cutForMessage(signer.firstName),
	lastName: cutForMessage(signer.lastName),
	email: isEmail(signer.email) ? signer.email : cutForMessage(signer.email),
});

export const checkFirstField: INodeProperties = {
	displayName: 'Check Smart Tags First',
	name: 'checkFirst',
	type: 'boolean',
	default: true,
	description:
		'Whether to read the Smart Tags of the files before anything is sent, and to stop if they need a correction. Reads .docx, .odt and .pdf files of up to 5 MB each. What it cannot read, or is not sure of, is a warning in the output.',
};

/** What a send knows of its signers besides the files. */
interface Sending {
	given: Api<'SmartTagInvitee'>[] | undefined;
	/** Whether the files are sent separately, not as one package. */
	isOneByOne: boolean;
	/** Whether no stored document or workflow could name further signers. */
	isAllThere: boolean;
	/** Whether to skip the check. */
	isUnchecked: boolean;
}

/**
 * Findings about a missing tag: they are not certain if another document, or an unknown tag, may contain it.
 */
const OF_MISSING_TAGS = ['noSignatureTag', 'orderGap', 'moreSigners', 'blankDetails'];

interface Named {
	order: number;
	signer: GivenSigners[number];
}

/** A person that a tag names for a signer number, besides the signers of the node. */
interface TagPlace extends Named {
	/** The index of the file, if the files are sent separately. */
	document?: number;
	/** Whether other tags name another person for the same signer number of the same documents. */
	isDisputed: boolean;
}

/** The result of the check of a send that is not refused. */
interface Checked {
	/** Sentences about possible problems: what was not fully read, or is unknown. */
	warnings: string[];
	/**
	 * The people that the Smart Tags name besides the signers of the node, with the number in the tag; empty
	 * unless the files are fully known.
	 */
	named: Named[];
	/**
	 * All people that the Smart Tags name besides the signers of the node, even if the files are not fully
	 * known.
	 */
	places: TagPlace[];
	/** Whether the files show completely who signs. */
	isKnown: boolean;
}

/**
 * Reads and checks the files of a send before the first one is uploaded, unless the option is off.
 *
 * @throws UserError with what has to be corrected in files that were fully read
 */
export async function checkBeforeSending(
	files: UploadFile[],
	{ given, isOneByOne, isAllThere, isUnchecked }: Sending,
	signal?: AbortSignal,
): Promise<Checked> {
	if (isUnchecked) return { warnings: [], named: [], places: [], isKnown: false };
	const read: ReadFile[] = [];
	for (const file of files) read.push(await readSmall(file, signal));
	const checked = isOneByOne
		? read.flatMap((file) => checkedFiles([file], given))
		: checkedFiles(read, given);
	const isNothingElsewhere = (file: ReadFile) =>
		isAllThere && (isOneByOne ? isWhollyKnown(file) : read.every(isWhollyKnown));
	const errors: string[] = [];
	const warnings: string[] = [];
	for (const [index, { fileName, readable, findings }] of checked.entries()) {
		for (const { level, code, message } of findings) {
			if (level === 'note') continue;
			const isSure =
				level === 'error' &&
				readable === 'whole' &&
				(!OF_MISSING_TAGS.includes(code) || isNothingElsewhere(read[index]));
			(isSure ? errors : warnings).push(`${fileName}: ${message}.`);
		}
	}
	if (errors.length === 0) {
		const isKnown = read.every(isNothingElsewhere);
		const places = placesIn(read, given, isOneByOne);
		const named = isKnown ? namedIn(places, given) : [];
		return { warnings: firstOf(warnings), named, places, isKnown };
	}
	throw refusal(
		'The Smart Tags need a correction',
		[
			...firstOf(errors),
			"Correct the document, or turn off 'Check Smart Tags First' in Options to send it as it is.",
		].join(' '),
	);
}

/** The people that the tags name, each address once; without disputed ones and the signers of the node. */
function namedIn(places: TagPlace[], given: GivenSigners = []): Named[] {
	const others = places.filter(
		({ isDisputed, signer }) =>
			!isDisputed && !given.some((other) => emailOf(other) === emailOf(signer)),
	);
	return [...new Map(others.map((one) => [emailOf(one.signer), one])).values()];
}

function placesIn(read: ReadFile[], given: GivenSigners = [], isOneByOne: boolean): TagPlace[] {
	const packages = isOneByOne ? read.map((file) => [file]) : [read];
	return packages.flatMap((files, document) => {
		const places = new Map<number, Map<string, Named>>();
		for (const { order, firstName, lastName, email } of files.flatMap((file) => file.signatures)) {
			if (order <= given.length || email === '') continue;
			const people = places.get(order) ?? new Map<string, Named>();
			const signer = { FirstName: firstName, LastName: lastName, Email: email };
			if (!people.has(emailOf(signer))) people.set(emailOf(signer), { order, signer });
			places.set(order, people);
		}
		return [...places.values()]
			.flatMap((people) =>
				[...people.values()].map((named) => ({
					...named,
					...(packages.length > 1 && { document }),
					isDisputed: people.size > 1,
				})),
			)
			.sort((a, b) => a.order - b.order);
	});
}

/** Larger files are mostly scanned pages. */
const readSmall = async (file: UploadFile, signal?: AbortSignal): Promise<ReadFile> =>
	file.size > MOST_CHECKED_BYTES
		? { ...NOT_READ, fileName: file.fileName }
		: await readTags(file, signal);

const NOT_READ: Omit<ReadFile, 'fileName'> = {
	readable: 'not',
	notRead: 'The file is larger than 5 MB',
	signatures: [],
	others: [],
};

const firstOf = (sentences: string[]): string[] =>
	sentences.length > SHOWN
		? [...sentences.slice(0, SHOWN), `And ${sentences.length - SHOWN} more.`]
		: sentences;
