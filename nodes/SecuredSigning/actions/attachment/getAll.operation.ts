import { read } from '../../api';
import { limited, returnAllFields } from '../../fields/results';
import type { Operation } from '../../shared/operation';

// API: GET /Attachment/GetAttachments, docs/api/API.md section 5.8
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many attachments',
	description: 'List the attachments of your account',
	fields: returnAllFields,
	async execute(itemIndex) {
		const attachments = await read(this, '/Attachment/GetAttachments');
		return limited(this, itemIndex, attachments).map((attachment) => ({ json: attachment }));
	},
};
