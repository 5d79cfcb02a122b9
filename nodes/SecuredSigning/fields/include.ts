import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { splitList, text } from '../shared/values';

const INCLUDE = [
	{
		name: 'Certificate Details',
		value: 'certificates',
		description: 'The reference, status and signing date of each certificate of completion',
	},
	{
		name: 'Certificate of Completion',
		value: 'certificateFiles',
		description: "The file, in the field 'certificate'; more in 'certificate2' and so on",
	},
	{
		name: 'Evidence Manifest',
		value: 'manifest',
		description:
			"A sealed list of the files and data of the document, in the field 'manifest'. With it and the same credential, Document > Verify can check later that no file was changed.",
	},
	{
		name: 'Field Values',
		value: 'fieldValues',
		description: 'What the signers filled in',
	},
	{
		name: 'Log',
		value: 'log',
		description: 'The events of the document',
	},
	{
		name: 'Signed File',
		value: 'signedFile',
		description: "The signed PDF, in the field 'data'",
	},
	{
		name: 'Uploaded Files',
		value: 'uploadedFiles',
		description: "Files that signers uploaded, as a zip file in the field 'uploadedFiles'",
	},
] as const;

export type EvidencePart = (typeof INCLUDE)[number]['value'];

export const includeField: INodeProperties = {
	displayName: 'Include',
	name: 'include',
	type: 'multiOptions',
	options: [...INCLUDE],
	default: [
		'certificateFiles',
		'certificates',
		'fieldValues',
		'log',
		'signedFile',
		'uploadedFiles',
	],
	description:
		"The parts to return with the status. A document that is not finished has only the log. A part that cannot be fetched is retried for half a minute. Then the item is returned without it, and 'missing' says why.",
};

/** The values of all parts. */
export const PARTS = INCLUDE.map(({ value }) => value);

/** The parts that a value of 'Include' names: a list, or a text with commas that an expression gives. */
export function evidencePartsIn(value: unknown): EvidencePart[] {
	const named: unknown[] = Array.isArray(value) ? value : splitList(text(value));
	return PARTS.filter((part) => named.includes(part));
}

/** Reads 'Include'; returns a function that says whether a part is requested. */
export function readInclude(
	context: IExecuteFunctions,
	itemIndex: number,
): (part: EvidencePart) => boolean {
	const parts = evidencePartsIn(context.getNodeParameter('include', itemIndex));
	return (part) => parts.includes(part);
}
