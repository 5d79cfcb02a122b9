import type { IExecuteFunctions } from 'n8n-workflow';

import { extensionOf, type Api } from '../api';
import { fromStorage } from '../api/files/storage';
import { refusal } from '../shared/refusal';
import { fieldName } from './files';
import { refuseListForNobody } from './mailMergeRows';

/** A list in the form of the request; source: docs/api/API.md section 5.4. */
export type List = Pick<Api<'MailMergeRequest'>, 'MailMergeListFileType' | 'MailMergeListFileData'>;

const FILE_TYPES: Array<[List['MailMergeListFileType'], string]> = [
	['csv', 'text/csv'],
	['xls', 'application/vnd.ms-excel'],
	['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
];

/**
 * The list in a file of the item, as it is.
 * @throws UserError for a file type that is not accepted, for an empty file, for content that does not match
 *   the name, and like refuseListForNobody
 */
export async function listFile(context: IExecuteFunctions, itemIndex: number): Promise<List> {
	const field = fieldName(context, itemIndex);
	const { fileName = '', mimeType } = context.helpers.assertBinaryData(itemIndex, field);
	const extension = extensionOf(fileName);
	const [type] =
		FILE_TYPES.find(([known, mime]) => (extension ? known === extension : mime === mimeType)) ?? [];
	if (type === undefined) {
		throw refusal(
			`Secured Signing does not accept a list like “${fileName || mimeType}”`,
			`It takes ${FILE_TYPES.map(([known]) => known).join(', ')}.`,
		);
	}
	const content = await fromStorage(
		context.helpers.getBinaryDataBuffer(itemIndex, field),
		fileName || field,
		context.getExecutionCancelSignal(),
	);
	if (content.length === 0) {
		throw refusal(
			`The list “${fileName || field}” is empty`,
			`Check the node that provides the file in the field '${field}'.`,
		);
	}
	refuseOtherContent(content, type, fileName || field);
	if (type === 'csv') await refuseListForNobody(content, fileName || field);
	return {
		MailMergeListFileType: type,
		MailMergeListFileData: content.toString('base64'),
	};
}

/**
 * The first bytes of files that are not text. The short `xls` ones are BIFF, the format of Excel before 1995.
 */
const BEGINNINGS: Record<string, string[]> = {
	gif: ['47494638'],
	gzip: ['1f8b'],
	jpeg: ['ffd8ff'],
	pdf: ['25504446'],
	png: ['89504e47'],
	rtf: ['7b5c7274'],
	xls: ['d0cf11e0', '09000400', '09020600', '09040600'],
	xlsx: ['504b0304'],
};

function refuseOtherContent(
	content: Buffer,
	type: List['MailMergeListFileType'],
	name: string,
): void {
	const beginning = content.toString('hex', 0, 4);
	const found =
		Object.keys(BEGINNINGS).find((kind) =>
			BEGINNINGS[kind].some((bytes) => beginning.startsWith(bytes)),
		) ?? kindOfText(content);
	if (found !== type) {
		throw refusal(
			`The list “${name}” is not what its name says`,
			`It begins like ${found === 'csv' ? 'a text file' : `a ${found} file`}. Rename it to match what it is, or save it again.`,
		);
	}
	// A zip archive contains the names of its parts uncompressed (ECMA-376, part 2).
	if (type === 'xlsx' && !content.includes('workbook')) {
		throw refusal(
			`The list “${name}” is not what its name says`,
			'It is an archive without a workbook, such as a Word file. Rename it to match what it is, or save it again.',
		);
	}
}

const OF_TAGS = /^<(?:!doctype|!--|\?xml|html|head|body|table)\b/i;

/** The kind of a text: HTML or XML, JSON, and otherwise CSV, which cannot be recognised itself. */
function kindOfText(content: Buffer): string {
	const start = content
		.toString('latin1', 0, 200)
		.replace(/^\u00ef\u00bb\u00bf/, '')
		.trimStart();
	if (OF_TAGS.test(start)) return 'html';
	return /^[[{]/.test(start) && isJson(content) ? 'json' : 'csv';
}

function isJson(content: Buffer): boolean {
	try {
		JSON.parse(content.toString('utf8').replace(/^\ufeff/, ''));
		return true;
	} catch {
		return false;
	}
}
