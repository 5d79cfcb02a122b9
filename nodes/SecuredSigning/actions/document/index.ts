import type { Resource } from '../operation';
import { download } from './download.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { upload } from './upload.operation';
import { uploadFromUrl } from './uploadFromUrl.operation';

export const document: Resource = {
	name: 'Document',
	value: 'document',
	operations: [download, get, getAll, upload, uploadFromUrl],
};
