import mammoth from 'mammoth';
import { invalid } from './errors.cts';
import { extensionOf, type HeldFile } from './files.cts';
import { pdfText } from './pdfText.cts';
import { signTag } from './signTag.cts';
import type { Person } from './store/types.cts';

export interface SmartTagSigner extends Person {
	order: number;
}

/** The text of a file, a paragraph or a line of it on each line. */
export async function textOf(file: HeldFile): Promise<string> {
	switch (extensionOf(file.name)) {
		case 'docx':
			return (await mammoth.extractRawText({ path: file.path }).catch(unreadable)).value;
		case 'pdf':
			return await pdfText(file.path).catch(unreadable);
		default:
			throw invalid(`The simulator reads Smart Tags in .docx and .pdf only, not in ${file.name}`);
	}
}

function unreadable(error: unknown): never {
	throw invalid(`The document cannot be read: ${String(error)}`);
}

/**
 * The signers that the tags of a text name, in their order. Assumed: a text without a tag is
 * refused, so is a gap in the orders, and a repeated order is a second place of one signer.
 */
export function readSigners(text: string): SmartTagSigner[] {
	const signers = new Map<number, SmartTagSigner>();
	for (const [, number, , firstName, lastName, email] of text.matchAll(signTag)) {
		const order = Number(number);
		if (signers.has(order)) continue;
		signers.set(order, {
			order,
			firstName: firstName.trim(),
			lastName: lastName.trim(),
			email: email.trim(),
		});
	}
	if (signers.size === 0) throw invalid('The document holds no Smart Tag for a signature');
	const sorted = [...signers.values()].sort((a, b) => a.order - b.order);
	const gap = sorted.findIndex((signer, i) => signer.order !== i + 1);
	if (gap >= 0) throw invalid(`The Smart Tags skip signer ${gap + 1}`);
	return sorted;
}
