import { isEmail } from '../fields/people';
import { unfilledInEmail, unfilledInName } from '../shared/unfilled';
import type { Finding } from './finding';
import { placeFindings } from './places';
import type { ReadFile } from './read';
import { isFullSignature, signersOf, type GivenSigners, type TagSigner } from './signers';
import { cutForMessage, type OtherTag, type SignatureTag } from './tags';

/**
 * How many findings of one kind are listed; more are only counted, because a document can contain thousands
 * of tags.
 */
const MOST_OF_A_KIND = 50;

/**
 * What is wrong with a file, or may be.
 * @param elsewhere the orders in the other files that are sent along
 * @param before the tags of the files before it that are sent along
 */
export function findingsOf(
	file: ReadFile,
	given: GivenSigners,
	elsewhere: ReadonlySet<number> = new Set(),
	before: readonly SignatureTag[] = [],
): Finding[] {
	if (file.refused !== undefined) {
		return [{ level: 'error', code: 'fileNotTaken', message: file.refused }];
	}
	if (file.readable === 'not') {
		const message = `The Smart Tags could not be checked. ${file.notRead}`;
		return [{ level: 'error', code: 'notReadable', message }];
	}
	const signers = signersOf(file, given);
	const first = firstWithDetails([...before, ...file.signatures]);
	return bounded([
		...readingFindings(file, elsewhere),
		...orderFindings(file, signers, elsewhere),
		...countFindings(file, signers, given, elsewhere),
		...signers.flatMap((signer) => detailFindings(signer)),
		...placeFindings(file, given),
		...file.signatures.flatMap((tag) => tagFindings(file, tag, first)),
		...file.others.map((tag) => otherFinding(file, tag)),
	]);
}

const DETAILS = ['firstName', 'lastName', 'email'] as const;

type Detail = (typeof DETAILS)[number];

/** The first tag that has a detail of a signer, by `1 email`. */
type FirstTags = ReadonlyMap<string, SignatureTag>;

const nameOfDetail = ({ order }: SignatureTag, detail: Detail) => `${order} ${detail}`;

function firstWithDetails(tags: readonly SignatureTag[]): FirstTags {
	const first = new Map<string, SignatureTag>();
	for (const tag of tags) {
		for (const detail of DETAILS) {
			const name = nameOfDetail(tag, detail);
			if (tag[detail] !== '' && !first.has(name)) first.set(name, tag);
		}
	}
	return first;
}

function bounded(findings: Finding[]): Finding[] {
	const counts = new Map<string, { count: number; level: Finding['level'] }>();
	const told = findings.filter(({ code, level }) => {
		const count = (counts.get(code)?.count ?? 0) + 1;
		counts.set(code, { count, level });
		return count <= MOST_OF_A_KIND;
	});
	for (const [code, { count, level }] of counts) {
		if (count <= MOST_OF_A_KIND) continue;
		const message = `There are ${count - MOST_OF_A_KIND} more findings of this kind, which are not listed`;
		told.push({ level, code, message });
	}
	return told;
}

function otherFinding({ orderUncertain }: ReadFile, { text, broken }: OtherTag): Finding {
	if (broken === undefined) {
		const message = `The tag “${text}” is not known to this check. Secured Signing may know it`;
		return { level: 'note', code: 'tagNotKnown', message, tag: text };
	}
	if (orderUncertain) {
		const message = `The tag “${text}” may read otherwise on the page, which has writing from right to left`;
		return { level: 'warning', code: 'orderUncertain', message, tag: text };
	}
	const message = `The tag “${text}” cannot be read: ${broken}`;
	return { level: 'error', code: 'tagBroken', message, tag: text };
}

function readingFindings(file: ReadFile, elsewhere: ReadonlySet<number>): Finding[] {
	const isPartly = file.readable === 'partly';
	const findings: Finding[] = [];
	if (isPartly) {
		const message = `Not all of the file could be read. ${file.notRead}`;
		findings.push({ level: 'warning', code: 'partlyReadable', message });
	}
	if (file.signatures.length === 0) {
		const where = isPartly ? ' in what could be read' : '';
		findings.push({
			level: isPartly || elsewhere.size > 0 ? 'warning' : 'error',
			code: 'noSignatureTag',
			message: `There is no Smart Tag for a signature${where}: nobody would be asked to sign. Write [!Sign.1.F, , ,] where the first signer signs, [!Sign.2.F, , ,] where the second does, each in a paragraph of its own`,
		});
	}
	return findings;
}

function orderFindings(
	file: ReadFile,
	signers: TagSigner[],
	elsewhere: ReadonlySet<number>,
): Finding[] {
	const present = new Set(signers.map(({ order }) => order));
	const missing: number[] = [];
	// Only the first missing number is named: a typing error such as 1000 instead of 1 must not give 999
	// findings.
	for (let order = 1; order < (signers.at(-1)?.order ?? 0) && missing.length === 0; order++) {
		if (!present.has(order) && !elsewhere.has(order)) missing.push(order);
	}
	return missing.map((order) => ({
		level: file.readable === 'partly' ? 'warning' : 'error',
		code: 'orderGap',
		message: `The Smart Tags skip signer ${order}: the signers have to be numbered 1, 2, 3 and so on`,
		signer: order,
	}));
}

function countFindings(
	file: ReadFile,
	signers: TagSigner[],
	given: GivenSigners,
	elsewhere: ReadonlySet<number>,
): Finding[] {
	const last = Math.max(0, ...signers.map(({ order }) => order), ...elsewhere);
	if (last === 0 || given.length === 0) return [];
	const findings: Finding[] = [];
	if (given.length > last) {
		findings.push({
			level: file.readable === 'partly' ? 'warning' : 'error',
			code: 'moreSigners',
			message: `There are ${given.length} signers, but Smart Tags for only ${last}: nothing says where the others sign`,
		});
	}
	for (const { order, blank, detailsFrom } of signers) {
		if (detailsFrom === 'node' || blank) continue;
		findings.push({
			level: 'warning',
			code: 'fewerSigners',
			message: `There is no signer ${order} in the node. The details in the tag would count, as far as is known`,
			signer: order,
		});
	}
	return findings;
}

function detailFindings({ order, detailsFrom, blank, ...details }: TagSigner): Finding[] {
	if (detailsFrom === 'node') return [];
	const { email } = details;
	if (email === '') {
		return [
			{
				level: 'error',
				code: 'blankDetails',
				message: `The tag of signer ${order} has no email address, and the node has no signer ${order}`,
				signer: order,
			},
		];
	}
	const findings: Finding[] = [];
	const unfilled =
		[details.firstName, details.lastName].map(unfilledInName).find(Boolean) ??
		unfilledInEmail(email);
	if (unfilled !== undefined) {
		findings.push({
			level: 'error',
			code: 'notFilledIn',
			message: `The tag of signer ${order} still says “${cutForMessage(unfilled)}”, which was not replaced by a value`,
			signer: order,
		});
	} else if (!isEmail(email)) {
		findings.push({
			level: 'error',
			code: 'badEmail',
			message: `The email address of signer ${order} is not valid: “${cutForMessage(email)}”. A comma inside a name moves all that follows`,
			signer: order,
		});
	}
	if (blank) {
		findings.push({
			level: 'warning',
			code: 'blankName',
			message: `The tag of signer ${order} leaves a name open, and the node has no signer ${order}`,
			signer: order,
		});
	}
	return findings;
}

function tagFindings(
	{ fileName, orderUncertain }: ReadFile,
	tag: SignatureTag,
	first: FirstTags,
): Finding[] {
	const findings: Finding[] = [];
	const add = (level: Finding['level'], code: string, message: string) =>
		findings.push({ level, code, message, signer: tag.order, tag: tag.text });
	if (tag.isOverLines) {
		// Only a warning for a PDF, whose lines result from the layout; in a .docx, somebody made the
		// paragraphs.
		const level = fileName.toLowerCase().endsWith('.pdf') ? 'warning' : 'error';
		add(level, 'tagOverLines', `The tag “${tag.text}” runs over several lines: put it on one`);
	}
	if (orderUncertain) {
		const message = `The order of the letters in “${tag.text}” is not certain: the page has writing from right to left`;
		add('warning', 'orderUncertain', message);
	}
	if (!isFullSignature(tag.kind)) {
		const message = `The kind “${cutForMessage(tag.kind)}” in “${tag.text}” is not known to this check`;
		add('note', 'kindNotKnown', message);
	}
	if (tag.more !== '') {
		const message = `The tag “${tag.text}” has more parts than this check knows: “${cutForMessage(tag.more)}”`;
		add('note', 'moreParts', message);
	}
	const other = DETAILS.map((detail) => {
		const one = first.get(nameOfDetail(tag, detail));
		return tag[detail] !== '' && one?.[detail] !== tag[detail] ? one : undefined;
	}).find(Boolean);
	if (other) {
		const message = `Signer ${tag.order} has two tags with different details: “${other.text}” and “${tag.text}”`;
		add('warning', 'detailsDiffer', message);
	}
	return findings;
}
