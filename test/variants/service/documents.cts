/** Documents and packages: API.md sections 5.2, 5.3 and 5.10. */
import { dataFile } from '../../engine/samples.cts';
import { documentAnswer, logAnswer, packageAnswer } from './answers.cts';
import { bytes, empty, json, Refusal, type Reply } from './reply.cts';
import { statusOf, type Call, type Doc, type World } from './world.cts';

export interface Route {
	/** The name by which a variant means this route. */
	place: string;
	method: 'get' | 'post' | 'delete';
	path: string;
	act(call: Call, world: World): Reply;
}

/** The signed file. */
export const signedFile = dataFile('confidentiality-agreement.pdf');
export const certificateFile = dataFile('no-tags.pdf');

export function known(world: World, reference: unknown): Doc {
	const doc = world.find(reference);
	if (!doc) throw new Refusal(404, 'Unable to find document, please check reference');
	return doc;
}

/** `DueDate` with its `GMT`, as milliseconds since 1970 (API.md section 3). */
export function dueDate(values: Call['values']): number | undefined {
	if (values.DueDate === undefined) return undefined;
	const text = String(values.DueDate);
	const zoned = /Z$|[+-]\d\d:?\d\d$/.test(text);
	const ms = Date.parse(zoned || text.length < 11 ? text : `${text}Z`);
	if (Number.isNaN(ms)) throw new Refusal(400, 'DueDate cannot be read');
	return zoned ? ms : ms - Number(values.GMT ?? 0) * 60_000;
}

const upload = (call: Call, world: World): Reply => {
	if (!call.file?.name) throw new Refusal(404, 'Document not found, check uploaded file name');
	const doc = world.add(call.file.name, {
		content: call.file.content,
		account: call.account,
		clientReference: call.values.ClientReference as string | undefined,
	});
	return json(documentAnswer(doc));
};

const remove = (call: Call, world: World): Reply => {
	const doc = known(world, call.values.DocumentReference);
	const alone = String(call.values.RemoveFromPackage).toLowerCase() === 'true';
	const others = alone || !doc.packageReference ? [] : world.inPackage(doc.packageReference);
	for (const each of [doc, ...others]) each.deleted = true;
	return json(documentAnswer(doc));
};

const removePackage = ({ values }: Call, world: World): Reply => {
	const docs = world.inPackage(String(values.PackageReference));
	if (docs.length === 0) throw new Refusal(404, 'Package not found');
	for (const doc of docs) doc.deleted = true;
	return empty();
};

const verified = (name: string, signers: Doc['signers']): Reply =>
	json({
		Signatures: signers
			.filter(({ signed }) => signed)
			.map(({ FirstName, LastName, Email }) => ({
				isValid: true,
				SignatureTime: '2026-11-20T01:02:03Z',
				User: `${FirstName} ${LastName}`,
				Signer: { FirstName, LastName, Email },
			})),
		DocumentName: name,
	});

const complete = (world: World, reference: unknown): Doc => {
	const doc = known(world, reference);
	if (statusOf(doc) !== 'Complete') throw new Refusal(404, 'Document not found');
	return doc;
};

export const documentRoutes: Route[] = [
	{ place: 'upload', method: 'post', path: '/Document/Uploader', act: upload },
	{ place: 'upload', method: 'post', path: '/Document/Uploader/:ClientReference', act: upload },
	{
		place: 'uploadByUrl',
		method: 'post',
		path: '/Document/UploadByUrl',
		act: ({ values, account }, world) => {
			const { Name, ClientReference } = values.File as Record<string, string>;
			const doc = world.add(Name, { account, clientReference: ClientReference });
			return json(documentAnswer(doc));
		},
	},
	{
		place: 'status',
		method: 'get',
		path: '/Document/Status/:DocumentReference',
		act: ({ values }, world) => {
			const doc = known(world, values.DocumentReference);
			const withLog = String(values.DocumentLog).toLowerCase() === 'true';
			return json({ ...documentAnswer(doc), ...(withLog && { Logs: logAnswer(doc) }) });
		},
	},
	{
		place: 'log',
		method: 'get',
		path: '/Document/Log/:DocumentReference',
		act: ({ values }, world) => json(logAnswer(known(world, values.DocumentReference))),
	},
	{
		place: 'folder',
		method: 'get',
		path: '/Document/GetActiveDocuments/:Folder',
		act: ({ values }, world) => json(world.inFolder(String(values.Folder)).map(documentAnswer)),
	},
	{
		place: 'extend',
		method: 'post',
		path: '/Document/Extend',
		act: ({ values }, world) => {
			const doc = known(world, values.DocumentReference);
			doc.due = dueDate(values);
			return json(documentAnswer(doc));
		},
	},
	{
		place: 'fieldData',
		method: 'get',
		path: '/Document/FieldData/:DocumentReference',
		act: ({ values }, world) => {
			complete(world, values.DocumentReference);
			return json([{ Label: 'Salary', Value: '70000', FieldType: 'Text', ID: '1' }]);
		},
	},
	{
		place: 'certificates',
		method: 'get',
		path: '/Document/SigningCompletionCertificate/:DocumentReference',
		act: ({ values }, world) => {
			const { reference } = complete(world, values.DocumentReference);
			return json([
				{
					CertificateReference: `9${reference.slice(1)}`,
					SigningDate: '2026-11-20T01:02:03Z',
					Status: 'Complete',
				},
			]);
		},
	},
	{
		place: 'verify',
		method: 'get',
		path: '/Document/Validation/:DocumentReference',
		act: ({ values }, world) => {
			const { name, signers } = known(world, values.DocumentReference);
			return verified(name, signers);
		},
	},
	{ place: 'delete', method: 'post', path: '/Document/Delete/:DocumentReference', act: remove },
	{ place: 'delete', method: 'delete', path: '/Document/:DocumentReference', act: remove },
	{
		place: 'packageStatus',
		method: 'get',
		path: '/Package/Status/:PackageReference',
		act: ({ values }, world) => {
			const docs = world.inPackage(String(values.PackageReference));
			if (docs.length === 0) throw new Refusal(404, 'Package not found');
			return json(packageAnswer(docs));
		},
	},
	{
		place: 'packageExtend',
		method: 'post',
		path: '/Package/Extend',
		act: ({ values }, world) => {
			const docs = world.inPackage(String(values.PackageReference));
			if (docs.length === 0) throw new Refusal(404, 'Package not found');
			for (const doc of docs) doc.due = dueDate(values);
			return json(packageAnswer(docs));
		},
	},
	{
		place: 'packageDelete',
		method: 'post',
		path: '/Package/Delete/:PackageReference',
		act: removePackage,
	},
	{
		place: 'packageDelete',
		method: 'delete',
		path: '/Package/:PackageReference',
		act: removePackage,
	},
	{
		place: 'download',
		method: 'get',
		path: '/Download/GetDocumentData/:DocumentReference',
		act: ({ values }, world) => {
			const doc = known(world, values.DocumentReference);
			return bytes(doc.folder === 'Signed' ? signedFile : doc.content, 'application/pdf');
		},
	},
	{
		place: 'uploadedFiles',
		method: 'get',
		path: '/Download/GetUploadedFileData/:DocumentReference',
		act: () => {
			throw new Refusal(404, 'Document not found, may have been removed');
		},
	},
	{
		place: 'certificateFile',
		method: 'get',
		path: '/Download/SigningCompletionCertificate/:CertificateReference',
		act: () => bytes(certificateFile, 'application/pdf'),
	},
];
