import type { Resource } from '../../shared/operation';
import { awaitSignature } from './await.operation';
import { combine } from './combine.operation';
import { deleteDocument } from './delete.operation';
import { download } from './download.operation';
import { extend } from './extend.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { getDownloadUrl } from './getDownloadUrl.operation';
import { getFieldValues } from './getFieldValues.operation';
import { getFinished } from './getFinished.operation';
import { getLog } from './getLog.operation';
import { reconcile } from './reconcile.operation';
import { upload } from './upload.operation';
import { uploadFromUrl } from './uploadFromUrl.operation';
import { verify } from './verify.operation';

export const document: Resource = {
	name: 'Document',
	value: 'document',
	defaultOperation: get.value,
	operations: [
		awaitSignature,
		combine,
		deleteDocument,
		download,
		extend,
		get,
		getDownloadUrl,
		getFieldValues,
		getFinished,
		getLog,
		getAll,
		reconcile,
		upload,
		uploadFromUrl,
		verify,
	],
};
