/** Sending once: whatever happens to an answer, no document goes to its signers twice. */
export { Attempt } from './attempt';
export { changeOnce, ChangedOtherwise, forgetChanges, type Repetition } from './changeOnce';
export { identityOf, isSameReference, onceField } from './identity';
export { withReferenceKept } from './keptReference';
export { sendOnce } from './sendOnce';
export { sentEarlier, unlessSent } from './sentBefore';
export { checkIfSentField, checkStored, sendAgainField } from './storedDocuments';
export { uploadOnce } from './uploads';
