import type { IDataObject } from 'n8n-workflow';

import { isTrueIfGiven, omitEmpty } from '../../shared/values';
import type { Raw } from '../types';
import { fullName } from './people';

/** Somebody who is told about documents; source: docs/api/API.md section 6 (NotificationRecipient). */
export const simplifyRecipient = (
	recipient: Raw<'NotificationRecipient'> & { readonly kind?: IDataObject[string] },
) =>
	omitEmpty({
		name: fullName(recipient),
		email: recipient.Email,
		kind: recipient.kind,
		isDefault: isTrueIfGiven(recipient.IsDefault),
		isReviewer: isTrueIfGiven(recipient.IsReviewer),
		isDefaultReviewer: isTrueIfGiven(recipient.IsDefaultReviewer),
		recipientReference: recipient.RecipientReference,
	});
