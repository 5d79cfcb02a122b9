import { UserError, type IDataObject, type INodeProperties } from 'n8n-workflow';

import type { Api, UploadFile } from '../api';
import { isEmail } from '../fields/people';
import { findingsOf, type Finding } from '../smartTags/findings';
import { readTags, type ReadFile } from '../smartTags/read';
import { signersOf, type TagSigner } from '../smartTags/signers';
import { shown } from '../smartTags/tags';

const SHOWN = 5;

/** What a check says of one file. */
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
 * Checks the Smart Tags of files that are sent together. Nothing leaves n8n.
 *
 * @param given the signers of the send; none when the tags say who signs
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
	return read.map((file, index) => {
		const own = orders[index];
		const elsewhere = new Set(
			[...filesWith].flatMap(([order, files]) => (files > (own.has(order) ? 1 : 0) ? [order] : [])),
		);
		const findings = findingsOf(file, given, elsewhere);
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

/** A tag may hold a thousand letters; an address that is none is cut in its finding as well. */
const shownSigner = (signer: TagSigner): TagSigner => ({
	...signer,
	firstName: shown(signer.firstName),
	lastName: shown(signer.lastName),
	email: isEmail(signer.email) ? signer.email : shown(signer.email),
});

export const checkFirstField: INodeProperties = {
	displayName: 'Check Smart Tags First',
	name: 'checkFirst',
	type: 'boolean',
	default: false,
	description:
		'Whether to read the Smart Tags of the files before anything is sent, and to stop when they would go wrong. Reads .docx, .odt and .pdf; documents that are in Secured Signing already are not looked at.',
};

/**
 * Where the option is on: reads the files of a send before the first one leaves.
 * @throws UserError with what was found when a file has an error, or could not be read
 */
export async function checkBeforeSending(
	options: IDataObject,
	files: UploadFile[],
	given: Api<'SmartTagInvitee'>[] | undefined,
	signal?: AbortSignal,
): Promise<void> {
	if (options.checkFirst !== true) return;
	const read: ReadFile[] = [];
	for (const file of files) read.push(await readTags(file, signal));
	const errors = checkedFiles(read, given).flatMap(({ fileName, findings }) =>
		findings
			.filter(({ level }) => level === 'error')
			.map(({ message }) => `${fileName}: ${message}.`),
	);
	if (errors.length === 0) return;
	const more = errors.length > SHOWN ? [`And ${errors.length - SHOWN} more.`] : [];
	throw new UserError('The Smart Tags would go wrong', {
		description: [
			...errors.slice(0, SHOWN),
			...more,
			"Correct the document, or turn off 'Check Smart Tags First'. Nothing was sent.",
		].join(' '),
	});
}
