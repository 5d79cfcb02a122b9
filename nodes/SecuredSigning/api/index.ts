/**
 * The only code that makes HTTP requests: operations give a route and get data, files or a readable error.
 */
export { askedOnce, askedTogether, ofOneItem } from './askedOnce';
export { isOld, madeAtOf } from './http/cached';
export { download, type AsEvidence } from './files/download';
export { storeFile } from './files/storage';
export {
	certain,
	isInItsWords,
	isNotFound,
	isRefusal,
	isSlow,
	isUncertain,
	isUnreadable,
	unconfirmedError,
	unreadable,
} from './http/errors';
export {
	extensionOf,
	fingerprintOf,
	inputFile,
	itemFile,
	readWhole,
	sha256OfEach,
	type Fingerprint,
	type InputFile,
	type UploadFile,
} from './files/uploadFile';
export { stopOf, withoutSecrets } from './http/exchange';
export { change, command, read, readDated, readPosted, remove, withRetries } from './http/request';
export { spanOf, tell } from './http/runLog';
export { hideKeys } from './http/runSecrets';
export { isOutage, isPassing } from './http/retry';
export { accountOf, savedKey, savedSettings, serviceTime, toldServiceTime } from './http/settings';
export { inNameOf, senderOf } from './http/sender';
export { adaptiveLimitOf } from './http/turns';
export { endsQuietly } from './http/streamOf';
export type { Api, Context, FileContext, Raw, RawDocument, RawSigner } from './types';
export { upload } from './files/upload';
export { BYPASS_CACHE, FROM_CACHE, saysNothingDone, withoutClaim } from './messages';
