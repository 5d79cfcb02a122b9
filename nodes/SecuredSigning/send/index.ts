/** Sending once: even if an answer is lost, no document is sent to its signers twice. */
export { Attempt } from './attempt';
export { checkedBeforehand, dueDateOf, isBegun, isReadBeforehand } from './beforehand';
export {
	changeOnce,
	ChangedOtherwise,
	forgetChanges,
	partOnce,
	refuseLeftOpen,
} from './changeOnce';
export { marksOf, termsOf, type Contract } from './contract';
export { withDueDateKept } from './dueDateKept';
export { clientReferenceOf, isOtherReference, type ClientReference } from './clientReference';
export { leavesOf, type Leaf } from './leaves';
export { isRetried } from './memory';
export { withReferenceKept } from './keptReference';
export { mayBeOpen } from './openSends';
export { eachOnce } from './parts';
export type { Planned, PlannedSigner } from './planned';
export { refuseSecondList, sendListAgainField } from './lists';
export { withSignersLock } from './locks';
export { refuseUnknownPast } from './retried';
export { acceptUnsealedField, approvedSealField, checkSeal, sealDaysField, sealOf } from './seal';
export { sendersOf } from './sendersOf';
export { sendOnce } from './sendOnce';
export { sendParts } from './sendParts';
export { unlessAttempted, unlessSent } from './sentBefore';
export {
	checkIfSentField,
	checkStored,
	refuseSecondItem,
	withDocumentLocks,
	sendAgainField,
} from './storedDocuments';
export { asOwnResult } from './others';
export { uploadOnce } from './uploads';
