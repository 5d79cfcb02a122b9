/** Sending once: whatever happens to an answer, no document goes to its signers twice. */
export type { Attempt } from './attempt';
export { changeOnce, ChangedOtherwise, forgetChanges, refuseLeftOpen } from './changeOnce';
export { identityOf, isOtherReference, isSameReference, onceField } from './identity';
export { withReferenceKept } from './keptReference';
export { refuseSecondList, sendListAgainField } from './lists';
export { sendOnce } from './sendOnce';
export { unlessAttempted, unlessSent } from './sentBefore';
export {
	checkIfSentField,
	checkStored,
	inTurnForDocuments,
	sendAgainField,
} from './storedDocuments';
export { asOwnResult } from './others';
export { uploadOnce } from './uploads';
