import type { IBinaryData, IBinaryKeyData, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { includeField, readInclude, type Part } from '../../descriptions/include';
import { documentLocator, requiredLocator } from '../../descriptions/locators';
import { chosenView, simplifyField } from '../../descriptions/results';
import { simplifyCertificate } from '../../outputs/certificate';
import { documentStatus, simplifyDocument } from '../../outputs/document';
import { fieldValues } from '../../outputs/fields';
import { path, read } from '../../transport';
import { given } from '../../values';
import type { Operation } from '../operation';
import { certificateFile, certificates, documentFile, uploadedFiles } from './files';

/** What there is only once everybody has signed. */
const AFTER_SIGNING: Part[] = [
	'certificateFiles',
	'certificates',
	'fieldValues',
	'signedFile',
	'uploadedFiles',
];

// API: the status, field data, certificates and downloads of a document, docs/api/API.md sections
// 5.2 and 5.10
export const getFinished: Operation = {
	name: 'Get Finished',
	value: 'getFinished',
	action: 'Get finished document with its evidence',
	description:
		'Get everything about a signed document in one item; if it is not finished, the item says what is missing',
	fields: [documentLocator, includeField, simplifyField],
	async execute(itemIndex) {
		const reference = requiredLocator(this.getNodeParameter('document', itemIndex), 'Document');
		const wants = readInclude(this, itemIndex);
		const document = await read<IDataObject>(this, path`/Document/Status/${reference}`, {
			query: wants('log') ? { DocumentLog: true } : {},
		});
		const finished = documentStatus(document) === 'completed';
		const evidence = finished ? await gather(this, reference, document, wants) : {};
		const { binary = {}, missing = AFTER_SIGNING.filter(wants), ...data } = evidence;
		const about = { finished, missing, files: Object.keys(binary) };
		const answer: IDataObject = { ...document, ...given(data), ...about };
		const simplify = () => ({
			...simplifyDocument(document),
			...about,
			...given({
				fieldValues: data.FieldData && fieldValues(data.FieldData),
				certificates: data.Certificates?.map(simplifyCertificate),
			}),
		});
		return [{ json: chosenView(this, itemIndex, answer, simplify), binary }];
	},
};

interface Evidence {
	FieldData?: IDataObject[];
	Certificates?: IDataObject[];
	binary?: IBinaryKeyData;
	/** What was asked for and does not exist. */
	missing?: Part[];
}

/** Fetches side by side all that does not depend on something else. */
async function gather(
	context: IExecuteFunctions,
	reference: string,
	{ HasFileUploaded }: IDataObject,
	wants: (part: Part) => boolean,
): Promise<Evidence> {
	const [FieldData, found, signedFile, uploads] = await Promise.all([
		wants('fieldValues')
			? read<IDataObject[]>(context, path`/Document/FieldData/${reference}`)
			: undefined,
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
	context: IExecuteFunctions,
	reference: string,
	withFiles: boolean,
): Promise<{ list: IDataObject[]; files: IBinaryData[] }> {
	const list = await certificates(context, reference);
	const files = withFiles
		? await Promise.all(
				list.map(async (certificate) => await certificateFile(context, certificate)),
			)
		: [];
	return { list, files };
}
