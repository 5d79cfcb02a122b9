import type { IBinaryData, IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Part } from '../descriptions/include';
import { simplifyCertificate } from '../outputs/certificate';
import { documentStatus, simplifyDocument } from '../outputs/document';
import { fieldValues } from '../outputs/fields';
import { path, read, readList, type FileContext } from '../transport';
import { given, text } from '../values';
import { certificateFile, certificates, documentFile, uploadedFiles } from './files';

/** Says of a part whether it is asked for. */
export type Wants = (part: Part) => boolean;

/** What there is only once everybody has signed. */
export const AFTER_SIGNING: Part[] = [
	'certificateFiles',
	'certificates',
	'fieldValues',
	'signedFile',
	'uploadedFiles',
];

/** A document as it is now, with its log where that is asked for. */
export async function currentDocument(
	context: FileContext,
	reference: string,
	wants: Wants,
): Promise<IDataObject> {
	const document = await read<IDataObject>(context, path`/Document/Status/${reference}`, {
		query: wants('log') ? { DocumentLog: true } : {},
	});
	return { ...document, Reference: text(document.Reference) || reference };
}

/**
 * A document and what belongs to it, as one item: the signed file as `data`, certificates as
 * `certificate`, `certificate2`, …, uploads as `uploadedFiles`; `finished` says whether everybody has
 * signed, `missing` which of the parts asked for do not exist.
 *
 * @param document as currentDocument gives it
 * @throws NodeApiError when a part exists and cannot be fetched
 * Source: docs/api/API.md sections 5.2 and 5.10
 */
export async function withEvidence(
	context: FileContext,
	document: IDataObject,
	wants: Wants,
	simplify: boolean,
): Promise<INodeExecutionData> {
	const finished = documentStatus(document) === 'completed';
	const evidence = finished ? await gather(context, document, wants) : {};
	const { binary = {}, missing = AFTER_SIGNING.filter(wants), ...data } = evidence;
	const about = { finished, missing, files: Object.keys(binary) };
	const json: IDataObject = simplify
		? {
				...simplifyDocument(document),
				...about,
				...given({
					fieldValues: data.FieldData && fieldValues(data.FieldData),
					certificates: data.Certificates?.map(simplifyCertificate),
				}),
			}
		: { ...document, ...given(data), ...about };
	return { json, binary };
}

interface Evidence {
	FieldData?: IDataObject[];
	Certificates?: IDataObject[];
	binary?: IBinaryKeyData;
	/** What was asked for and does not exist. */
	missing?: Part[];
}

/** Fetches side by side all that does not depend on something else. */
async function gather(
	context: FileContext,
	{ Reference, HasFileUploaded }: IDataObject,
	wants: Wants,
): Promise<Evidence> {
	const reference = text(Reference);
	const [FieldData, found, signedFile, uploads] = await Promise.all([
		wants('fieldValues') ? readList(context, path`/Document/FieldData/${reference}`) : undefined,
		wants('certificates') || wants('certificateFiles')
			? certificatesWithFiles(context, reference, wants('certificateFiles'))
			: undefined,
		wants('signedFile') ? documentFile(context, reference) : undefined,
		// Asked for blindly, this might be refused where nobody uploaded anything.
		wants('uploadedFiles') && HasFileUploaded === true
			? uploadedFiles(context, reference)
			: undefined,
	]);
	const { list = [], files = [] } = found ?? {};
	return {
		FieldData,
		Certificates: wants('certificates') ? list : undefined,
		binary: given({
			data: signedFile,
			...Object.fromEntries(
				files.map((file, index) => [`certificate${index === 0 ? '' : index + 1}`, file]),
			),
			uploadedFiles: uploads,
		}) as IBinaryKeyData,
		missing:
			list.length === 0 ? (['certificateFiles', 'certificates'] as Part[]).filter(wants) : [],
	};
}

async function certificatesWithFiles(
	context: FileContext,
	reference: string,
	withFiles: boolean,
): Promise<{ list: IDataObject[]; files: IBinaryData[] }> {
	const list = await certificates(context, reference);
	const files = withFiles
		? await Promise.all(
				list
					// One that cannot be fetched must not keep the signed file from its receiver.
					.filter(({ CertificateReference }) => text(CertificateReference) !== '')
					.map(async (certificate) => await certificateFile(context, certificate)),
			)
		: [];
	return { list, files };
}
