import { omitEmpty } from '../../shared/values';
import type { Raw } from '../types';

/** A stored attachment; source: docs/api/API.md section 5.8. */
export const simplifyAttachment = (attachment: Raw<'AttachmentResponse'>) => ({
	...omitEmpty({
		name: attachment.Name,
		fileType: attachment.FileType,
		category: attachment.Category,
		number: attachment.Number,
		url: attachment.FileUrl,
	}),
	attachmentReference: attachment.Reference,
});
