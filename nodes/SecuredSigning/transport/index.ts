/** The only code that talks HTTP: operations name a route and get data, files or an error in words. */
export { isOld } from './cached';
export { download } from './download';
export {
	certain,
	isNotFound,
	isRefusal,
	isSlow,
	isUncertain,
	isUnreadable,
	open,
	unreadable,
} from './errors';
export { extensionOf, inputFile, type InputFile, type UploadFile } from './files';
export { withoutSecrets } from './exchange';
export { change, command, read, readPosted, remove } from './request';
export { isOutage, isPassing, retried } from './retry';
export { savedSettings, serviceTime, toldServiceTime } from './settings';
export { endsQuietly } from './streamOf';
export type { Api, Context, FileContext } from './types';
export { upload } from './upload';
export { saysNothingSent, withoutClaim } from './words';
