import type { Resource } from '../../shared/operation';
import { remove } from './delete.operation';
import { download } from './download.operation';
import { getAll } from './getAll.operation';
import { upload } from './upload.operation';
import { uploadFromUrl } from './uploadFromUrl.operation';

export const attachment: Resource = {
	name: 'Attachment',
	value: 'attachment',
	defaultOperation: upload.value,
	operations: [remove, download, getAll, upload, uploadFromUrl],
};
