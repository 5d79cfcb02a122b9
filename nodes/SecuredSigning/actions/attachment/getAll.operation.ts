import { read } from '../../api';
import { simplifyAttachment } from '../../api/answers/attachment';
import { getMany } from '../getMany';

// API: GET /Attachment/GetAttachments, docs/api/API.md section 5.8
export const getAll = getMany({
	action: 'Get many attachments',
	description: 'List the attachments of your account',
	list: async (context) => await read(context, '/Attachment/GetAttachments'),
	simplify: simplifyAttachment,
});
