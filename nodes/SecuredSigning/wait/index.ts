/** Waiting until it is signed: the execution sleeps in n8n's database and is woken by a call. */
export { awaitSignatures, checkAwaiting } from './begin';
export { awaitFields } from './fields';
export { firstLook } from './firstLook';
export { resume } from './resume';
export { resumeAddress } from './resumeAddress';
export { sendAndAwait, type Sending } from './sendAndAwait';
export { resumeWebhooks } from './webhooks';
export { waitingTooltip } from './tooltip';
