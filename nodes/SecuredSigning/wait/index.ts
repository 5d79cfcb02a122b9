/** Waiting until documents are signed: the execution is stored in n8n's database, and a call resumes it. */
export { awaitSignatures, checkAwaiting } from './begin';
export { awaitFields } from './fields';
export { firstLook } from './firstLook';
export { resume } from './resume';
export { resumeAddress } from './resumeAddress';
export { sendAndAwait, type Sending } from './sendAndAwait';
export { resumeWebhooks } from './webhooks';
export { waitingTooltip } from './tooltip';
