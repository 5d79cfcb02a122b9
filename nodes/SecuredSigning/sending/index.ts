/** Sending once: whatever happens to an answer, no document goes to its signers twice. */
export { Attempt } from './attempt';
export { findByClientReference, findByReference } from './findings';
export { identityOf, inTurn, onceField } from './identity';
export { sendByReference, sendOnce } from './sendOnce';
export { uploadOnce } from './uploads';
