import type { Operations } from '../api.cts';
import { account } from './account.cts';
import { attachment } from './attachment.cts';
import { billing } from './billing.cts';
import { document } from './document.cts';
import { download } from './download.cts';
import { emailTemplate } from './emailTemplate.cts';
import { formDirect } from './formDirect.cts';
import { formFiller } from './formFiller.cts';
import { packages } from './package.cts';
import { recipient } from './recipient.cts';
import { smartTag } from './smartTag.cts';
import { ui } from './ui.cts';
import { workflow } from './workflow.cts';

/** A handler for each operation of the description: the type fails when one is missing. */
export const operations: Operations = {
	...account,
	...document,
	...packages,
	...smartTag,
	...formDirect,
	...formFiller,
	...emailTemplate,
	...workflow,
	...recipient,
	...attachment,
	...billing,
	...download,
	...ui,
};
